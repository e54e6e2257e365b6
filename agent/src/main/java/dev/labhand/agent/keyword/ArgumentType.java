package dev.labhand.agent.keyword;

import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.ListOf;
import dev.labhand.api.ValueType.Simple;
import dev.labhand.api.ValueType.StructOf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a keyword reads arguments of one type: the type on the wire, what messages call it, and what becomes of a wire value.
 * Nothing is converted but what the type promises: a boolean is no integer, an integer is a valid double.
 */
record ArgumentType(ValueType type, String expected, Reader reader) {

    /** More would not fit into 64 bits of nanoseconds; it is 31 years. */
    private static final double MAX_SECONDS = 1e9;

    /** Reads a wire value other than null. */
    @FunctionalInterface
    interface Reader {
        Reading read(Object value);
    }

    /** The keyword's value, or why there is none. */
    sealed interface Reading {
        record Value(Object value) implements Reading {}

        /** It is of another type than expected. */
        record WrongType() implements Reading {}

        /** It is of the right type and makes no sense: a text that goes on right after the parameter's name. */
        record Senseless(String why) implements Reading {}

        /** The same: a sentence of its own. */
        record Unparsable(String sentence) implements Reading {}
    }

    /** Stands for null among what was read. */
    private static final Object NULL = new Object();

    static final Reading WRONG = new Reading.WrongType();

    static final ArgumentType ANY = new ArgumentType(Simple.ANY, "a value", ArgumentType::is);
    static final ArgumentType INT = new ArgumentType(Simple.INT, "an integer", exactly(Long.class));
    static final ArgumentType NUMBER = new ArgumentType(
            Simple.NUMBER, "a number", value -> value instanceof Long || value instanceof Double ? is(value) : WRONG);
    static final ArgumentType DOUBLE = new ArgumentType(Simple.DOUBLE, "a number", ArgumentType::readDouble);
    static final ArgumentType BOOLEAN = new ArgumentType(Simple.BOOLEAN, "a boolean", exactly(Boolean.class));
    static final ArgumentType STRING = new ArgumentType(Simple.STRING, "a string", exactly(String.class));
    static final ArgumentType BYTES = new ArgumentType(Simple.BYTES, "bytes or a string", ArgumentType::readBytes);
    static final ArgumentType SECONDS =
            new ArgumentType(Simple.SECONDS, "a number of seconds", ArgumentType::readSeconds);
    static final ArgumentType LIST = new ArgumentType(Simple.LIST, "an array", exactly(List.class));
    static final ArgumentType STRUCT = new ArgumentType(Simple.STRUCT, "a struct", exactly(Map.class));

    /** A list of these. */
    ArgumentType list() {
        return type == Simple.ANY ? LIST : new ArgumentType(new ListOf(type), "an array", this::readItems);
    }

    /** A struct of these. */
    ArgumentType struct() {
        String expected = type == Simple.STRING ? "a struct of strings" : "a struct";
        return type == Simple.ANY ? STRUCT : new ArgumentType(new StructOf(type), expected, this::readMembers);
    }

    /** The same, with what becomes of a value that was read. */
    ArgumentType map(UnaryOperator<Object> further) {
        return new ArgumentType(type, expected, value -> switch (reader.read(value)) {
            case Reading.Value(Object read) -> is(further.apply(read));
            case Reading problem -> problem;
        });
    }

    static Reading is(Object value) {
        return new Reading.Value(value);
    }

    static Reader exactly(Class<?> type) {
        return value -> type.isInstance(value) ? is(value) : WRONG;
    }

    private static Reading readDouble(Object value) {
        return switch (value) {
            case Double number -> is(number);
            case Long number -> is(number.doubleValue());
            default -> WRONG;
        };
    }

    private static Reading readSeconds(Object value) {
        double seconds;
        if (value instanceof Long number) {
            seconds = number;
        } else if (value instanceof Double number) {
            seconds = number;
        } else {
            return WRONG;
        }
        // Written so that NaN is refused, too.
        if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
            return new Reading.Senseless(" should be from 0 to 1000000000 seconds, not " + value);
        }
        return is(Duration.ofNanos(Math.round(seconds * 1e9)));
    }

    private static Reading readBytes(Object value) {
        return switch (value) {
            case byte[] bytes -> is(bytes);
            case String text -> is(text.getBytes(StandardCharsets.UTF_8));
            case Map<?, ?> struct
            when struct.size() == 1 && struct.get("base64") instanceof String base64 -> {
                try {
                    yield is(Base64.getDecoder().decode(base64));
                } catch (IllegalArgumentException e) {
                    yield new Reading.Senseless(".base64 is no base64: " + e.getMessage());
                }
            }
            default -> WRONG;
        };
    }

    private Reading readItems(Object value) {
        if (!(value instanceof List<?> list)) {
            return WRONG;
        }
        List<@Nullable Object> items = new ArrayList<>(list.size());
        for (Object item : list) {
            switch (readPart("[" + items.size() + "]", item)) {
                case Reading.Value(Object read) -> items.add(read == NULL ? null : read);
                case Reading problem -> {
                    return problem;
                }
            }
        }
        return is(items);
    }

    private Reading readMembers(Object value) {
        if (!(value instanceof Map<?, ?> struct)) {
            return WRONG;
        }
        Map<String, @Nullable Object> members = LinkedHashMap.newLinkedHashMap(struct.size());
        for (Map.Entry<?, ?> member : struct.entrySet()) {
            String name = String.valueOf(member.getKey());
            switch (readPart("." + Printable.of(name), member.getValue())) {
                case Reading.Value(Object read) -> members.put(name, read == NULL ? null : read);
                case Reading problem -> {
                    return problem;
                }
            }
        }
        return is(members);
    }

    private Reading readPart(String place, @Nullable Object part) {
        if (part == null && type.takesNull()) {
            return is(NULL);
        }
        return switch (part == null ? WRONG : reader.read(part)) {
            case Reading.WrongType() ->
                new Reading.Senseless(place + " should be " + expected + ", not " + WireValues.kind(part));
            case Reading.Senseless(String why) -> new Reading.Senseless(place + why);
            case Reading other -> other;
        };
    }
}
