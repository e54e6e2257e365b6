package dev.labhand.agent.library;

import dev.labhand.api.Arg;
import dev.labhand.ssh.files.PutOptions;
import dev.labhand.ssh.files.PutOptions.Start;
import dev.labhand.ssh.files.SftpTime;
import dev.labhand.ssh.files.Sha256;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The options of {@code file.put}. */
public record FilePutOptions(
        @Arg("Its permission bits in octal digits, such as 0755; those of the file it replaces, or 0644, by default.")
        Optional<String> mode,

        @Arg("Its time, from 1970 to 2106-02-07T06:28:15Z; now by default.")
        Optional<Instant> modified,

        @Arg(value = "Whether missing directories above it are made.", defaultValue = "false")
        boolean mkdirs,

        @Arg(value = "Whether a file that is there is replaced; else that fails.", defaultValue = "true")
        boolean overwrite,

        @Arg("The SHA-256 that the data should have, in 64 hexadecimal digits.")
        Optional<String> sha256) {

    /**
     * Checks the texts and the time.
     *
     * @throws IllegalArgumentException if one is not what it should be
     */
    public FilePutOptions {
        mode.ifPresent(FileStruct::mode);
        modified.ifPresent(SftpTime::check);
        sha256.ifPresent(FilePutOptions::sum);
    }

    private static Sha256 sum(String text) {
        try {
            return new Sha256(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("sha256: '" + text + "' is not 64 digits of 0-9a-f", e);
        }
    }

    PutOptions toPut(int size) {
        return new PutOptions(
                mode.map(FileStruct::mode).orElse(OptionalInt.empty()),
                modified,
                mkdirs,
                overwrite,
                new Start.Fresh(),
                OptionalLong.of(size),
                sha256.map(FilePutOptions::sum));
    }
}
