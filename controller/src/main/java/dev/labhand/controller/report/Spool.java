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
    /** Pairs: where a piece is in the file, and at which of our own offsets it begins. */
    private long[] pieces = new long[0];

    private int pieceCount;
    private byte[] tail = new byte[0];
    private int tailLength;
    private long stored;
    private long size;

    Spool(SpoolFile file) {
        this.file = file;
    }

    long size() {
        return size;
    }

    void append(byte[] bytes) {
        if (tailLength + bytes.length > IN_MEMORY) {
            store(tail, tailLength);
            tailLength = 0;
            if (bytes.length > IN_MEMORY / 2) {
                store(bytes, bytes.length);
                size += bytes.length;
                return;
            }
        }
        if (tail.length < tailLength + bytes.length) {
            tail = Arrays.copyOf(tail, Math.min(IN_MEMORY, Math.max(2 * tail.length, tailLength + bytes.length)));
        }
        System.arraycopy(bytes, 0, tail, tailLength, bytes.length);
        tailLength += bytes.length;
        size += bytes.length;
    }

    private void store(byte[] bytes, int length) {
        if (length == 0) {
            return;
        }
        if (pieces.length == 2 * pieceCount) {
            pieces = Arrays.copyOf(pieces, Math.max(8, 2 * pieces.length));
        }
        pieces[2 * pieceCount] = file.append(bytes, 0, length);
        pieces[2 * pieceCount + 1] = stored;
        pieceCount++;
        stored += length;
    }

    /** Spools of equal content have equal fingerprints, and others do not. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            transferTo(digest::update);
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
        byte[] buffer = new byte[IN_MEMORY];
        Reading in = read();
        for (int count = in.read(buffer, 0, buffer.length); count >= 0; count = in.read(buffer, 0, buffer.length)) {
            sink.take(buffer, 0, count);
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
