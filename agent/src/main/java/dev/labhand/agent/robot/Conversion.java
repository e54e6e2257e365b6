package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.OneOf;
import dev.labhand.api.ValueType.Simple;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes what Robot Framework sent a value of the parameter's type, by the rules of Robot's own conversion (User Guide,
 * "Supported conversions"). What a type cannot be made of is refused in Robot's words.
 *
 * <p>Robot's client turns {@code None} into an empty string, so that an empty string leaves out an argument whose default is
 * nothing.
 */
sealed interface Conversion {

    /** A wire value of the type. */
    record Value(@Nullable Object value) implements Conversion {}

    /** As if the argument had not been given. */
    record LeftOut() implements Conversion {}

    /** A sentence. */
    record Impossible(String why) implements Conversion {}

    /** Converts one argument. */
    static Conversion of(Parameter parameter, @Nullable Object given) {
        if (parameter.optional() && isNothing(parameter, given)) {
            return new LeftOut();
        }
        try {
            return new Value(given == null ? null : converted(parameter.type(), given));
        } catch (Misfit e) {
            String kind = given instanceof String ? "" : " (" + PythonText.kind(given) + ")";
            String reason = e.getMessage() == null ? "." : ": " + e.getMessage();
            return new Impossible("ValueError: Argument '" + parameter.name() + "' got value '"
                    + Printable.of(PythonText.of(given)) + "'" + kind + " that cannot be converted to "
                    + name(parameter.type()) + reason);
        }
    }

    private static boolean isNothing(Parameter parameter, @Nullable Object given) {
        boolean text = parameter.type() == Simple.STRING;
        boolean nothingByDefault = parameter.defaultValue().isEmpty();
        return given == null
                || (given.equals("") && (nothingByDefault || !text))
                || (!text && nothingByDefault && given instanceof String word && word.equalsIgnoreCase("None"));
    }

    private static Object converted(ValueType type, Object given) throws Misfit {
        return switch (type) {
            case OneOf(List<String> words) -> word(words, given);
            case Simple.ANY, Simple.BYTES, Simple.DATE_TIME, Simple.NOTHING -> given;
            case Simple.INT -> Numbers.integer(given);
            case Simple.NUMBER -> Numbers.number(given);
            case Simple.DOUBLE -> Numbers.decimal(given);
            case Simple.BOOLEAN -> bool(given);
            case Simple.STRING -> text(given);
            case Simple.SECONDS -> seconds(given);
            case Simple.LIST -> list(given);
            case Simple.STRUCT -> struct(given);
            case Simple.STRING_STRUCT -> strings(given);
        };
    }

    /** What Robot calls a type in its messages. */
    private static String name(ValueType type) {
        return switch (type) {
            case OneOf(List<String> words) -> {
                String all = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
                int last = all.lastIndexOf(", ");
                yield last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
            }
            case Simple.INT -> "integer";
            case Simple.NUMBER -> "integer or float";
            case Simple.DOUBLE -> "float";
            case Simple.BOOLEAN -> "boolean";
            case Simple.STRING -> "string";
            case Simple.SECONDS -> "timedelta";
            case Simple.LIST -> "list";
            case Simple.STRUCT, Simple.STRING_STRUCT -> "dictionary";
            case Simple.ANY, Simple.BYTES, Simple.DATE_TIME, Simple.NOTHING ->
                type.toString().toLowerCase(Locale.ROOT);
        };
    }

    private static Object word(List<String> words, Object given) throws Misfit {
        if (given instanceof String text) {
            for (String word : words) {
                if (plain(word).equals(plain(text))) {
                    return word;
                }
            }
        }
        throw new Misfit();
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }

    private static Object bool(Object given) throws Misfit {
        return switch (given) {
            case Boolean flag -> flag;
            case Long number when number == 0 || number == 1 -> number == 1;
            case String word ->
                switch (word.strip().toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on", "1" -> true;
                    case "false", "no", "off", "0", "none", "" -> false;
                    default -> throw new Misfit();
                };
            default -> throw new Misfit();
        };
    }

    /** Robot sends text with control characters as the bytes of Latin-1. */
    private static String text(Object given) throws Misfit {
        return switch (given) {
            case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
            case List<?> _, Map<?, ?> _ -> throw new Misfit();
            default -> PythonText.of(given);
        };
    }

    private static Object seconds(Object given) throws Misfit {
        if (!(given instanceof String text)) {
            return Numbers.number(given);
        }
        OptionalDouble seconds = TimeString.seconds(text);
        if (seconds.isEmpty()) {
            throw new Misfit("Invalid time string '" + Printable.of(text) + "'.");
        }
        return seconds.getAsDouble();
    }

    private static Object list(Object given) throws Misfit {
        return given instanceof String text && PythonLiteral.read(text) instanceof List<?> items
                ? items
                : is(List.class, given);
    }

    private static Object struct(Object given) throws Misfit {
        return given instanceof String text && PythonLiteral.read(text) instanceof Map<?, ?> members
                ? members
                : is(Map.class, given);
    }

    private static Object strings(Object given) throws Misfit {
        Map<String, Object> strings = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : ((Map<?, ?>) struct(given)).entrySet()) {
            Object value = member.getValue();
            strings.put(String.valueOf(member.getKey()), value == null ? "None" : text(value));
        }
        return strings;
    }

    private static Object is(Class<?> type, Object given) throws Misfit {
        if (!type.isInstance(given)) {
            throw new Misfit();
        }
        return given;
    }
}
