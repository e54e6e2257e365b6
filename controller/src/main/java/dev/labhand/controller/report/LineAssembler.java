package dev.labhand.controller.report;

import java.io.ByteArrayOutputStream;

/** Makes whole lines of bytes that come cut anywhere. */
final class LineAssembler {

    /** A longer line is told in pieces: memory stays bounded whatever a command writes. */
    static final int LONGEST_LINE = 64 << 10;

    /** Takes a line, without its line feed; a carriage return stays. */
    interface Line {
        void take(byte[] bytes, int offset, int length);
    }

    private final ByteArrayOutputStream partial = new ByteArrayOutputStream(0);

    void add(byte[] bytes, int offset, int length, Line line) {
        int start = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            boolean tooLong = partial.size() + i - start == LONGEST_LINE;
            if (bytes[i] == '\n' || tooLong) {
                tell(bytes, start, i, line);
                start = bytes[i] == '\n' ? i + 1 : i;
            }
        }
        partial.write(bytes, start, end - start);
    }

    private void tell(byte[] bytes, int start, int end, Line line) {
        if (partial.size() == 0) {
            line.take(bytes, start, end - start);
        } else {
            partial.write(bytes, start, end - start);
            end(line);
        }
    }

    /** Tells what came after the last line feed, if anything did. */
    void end(Line line) {
        if (partial.size() > 0) {
            byte[] rest = partial.toByteArray();
            partial.reset();
            line.take(rest, 0, rest.length);
        }
    }
}
