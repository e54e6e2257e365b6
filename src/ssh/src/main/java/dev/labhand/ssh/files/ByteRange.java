package dev.labhand.ssh.files;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A part of a file (RFC 9110 §14.1.2).
 *
 * @param first the first byte, counted from 0; empty for the last {@code last} bytes
 * @param last the last byte; empty for all up to the end
 */
public record ByteRange(OptionalLong first, OptionalLong last) {

    /** The whole file. */
    public static final ByteRange ALL = from(0);

    /** A part of a file of known size. */
    public record Span(long offset, long length) {}

    /** All from here to the end. */
    public static ByteRange from(long offset) {
        return new ByteRange(OptionalLong.of(offset), OptionalLong.empty());
    }

    /** At most so many bytes from here. */
    public static ByteRange of(long offset, long length) {
        return new ByteRange(OptionalLong.of(offset), OptionalLong.of(offset + length - 1));
    }

    /** Whether it is the whole file, whatever its size. */
    public boolean isAll() {
        return equals(ALL);
    }

    /** Which bytes of a file of this size are meant; empty if it has none of them. */
    public Optional<Span> of(long size) {
        if (isAll()) {
            return Optional.of(new Span(0, size));
        }
        long offset = first.orElseGet(() -> Math.max(0, size - last.orElse(0)));
        long end = first.isPresent() ? Math.min(size, last.orElse(size - 1) + 1) : size;
        boolean resumesAtEnd = first.isPresent() && last.isEmpty() && offset == size;
        return offset < end || resumesAtEnd ? Optional.of(new Span(offset, end - offset)) : Optional.empty();
    }
}
