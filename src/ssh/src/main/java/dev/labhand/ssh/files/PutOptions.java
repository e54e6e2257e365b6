package dev.labhand.ssh.files;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a file is put.
 *
 * @param mode its permission bits, 0 to 07777; if empty, those of the file that it replaces, or 0644
 * @param modified its time, one that {@link SftpTime} carries; if empty, now
 * @param mkdirs whether missing directories above it are made
 * @param overwrite whether it may replace a file
 * @param total its whole size, if known: content that ends before is kept as a part, to go on from
 * @param expected the check-sum of the whole file, if known
 */
public record PutOptions(
        OptionalInt mode,
        Optional<Instant> modified,
        boolean mkdirs,
        boolean overwrite,
        Start start,
        OptionalLong total,
        Optional<Sha256> expected) {

    /** Where the bytes begin. */
    public sealed interface Start {

        /** At the beginning; what an unfinished upload left is given up. */
        record Fresh() implements Start {}

        /** After so many bytes, which an unfinished upload must have left. Needs the check-sum of the whole. */
        record At(long offset) implements Start {}

        /** After what an unfinished upload left, if that is how the content begins; else at the beginning. */
        record Resume() implements Start {}
    }

    /** From the beginning, over what is there, in a directory that is there. */
    public static final PutOptions DEFAULTS = new PutOptions(
            OptionalInt.empty(),
            Optional.empty(),
            false,
            true,
            new Start.Fresh(),
            OptionalLong.empty(),
            Optional.empty());

    /** The same beginning elsewhere. */
    public PutOptions with(Start changed) {
        return new PutOptions(mode, modified, mkdirs, overwrite, changed, total, expected);
    }

    /** The same with this mode and time. */
    public PutOptions with(OptionalInt newMode, Optional<Instant> time) {
        return new PutOptions(newMode, time, mkdirs, overwrite, start, total, expected);
    }
}
