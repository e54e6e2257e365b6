package dev.labhand.agent.robot;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Wire values as Robot Framework's users know them: the text and the names that Python has for them. */
final class PythonText {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private PythonText() {}

    /** What {@code str()} makes of a value; bytes as Latin-1. */
    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case String text -> text;
            case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
            case Boolean flag -> flag ? "True" : "False";
            case Double number -> decimal(number);
            case LocalDateTime date -> DATE.format(date);
            case Instant instant -> DATE.format(instant.atOffset(ZoneOffset.UTC));
            case List<?> items -> items.stream().map(PythonText::quoted).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> members ->
                members.entrySet().stream()
                        .map(member -> quoted(member.getKey()) + ": " + quoted(member.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    /** What Robot calls a value in its messages. */
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean _ -> "boolean";
            case Long _, BigInteger _ -> "integer";
            case Double _ -> "float";
            case byte[] _ -> "bytes";
            case List<?> _ -> "list";
            case Map<?, ?> _ -> "dictionary";
            case LocalDateTime _, Instant _ -> "datetime";
            default -> "string";
        };
    }

    private static String quoted(@Nullable Object value) {
        return switch (value) {
            case String text -> "'" + text + "'";
            case byte[] bytes -> "b'" + of(bytes) + "'";
            case null, default -> of(value);
        };
    }

    private static String decimal(double number) {
        if (Double.isNaN(number)) {
            return "nan";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        return Double.toString(number);
    }
}
