package dev.labhand.agent.keyword;

import dev.labhand.api.JobId;
import dev.labhand.api.Target;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.OneOf;
import dev.labhand.api.ValueType.Simple;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Java type that a keyword may use for a parameter: its type on the wire, and how a wire value becomes a Java value. Nothing
 * is converted but what the type promises: a boolean is no integer, an integer is a valid double.
 */
record JavaType(ValueType type, String expected, Reader reader) {

    /** More would not fit into 64 bits of nanoseconds; it is 31 years. */
    private static final double MAX_SECONDS = 1e9;

    /** Reads a wire value other than null. */
    @FunctionalInterface
    interface Reader {
        Reading read(Object value);
    }

    /** A Java value, or why there is none. */
    sealed interface Reading {
        record Value(Object value) implements Reading {}

        /** It is of another type than expected. */
        record WrongType() implements Reading {}

        /** It is of the right type and makes no sense: a text that goes on right after the parameter's name. */
        record Senseless(String why) implements Reading {}

        /** The same: a sentence of its own. */
        record Unparsable(String sentence) implements Reading {}
    }

    private static final Reading WRONG = new Reading.WrongType();

    /**
     * The type for a Java type, after any {@link java.util.Optional} was taken off.
     *
     * @throws IllegalArgumentException if keywords cannot take it
     */
    static JavaType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            return ofEnum(c);
        }
        if (type == long.class || type == Long.class) {
            return new JavaType(Simple.INT, "an integer", exactly(Long.class));
        } else if (type == int.class || type == Integer.class) {
            return new JavaType(Simple.INT, "an integer", JavaType::readInt);
        } else if (type == Number.class) {
            return new JavaType(
                    Simple.NUMBER,
                    "a number",
                    value -> value instanceof Long || value instanceof Double ? is(value) : WRONG);
        } else if (type == double.class || type == Double.class) {
            return new JavaType(Simple.DOUBLE, "a number", JavaType::readDouble);
        } else if (type == boolean.class || type == Boolean.class) {
            return new JavaType(Simple.BOOLEAN, "a boolean", exactly(Boolean.class));
        } else if (type == String.class) {
            return new JavaType(Simple.STRING, "a string", exactly(String.class));
        } else if (type == byte[].class) {
            return new JavaType(Simple.BYTES, "bytes or a string", JavaType::readBytes);
        } else if (type == Duration.class) {
            return new JavaType(Simple.SECONDS, "a number of seconds", JavaType::readSeconds);
        } else if (type == Map.class) {
            return new JavaType(Simple.STRUCT, "a struct", exactly(Map.class));
        } else if (type == List.class) {
            return new JavaType(Simple.LIST, "an array", exactly(List.class));
        } else if (type == JobId.class) {
            return new JavaType(Simple.STRING, "a string", parsed(JobId::new));
        } else if (type == Target.class) {
            return new JavaType(Simple.STRING, "a string", parsed(Target::parse));
        } else if (type == Object.class) {
            return new JavaType(Simple.ANY, "a value", JavaType::is);
        }
        throw new IllegalArgumentException("its type " + type.getTypeName() + " is none that keywords can take");
    }

    /** The type on the wire of what a method returns. */
    static ValueType ofResult(Type type) {
        if (type instanceof ParameterizedType generic) {
            boolean wrapped = generic.getRawType() == Optional.class;
            return ofResult(wrapped ? generic.getActualTypeArguments()[0] : generic.getRawType());
        }
        if (type == void.class || type == Void.class) {
            return Simple.NOTHING;
        } else if (type == Instant.class || type == LocalDateTime.class) {
            return Simple.DATE_TIME;
        } else if (type instanceof Class<?> c && Map.class.isAssignableFrom(c)) {
            return Simple.STRUCT;
        } else if (type instanceof Class<?> c && Collection.class.isAssignableFrom(c)) {
            return Simple.LIST;
        }
        return of(type).type();
    }

    private static JavaType ofGeneric(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            return arguments[1] == String.class
                    ? new JavaType(Simple.STRING_STRUCT, "a struct of strings", JavaType::readStrings)
                    : new JavaType(Simple.STRUCT, "a struct", exactly(Map.class));
        }
        if (type.getRawType() == List.class) {
            JavaType element = of(arguments[0] instanceof WildcardType ? Object.class : arguments[0]);
            return new JavaType(Simple.LIST, "an array", value -> element.readAll(value));
        }
        throw new IllegalArgumentException("its type " + type.getTypeName() + " is none that keywords can take");
    }

    private static JavaType ofEnum(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(WireValues.word((Enum<?>) constant), constant);
        }
        List<String> words = List.copyOf(constants.keySet());
        String expected = "one of " + String.join(", ", words);
        return new JavaType(new OneOf(words), expected, value -> {
            if (!(value instanceof String word)) {
                return WRONG;
            }
            Object constant = constants.get(word);
            return constant != null
                    ? is(constant)
                    : new Reading.Senseless(" should be " + expected + ", not '" + Printable.of(word) + "'");
        });
    }

    private static Reading is(Object value) {
        return new Reading.Value(value);
    }

    private static Reader exactly(Class<?> type) {
        return value -> type.isInstance(value) ? is(value) : WRONG;
    }

    private static Reader parsed(Function<String, Object> parser) {
        return value -> {
            if (!(value instanceof String text)) {
                return WRONG;
            }
            try {
                return is(parser.apply(text));
            } catch (IllegalArgumentException e) {
                return new Reading.Unparsable(String.valueOf(e.getMessage()));
            }
        };
    }

    private static Reading readInt(Object value) {
        if (!(value instanceof Long number)) {
            return WRONG;
        }
        return number.intValue() == number
                ? is(number.intValue())
                : new Reading.Senseless(" should be an integer of 32 bits, not " + number);
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

    private static Reading readStrings(Object value) {
        if (!(value instanceof Map<?, ?> struct)) {
            return WRONG;
        }
        for (Map.Entry<?, ?> member : struct.entrySet()) {
            if (!(member.getValue() instanceof String)) {
                return new Reading.Senseless("." + Printable.of(String.valueOf(member.getKey()))
                        + " should be a string, not " + WireValues.kind(member.getValue()));
            }
        }
        return is(struct);
    }

    private Reading readAll(Object value) {
        if (!(value instanceof List<?> list)) {
            return WRONG;
        }
        List<@Nullable Object> items = new ArrayList<>(list.size());
        for (Object item : list) {
            if (item == null && type == Simple.ANY) {
                items.add(null);
                continue;
            }
            String place = "[" + items.size() + "]";
            switch (item == null ? WRONG : reader.read(item)) {
                case Reading.Value(Object read) -> items.add(read);
                case Reading.WrongType() -> {
                    return new Reading.Senseless(place + " should be " + expected + ", not " + WireValues.kind(item));
                }
                case Reading.Senseless(String why) -> {
                    return new Reading.Senseless(place + why);
                }
                case Reading.Unparsable unparsable -> {
                    return unparsable;
                }
            }
        }
        return is(items);
    }
}
