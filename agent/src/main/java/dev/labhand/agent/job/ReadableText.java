package dev.labhand.agent.job;

import java.nio.charset.StandardCharsets;

/**
 * Output as text for reading, the same on every face: UTF-8, where what is not UTF-8, and what XML 1.0 §2.2 cannot carry, is
 * U+FFFD.
 */
public final class ReadableText {

    private static final char REPLACEMENT = '\uFFFD';

    private ReadableText() {}

    /**
     * The text.
     *
     * @param more whether the stream goes on after these bytes: a character cut off at the end is then left out
     */
    public static String of(byte[] bytes, boolean more) {
        int length = more ? wholeCharacters(bytes) : bytes.length;
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        int clean = 0;
        while (clean < text.length() && isXml(text.charAt(clean))) {
            clean++;
        }
        if (clean == text.length()) {
            return text;
        }
        StringBuilder replaced = new StringBuilder(text);
        for (int i = clean; i < replaced.length(); i++) {
            if (!isXml(replaced.charAt(i))) {
                replaced.setCharAt(i, REPLACEMENT);
            }
        }
        return replaced.toString();
    }

    /** Decoding leaves no lone surrogates, so that surrogates may pass. */
    private static boolean isXml(char c) {
        return c >= 0x20 ? c < 0xFFFE : c == '\t' || c == '\n' || c == '\r';
    }

    /** How many bytes are left when an unfinished UTF-8 sequence at the end is dropped. */
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= 3 && back <= bytes.length; back++) {
            int b = bytes[bytes.length - back] & 0xFF;
            if (b < 0x80) {
                return bytes.length;
            }
            if (b >= 0xC0) {
                int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return back < needed ? bytes.length - back : bytes.length;
            }
        }
        return bytes.length;
    }
}
