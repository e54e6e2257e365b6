package dev.labhand.agent.keyword;

/** Makes text from the wire fit for a log line or an error message. */
public final class Printable {

    private static final int USUAL_LENGTH = 100;

    private Printable() {}

    /** At most 100 characters, each printable: see {@link #of(String, int)}. */
    public static String of(String text) {
        return of(text, USUAL_LENGTH);
    }

    /**
     * The same text if it is short and printable; else with {@code ?} for control characters, invisible ones and lone
     * surrogates, and an ellipsis for what is too long.
     */
    public static String of(String text, int maxLength) {
        if (isPlain(text, maxLength)) {
            return text;
        }
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (clean.length() >= maxLength) {
                return clean.append('…').toString();
            }
            clean.appendCodePoint(isPrintable(character) ? character : '?');
            i += Character.charCount(character);
        }
        return clean.toString();
    }

    private static boolean isPlain(String text, int maxLength) {
        if (text.length() > maxLength) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
