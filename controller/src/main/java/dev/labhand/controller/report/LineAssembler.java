package dev.labhand.controller.report;

/**
 * Makes whole lines of bytes that come cut anywhere. What waits for its line feed is in memory up to 64 KiB and beyond that in
 * a temporary file, so a line may be as long as it likes.
 */
final class LineAssembler {

    private static final int IN_MEMORY = 64 << 10;

    /** The most bytes of a character in UTF-8 that may follow its first one. */
    private static final int CONTINUATIONS = 3;

    /** Takes a line. */
    interface Line {
        /**
         * Takes its bytes, without the line feed; a carriage return stays. They can be read during this call only.
         *
         * @param whole whether a line feed ended it; else what comes next belongs to the same line, or nothing comes
         */
        void take(Content content, boolean whole);
    }

    /** The bytes of a line. */
    interface Content {
        void transferTo(Spool.Sink sink);
    }

    /** What is not kept any longer than it is told. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(byte[] bytes, int offset, int length) implements Content {
        @Override
        public void transferTo(Spool.Sink sink) {
            sink.take(bytes, offset, length);
        }
    }

    private final long longest;
    private final SpoolFile file = new SpoolFile();
    private Spool partial = new Spool(file, IN_MEMORY);

    /** Lines of any length. */
    LineAssembler() {
        this(Long.MAX_VALUE);
    }

    /**
     * Lines that are told in pieces if they are longer than this.
     *
     * @param longest bytes; a piece has up to three more where it would else end within a character
     */
    LineAssembler(long longest) {
        this.longest = longest;
    }

    void add(byte[] bytes, int offset, int length, Line line) {
        int start = offset;
        int end = offset + length;
        int next = offset;
        while (next < end) {
            // While a line has room, all that counts is where it ends.
            int room = start + Math.clamp(longest - partial.size(), 0, end - start);
            while (next < room && bytes[next] != '\n') {
                next++;
            }
            if (next == end) {
                break;
            }
            if (bytes[next] == '\n') {
                tell(bytes, start, next - start, true, line);
                start = next + 1;
            } else if (isFull(partial.size() + next - start, bytes[next])) {
                tell(bytes, start, next - start, false, line);
                start = next;
            }
            next++;
        }
        partial.append(bytes, start, end - start);
    }

    /** Takes in the same, of lines of any length; whole lines that came together are told as one, with line feeds in it. */
    void addTogether(byte[] bytes, int offset, int length, Line line) {
        int end = offset + length;
        int start = offset;
        if (partial.size() > 0) {
            while (start < end && bytes[start] != '\n') {
                start++;
            }
            if (start == end) {
                partial.append(bytes, offset, length);
                return;
            }
            tell(bytes, offset, start - offset, true, line);
            start++;
        }
        int last = end - 1;
        while (last >= start && bytes[last] != '\n') {
            last--;
        }
        if (last >= start) {
            tell(bytes, start, last - start, true, line);
            start = last + 1;
        }
        partial.append(bytes, start, end - start);
    }

    private boolean isFull(long size, byte next) {
        boolean withinCharacter = (next & 0xc0) == 0x80;
        return size >= longest && (!withinCharacter || size - longest >= CONTINUATIONS);
    }

    private void tell(byte[] bytes, int offset, int length, boolean whole, Line line) {
        if (partial.size() == 0) {
            line.take(new Piece(bytes, offset, length), whole);
        } else {
            partial.append(bytes, offset, length);
            tellPartial(whole, line);
        }
    }

    private void tellPartial(boolean whole, Line line) {
        line.take(partial::transferTo, whole);
        partial = new Spool(file, IN_MEMORY);
        file.close();
    }

    /** Tells what came after the last line feed, if anything did. */
    void end(Line line) {
        if (partial.size() > 0) {
            tellPartial(false, line);
        }
    }
}
