package dev.labhand.controller.report;

import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The output of one node, held back: its newest few kilobytes in memory, the rest in the run's {@link SpoolFile}. */
final class Spool {

    private static final int IN_MEMORY = 16 << 10;

    private final SpoolFile file;
    private final int inMemory;
    /** Pairs: where a piece is in the file, and at which of our own offsets it begins. */
    private long[] pieces = new long[0];

    private int pieceCount;
    private byte[] tail = new byte[0];
    private int tailLength;
    private long stored;
    private long size;

    Spool(SpoolFile file) {
        this(file, IN_MEMORY);
    }

    /**
     * A spool that begins to use the file when it holds more than this.
     *
     * @param inMemory bytes
     */
    Spool(SpoolFile file, int inMemory) {
        this.file = file;
        this.inMemory = inMemory;
    }

    long size() {
        return size;
    }

    void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    void append(byte[] bytes, int offset, int length) {
        size += length;
        if (tailLength + length > inMemory) {
            store(tail, 0, tailLength);
            tailLength = 0;
            if (length > inMemory / 2) {
                store(bytes, offset, length);
                return;
            }
        }
        if (tail.length < tailLength + length) {
            tail = Arrays.copyOf(tail, Math.min(inMemory, Math.max(2 * tail.length, tailLength + length)));
        }
        System.arraycopy(bytes, offset, tail, tailLength, length);
        tailLength += length;
    }

    private void store(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        if (pieces.length == 2 * pieceCount) {
            pieces = Arrays.copyOf(pieces, Math.max(8, 2 * pieces.length));
        }
        pieces[2 * pieceCount] = file.append(bytes, offset, length);
        pieces[2 * pieceCount + 1] = stored;
        pieceCount++;
        stored += length;
    }

    /** Spools of equal content have equal fingerprints, and others do not. */
    String fingerprint() {
        return fingerprint(0, size);
    }

    /** The fingerprint of a part. */
    String fingerprint(long from, long length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            transferTo(from, length, digest::update);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes bytes. */
    interface Sink {
        void take(byte[] bytes, int offset, int length);
    }

    /** Hands over all that is held. */
    void transferTo(Sink sink) {
        if (stored == 0) {
            sink.take(tail, 0, tailLength);
        } else {
            transferTo(0, size, sink);
        }
    }

    /** Hands over a part. */
    void transferTo(long from, long length, Sink sink) {
        byte[] buffer = new byte[IN_MEMORY];
        Reading in = read();
        in.position = from;
        long rest = length;
        while (rest > 0) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
            if (count < 0) {
                throw new IllegalArgumentException("the part reaches " + rest + " bytes beyond the end");
            }
            sink.take(buffer, 0, count);
            rest -= count;
        }
    }

    /** Reads from the beginning. At the end it may be read on after more was appended. */
    Reading read() {
        return new Reading();
    }

    /** A place in the spool. */
    final class Reading extends InputStream {
        private long position;
        private int piece;

        private Reading() {}

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (position >= size) {
                return -1;
            }
            if (position >= stored) {
                int at = (int) (position - stored);
                int count = Math.min(length, tailLength - at);
                System.arraycopy(tail, at, buffer, offset, count);
                position += count;
                return count;
            }
            while (end(piece) <= position) {
                piece++;
            }
            int count = (int) Math.min(length, end(piece) - position);
            file.read(pieces[2 * piece] + position - pieces[2 * piece + 1], buffer, offset, count);
            position += count;
            return count;
        }

        private long end(int index) {
            return index + 1 < pieceCount ? pieces[2 * index + 3] : stored;
        }
    }
}
