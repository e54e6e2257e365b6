package dev.labhand.protocol.xmlrpc;

import java.util.Arrays;

/** An XML document in the making, in UTF-8. */
final class XmlOutput {

    private static final char REPLACEMENT = '\uFFFD';
    private static final int CHUNK = 128;

    /** A carriage return's; a pair of surrogates, which may reach beyond a chunk, takes less. */
    private static final int MOST_BYTES_PER_CHARACTER = 5;

    private byte[] bytes = new byte[1024];
    private int length;

    /** Adds ASCII that is markup, or needs no escaping. */
    XmlOutput raw(String ascii) {
        int count = ascii.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += count;
        return this;
    }

    XmlOutput raw(byte[] ascii) {
        ensure(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    /** Adds text, escaped; what XML 1.0 §2.2 has no place for becomes U+FFFD. */
    XmlOutput text(String text) {
        for (int from = 0; from < text.length(); ) {
            from = chunk(text, from, Math.min(text.length(), from + CHUNK));
        }
        return this;
    }

    /** Makes room once for many characters; returns where to go on. */
    private int chunk(String text, int from, int to) {
        ensure(CHUNK * MOST_BYTES_PER_CHARACTER);
        int i = from;
        while (i < to) {
            char c = text.charAt(i++);
            if (c >= 0x80) {
                if (Character.isHighSurrogate(c) && i < text.length() && Character.isLowSurrogate(text.charAt(i))) {
                    fourBytes(Character.toCodePoint(c, text.charAt(i++)));
                } else {
                    beyondAscii(c);
                }
            } else if (isPlain(c)) {
                bytes[length++] = (byte) c;
            } else {
                escape(c);
            }
        }
        return i;
    }

    private static boolean isPlain(char c) {
        return (c >= ' ' && c != '<' && c != '>' && c != '&') || c == '\n' || c == '\t';
    }

    private void escape(char c) {
        switch (c) {
            case '<' -> raw("&lt;");
            case '>' -> raw("&gt;");
            case '&' -> raw("&amp;");
            case '\r' -> raw("&#13;");
            default -> threeBytes(REPLACEMENT);
        }
    }

    private void beyondAscii(char c) {
        if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | (c >> 6));
            bytes[length++] = (byte) (0x80 | (c & 0x3F));
        } else {
            threeBytes(Character.isSurrogate(c) || c >= 0xFFFE ? REPLACEMENT : c);
        }
    }

    private void threeBytes(char c) {
        bytes[length++] = (byte) (0xE0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }

    private void fourBytes(int point) {
        bytes[length++] = (byte) (0xF0 | (point >> 18));
        bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (point & 0x3F));
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void ensure(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(length, count)));
        }
    }
}
