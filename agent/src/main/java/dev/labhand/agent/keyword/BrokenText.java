package dev.labhand.agent.keyword;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds text that is none. JSON can escape half of a surrogate pair (RFC 8259 section 8.2), but no encoding can carry it: on
 * its way to a command it would become another character. (In a member's name the JSON parser refuses it.)
 */
final class BrokenText {

    private BrokenText() {}

    /** What is wrong with a wire value, as a sentence that begins with its name; null if nothing is. */
    static @Nullable String in(String name, @Nullable Object value) {
        return switch (value) {
            case String text -> inText(name, text);
            case List<?> list -> inList(name, list);
            case Map<?, ?> struct -> inStruct(name, struct);
            case null, default -> null;
        };
    }

    private static @Nullable String inText(String name, String text) {
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                return name + " is no Unicode text: at " + i + " it has half a character, "
                        + String.format("\\u%04x, alone", character);
            }
            i += Character.charCount(character);
        }
        return null;
    }

    private static @Nullable String inList(String name, List<?> list) {
        int place = 0;
        for (Object item : list) {
            String problem = in(name + "[" + place + "]", item);
            if (problem != null) {
                return problem;
            }
            place++;
        }
        return null;
    }

    private static @Nullable String inStruct(String name, Map<?, ?> struct) {
        for (Map.Entry<?, ?> member : struct.entrySet()) {
            String problem = in(name + "." + Printable.of(String.valueOf(member.getKey())), member.getValue());
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }
}
