package dev.labhand.controller.report;

import dev.labhand.controller.inventory.Node;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** The lines of one node, written at one end and taken at the other. */
final class NodeLines {

    private final Node node;
    private final LineAssembler assembler = new LineAssembler();
    private final Spool spool;
    private final Spool.Reading reading;
    private byte[] buffer = new byte[0];
    private int filled;
    private int position;
    private long waiting;
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
        assembler.add(bytes, 0, bytes.length, this::keep);
    }

    /** No more lines come. */
    void end() {
        assembler.end(this::keep);
        ended = true;
    }

    private void keep(byte[] bytes, int offset, int length) {
        byte[] line = Arrays.copyOfRange(bytes, offset, offset + length + 1);
        line[length] = '\n';
        spool.append(line);
        waiting++;
    }

    /** Whether {@link #next} has a final answer. */
    boolean ready() {
        return waiting > 0 || ended;
    }

    /** Takes a line, with its line feed; empty if there is none. */
    Optional<byte[]> next() {
        if (waiting == 0) {
            return Optional.empty();
        }
        waiting--;
        var line = new ByteArrayOutputStream();
        while (true) {
            if (position == filled) {
                buffer = buffer.length > 0 ? buffer : new byte[4096];
                filled = Math.max(0, reading.read(buffer, 0, buffer.length));
                position = 0;
            }
            int start = position;
            while (position < filled && buffer[position] != '\n') {
                position++;
            }
            boolean whole = position < filled;
            if (whole) {
                position++;
            }
            line.write(buffer, start, position - start);
            if (whole) {
                return Optional.of(line.toByteArray());
            }
        }
    }
}
