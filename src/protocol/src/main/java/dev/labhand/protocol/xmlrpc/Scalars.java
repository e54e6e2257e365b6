package dev.labhand.protocol.xmlrpc;

import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the text of numbers, booleans, bytes and nil. */
final class Scalars {

    private Scalars() {}

    static Long integer(String type, String text) throws Refusal {
        String digits = trimmed(text);
        try {
            if (consistsOf("+-0123456789", digits)) {
                return Long.valueOf(digits);
            }
        } catch (NumberFormatException e) {
            // Falls through to the same refusal: empty, a sign out of place, or past 64 bits.
        }
        throw Refusal.unreadable(type, text, "an integer of at most 64 bits is expected");
    }

    static Boolean bool(String text) throws Refusal {
        return switch (trimmed(text)) {
            case "1" -> true;
            case "0" -> false;
            default -> throw Refusal.unreadable("boolean", text, "1 or 0 is expected");
        };
    }

    static Double decimal(String text) throws Refusal {
        String number = trimmed(text);
        try {
            // The check keeps out Java's own notations: 0x1p3, 1.5d.
            if (consistsOf("+-.0123456789eE", number)) {
                double value = Double.parseDouble(number);
                if (Double.isInfinite(value)) {
                    throw Refusal.unreadable("double", text, "it is out of the range of a double");
                }
                return value;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same refusal as other text.
        }
        return switch (number.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw Refusal.unreadable("double", text, "a decimal number is expected");
        };
    }

    /** RFC 4648 base64, broken into lines anywhere. */
    static byte[] bytes(String text) throws Refusal {
        StringBuilder compact = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!isSpace(text.charAt(i))) {
                compact.append(text.charAt(i));
            }
        }
        try {
            return Base64.getDecoder().decode(compact.toString());
        } catch (IllegalArgumentException e) {
            throw Refusal.unreadable("base64", text, "it is not base64");
        }
    }

    static @Nullable Object nil(String text) throws Refusal {
        if (!trimmed(text).isEmpty()) {
            throw Refusal.unreadable("nil", text, "it is empty");
        }
        return null;
    }

    /** The white space of XML 1.0 §2.3. */
    static boolean isSpace(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean consistsOf(String allowed, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (allowed.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
