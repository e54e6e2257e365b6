package dev.labhand.agent.keyword;

import dev.labhand.agent.keyword.ArgumentType.Reader;
import dev.labhand.agent.keyword.ArgumentType.Reading;
import dev.labhand.api.JobId;
import dev.labhand.api.Pty;
import dev.labhand.api.Sudo;
import dev.labhand.api.Target;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.OneOf;
import dev.labhand.api.ValueType.Simple;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Which Java types a keyword may use, and how wire values become values of them. */
final class JavaType {

    private JavaType() {}

    /**
     * How to read arguments for a Java type, after any {@link Optional} was taken off.
     *
     * @throws IllegalArgumentException if keywords cannot take it
     */
    static ArgumentType of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return ofGeneric(generic);
        }
        if (type instanceof Class<?> c && c.isEnum()) {
            return ofEnum(c);
        }
        if (type == long.class || type == Long.class) {
            return ArgumentType.INT;
        } else if (type == int.class || type == Integer.class) {
            return new ArgumentType(Simple.INT, "an integer", JavaType::readInt);
        } else if (type == Number.class) {
            return ArgumentType.NUMBER;
        } else if (type == double.class || type == Double.class) {
            return ArgumentType.DOUBLE;
        } else if (type == boolean.class || type == Boolean.class) {
            return ArgumentType.BOOLEAN;
        } else if (type == String.class) {
            return ArgumentType.STRING;
        } else if (type == byte[].class) {
            return ArgumentType.BYTES;
        } else if (type == Duration.class) {
            return ArgumentType.SECONDS;
        } else if (type == LocalDateTime.class) {
            return WireType.of(Simple.DATE_TIME)
                    .map(date -> date instanceof Instant time ? LocalDateTime.ofInstant(time, ZoneOffset.UTC) : date);
        } else if (type == Instant.class) {
            return WireType.of(Simple.DATE_TIME)
                    .map(date -> date instanceof LocalDateTime time ? time.toInstant(ZoneOffset.UTC) : date);
        } else if (type == Map.class) {
            return ArgumentType.STRUCT;
        } else if (type == List.class) {
            return ArgumentType.LIST;
        } else if (type == JobId.class) {
            return new ArgumentType(Simple.STRING, "a string", parsed(JobId::new));
        } else if (type == Target.class) {
            return new ArgumentType(Simple.STRING, "a string", parsed(Target::parse));
        } else if (type == Sudo.class) {
            return StructuredOptions.SUDO;
        } else if (type == Pty.class) {
            return StructuredOptions.PTY;
        } else if (type == Object.class) {
            return ArgumentType.ANY;
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
        } else if (type instanceof Class<?> c && Map.class.isAssignableFrom(c)) {
            return Simple.STRUCT;
        } else if (type instanceof Class<?> c && Collection.class.isAssignableFrom(c)) {
            return Simple.LIST;
        }
        return of(type).type();
    }

    private static ArgumentType ofGeneric(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            return of(anyIfWild(arguments[1])).struct();
        }
        if (type.getRawType() == List.class) {
            return of(anyIfWild(arguments[0])).list();
        }
        throw new IllegalArgumentException("its type " + type.getTypeName() + " is none that keywords can take");
    }

    private static Type anyIfWild(Type type) {
        return type instanceof WildcardType ? Object.class : type;
    }

    private static ArgumentType ofEnum(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(WireValues.word((Enum<?>) constant), constant);
        }
        return WireType.of(new OneOf(List.copyOf(constants.keySet())))
                .map(word -> Objects.requireNonNull(constants.get(word)));
    }

    private static Reader parsed(Function<String, Object> parser) {
        return value -> {
            if (!(value instanceof String text)) {
                return ArgumentType.WRONG;
            }
            try {
                return ArgumentType.is(parser.apply(text));
            } catch (IllegalArgumentException e) {
                return new Reading.Unparsable(String.valueOf(e.getMessage()));
            }
        };
    }

    private static Reading readInt(Object value) {
        if (!(value instanceof Long number)) {
            return ArgumentType.WRONG;
        }
        return number.intValue() == number
                ? ArgumentType.is(number.intValue())
                : new Reading.Senseless(" should be an integer of 32 bits, not " + number);
    }
}
