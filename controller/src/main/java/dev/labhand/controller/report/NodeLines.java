package dev.labhand.controller.report;

import dev.labhand.controller.inventory.Node;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of one node, written at one end and taken at the other. Those that wait are in a {@link Spool}. */
final class NodeLines {

    /** A longer line is compared by its fingerprint instead of in memory. */
    private static final int COMPARED_IN_MEMORY = 64 << 10;

    private static final byte[] LINE_FEED = {'\n'};

    private final Node node;
    private final Spool spool;
    private final Spool.Reading reading;
    private byte[] buffer = new byte[0];
    private int filled;
    private int position;
    private long taken;
    private long waiting;
    private boolean inLine;
    private boolean ended;

    NodeLines(Node node, SpoolFile file) {
        this.node = node;
        this.spool = new Spool(file);
        this.reading = spool.read();
    }

    Node node() {
        return node;
    }

    void add(byte[] bytes) {
        spool.append(bytes);
        for (byte b : bytes) {
            inLine = b != '\n';
            waiting += inLine ? 0 : 1;
        }
    }

    /** No more lines come. */
    void end() {
        if (inLine) {
            add(LINE_FEED);
        }
        ended = true;
    }

    /** Whether {@link #next} has a final answer. */
    boolean ready() {
        return waiting > 0 || ended;
    }

    /** A line with its line feed, equal to another of the same bytes. */
    static final class Line {
        private final String key;
        private final Spool spool;
        private final long start;
        private final long length;

        private Line(String key, Spool spool, long start, long length) {
            this.key = key;
            this.spool = spool;
            this.start = start;
            this.length = length;
        }

        void transferTo(Spool.Sink sink) {
            if (length <= COMPARED_IN_MEMORY) {
                sink.take(key.getBytes(StandardCharsets.ISO_8859_1), 0, (int) length);
            } else {
                spool.transferTo(start, length, sink);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Line line && length == line.length && key.equals(line.key);
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }

    /** Takes a line; empty if there is none. */
    Optional<Line> next() {
        if (waiting == 0) {
            return Optional.empty();
        }
        waiting--;
        long start = taken;
        var content = new ByteArrayOutputStream();
        boolean whole = false;
        while (!whole) {
            fill();
            int from = position;
            while (position < filled && buffer[position] != '\n') {
                position++;
            }
            whole = position < filled;
            position += whole ? 1 : 0;
            taken += position - from;
            if (taken - start <= COMPARED_IN_MEMORY) {
                content.write(buffer, from, position - from);
            }
        }
        long length = taken - start;
        // Bytes have no equality of their own; as Latin-1 each is one character.
        String key = length <= COMPARED_IN_MEMORY
                ? content.toString(StandardCharsets.ISO_8859_1)
                : spool.fingerprint(start, length);
        return Optional.of(new Line(key, spool, start, length));
    }

    private void fill() {
        if (position == filled) {
            buffer = buffer.length > 0 ? buffer : new byte[4096];
            filled = Math.max(0, reading.read(buffer, 0, buffer.length));
            position = 0;
        }
    }
}
