package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.AnyOf;
import dev.labhand.api.ValueType.ListOf;
import dev.labhand.api.ValueType.OneOf;
import dev.labhand.api.ValueType.Simple;
import dev.labhand.api.ValueType.StructOf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
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

    /** Converts an argument; messages call it by this name. */
    static Conversion of(Parameter parameter, String name, @Nullable Object given) {
        if (parameter.optional() && !parameter.kind().isRest() && isNothing(parameter, given)) {
            return new LeftOut();
        }
        try {
            return new Value(given == null ? null : converted(parameter.type(), given));
        } catch (Misfit e) {
            String kind = given instanceof String ? "" : " (" + PythonText.kind(given) + ")";
            String reason = e.getMessage() == null ? "." : ": " + e.getMessage();
            return new Impossible("ValueError: Argument '" + name + "' got value '"
                    + Printable.of(PythonText.of(given)) + "'" + kind + " that cannot be converted to "
                    + name(parameter.type()) + reason);
        }
    }

    private static boolean isNothing(Parameter parameter, @Nullable Object given) {
        boolean text = takesText(parameter.type());
        boolean nothingByDefault = parameter.defaultValue().isEmpty()
                || parameter.defaultValue().get().value() == null;
        return given == null
                || (given.equals("") && (nothingByDefault || !text))
                || (!text && nothingByDefault && given instanceof String word && word.equalsIgnoreCase("None"));
    }

    private static boolean takesText(ValueType type) {
        return type == Simple.STRING
                || type == Simple.ANY
                || (type instanceof AnyOf(List<ValueType> types)
                        && types.stream().anyMatch(Conversion::takesText));
    }

    private static @Nullable Object converted(ValueType type, Object given) throws Misfit {
        return switch (type) {
            case OneOf(List<String> words) -> word(words, given);
            case ListOf(ValueType item) -> items(item, given);
            case StructOf(ValueType member) -> members(member, given);
            case AnyOf(List<ValueType> types) -> anyOf(types, given);
            case Simple.ANY, Simple.BYTES -> given;
            case Simple.INT -> Numbers.integer(given);
            case Simple.NUMBER -> Numbers.number(given);
            case Simple.DOUBLE -> Numbers.decimal(given);
            case Simple.BOOLEAN -> bool(given);
            case Simple.STRING -> text(given);
            case Simple.SECONDS -> seconds(given);
            case Simple.DATE_TIME -> DateString.date(given);
            case Simple.LIST -> list(given);
            case Simple.STRUCT -> struct(given);
            case Simple.NOTHING -> nothing(given);
        };
    }

    /** What is of one of the types already stays; else the first type that it can be made of counts. */
    private static @Nullable Object anyOf(List<ValueType> types, Object given) throws Misfit {
        if (types.stream().anyMatch(type -> isOf(type, given))) {
            return given;
        }
        for (ValueType type : types) {
            try {
                return converted(type, given);
            } catch (Misfit e) {
                // The next one may fit.
            }
        }
        throw new Misfit();
    }

    private static boolean isOf(ValueType type, Object given) {
        return switch (type) {
            case Simple.ANY -> true;
            case Simple.INT -> given instanceof Long;
            case Simple.DOUBLE -> given instanceof Double;
            case Simple.NUMBER, Simple.SECONDS -> given instanceof Long || given instanceof Double;
            case Simple.BOOLEAN -> given instanceof Boolean;
            case Simple.STRING -> given instanceof String;
            case Simple.BYTES -> given instanceof byte[];
            case Simple.DATE_TIME -> given instanceof LocalDateTime || given instanceof Instant;
            case Simple.LIST -> given instanceof List;
            case Simple.STRUCT -> given instanceof Map;
            case OneOf(List<String> words) -> given instanceof String word && words.contains(word);
            case Simple.NOTHING -> false;
            case ListOf _, StructOf _, AnyOf _ -> false;
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
            case AnyOf(List<ValueType> types) ->
                types.stream().map(Conversion::name).distinct().collect(Collectors.joining(" or "));
            case Simple.INT -> "integer";
            case Simple.NUMBER -> "integer or float";
            case Simple.DOUBLE -> "float";
            case Simple.BOOLEAN -> "boolean";
            case Simple.STRING -> "string";
            case Simple.SECONDS -> "timedelta";
            case Simple.DATE_TIME -> "datetime";
            case Simple.LIST -> "list";
            case ListOf _ -> "list";
            case Simple.STRUCT -> "dictionary";
            case StructOf _ -> "dictionary";
            case Simple.NOTHING -> "None";
            case Simple.ANY, Simple.BYTES -> type.toString().toLowerCase(Locale.ROOT);
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

    private static Object items(ValueType type, Object given) throws Misfit {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object item : (List<?>) list(given)) {
            items.add(part(type, item));
        }
        return items;
    }

    private static Object members(ValueType type, Object given) throws Misfit {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : ((Map<?, ?>) struct(given)).entrySet()) {
            members.put(String.valueOf(member.getKey()), part(type, member.getValue()));
        }
        return members;
    }

    private static @Nullable Object part(ValueType type, @Nullable Object given) throws Misfit {
        if (given == null) {
            return type == Simple.STRING ? "None" : null;
        }
        return converted(type, given);
    }

    private static @Nullable Object nothing(Object given) throws Misfit {
        if (given instanceof String text && (text.isEmpty() || text.equalsIgnoreCase("None"))) {
            return null;
        }
        throw new Misfit();
    }

    private static Object is(Class<?> type, Object given) throws Misfit {
        if (!type.isInstance(given)) {
            throw new Misfit();
        }
        return given;
    }
}
