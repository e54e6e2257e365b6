package dev.labhand.agent.plugin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Cuts what a process writes into lines of UTF-8. For one thread at a time. */
final class Lines {

    /** Takes the lines, without their ends. */
    interface Sink {

        void line(String line);

        /** More than is allowed has come; nothing follows until a restart. Tells what there is too much of. */
        void tooMuch(String what);
    }

    private final int maxLine;
    private final boolean cutting;
    private final long maxTotal;
    private final Sink sink;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private long total;
    private boolean deaf;

    private Lines(int maxLine, boolean cutting, long maxTotal, Sink sink) {
        this.maxLine = maxLine;
        this.cutting = cutting;
        this.maxTotal = maxTotal;
        this.sink = sink;
    }

    /** A longer line is too much. */
    static Lines whole(int maxLine, long maxTotal, Sink sink) {
        return new Lines(maxLine, false, maxTotal, sink);
    }

    /** A longer line comes in pieces of whole characters. */
    static Lines cut(int maxLine, long maxTotal, Sink sink) {
        return new Lines(maxLine, true, maxTotal, sink);
    }

    void feed(byte[] bytes, int length) {
        total += length;
        if (total > maxTotal) {
            refuse("more than " + maxTotal + " bytes");
        }
        int begin = 0;
        for (int i = 0; i < length && !deaf; i++) {
            if (bytes[i] == '\n') {
                add(bytes, begin, i);
                emit();
                begin = i + 1;
            }
        }
        add(bytes, begin, length);
    }

    /** Nothing follows: a line without an end counts. */
    void end() {
        if (partial.size() > 0 && !deaf) {
            emit();
        }
    }

    /** Counts anew. */
    void restart() {
        total = 0;
        deaf = false;
    }

    private void add(byte[] bytes, int from, int to) {
        int begin = from;
        while (!deaf && partial.size() + to - begin > maxLine) {
            if (!cutting) {
                refuse("a line of more than " + maxLine + " bytes");
                return;
            }
            int room = maxLine - partial.size();
            partial.write(bytes, begin, room);
            begin += room;
            emitPiece();
        }
        if (!deaf) {
            partial.write(bytes, begin, to - begin);
        }
    }

    private void emit() {
        String line = partial.toString(StandardCharsets.UTF_8);
        partial.reset();
        if (!deaf) {
            sink.line(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
    }

    /** What is there of the last character waits for the rest of it. */
    private void emitPiece() {
        byte[] bytes = partial.toByteArray();
        int end = wholeCharacters(bytes);
        partial.reset();
        sink.line(new String(bytes, 0, end, StandardCharsets.UTF_8));
        partial.write(bytes, end, bytes.length - end);
    }

    /** Where the last character begins that is cut off, by the first bits of its first byte (RFC 3629); else the end. */
    private static int wholeCharacters(byte[] bytes) {
        for (int i = bytes.length - 1; i > 0 && i >= bytes.length - 3; i--) {
            int first = bytes[i] & 0xFF;
            if (first < 0x80 || first >= 0xC0) {
                int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
                return i + length > bytes.length ? i : bytes.length;
            }
        }
        return bytes.length;
    }

    private void refuse(String what) {
        if (!deaf) {
            deaf = true;
            partial.reset();
            sink.tooMuch(what);
        }
    }
}
