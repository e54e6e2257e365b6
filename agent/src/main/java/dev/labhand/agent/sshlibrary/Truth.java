package dev.labhand.agent.sshlibrary;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values that stand for yes or no, by Robot Framework's rule: some words mean no, any other text means yes. */
final class Truth {

    private static final Set<String> NO = Set.of("", "false", "no", "off", "0", "none");

    private Truth() {}

    static boolean of(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String word -> !NO.contains(word.toLowerCase(Locale.ROOT));
            default -> true;
        };
    }

    /** As Python writes it. */
    static String text(Object value) {
        return value instanceof Boolean flag ? (flag ? "True" : "False") : String.valueOf(value);
    }
}
