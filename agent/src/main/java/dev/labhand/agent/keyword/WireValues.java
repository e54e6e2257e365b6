package dev.labhand.agent.keyword;

import dev.labhand.api.JobId;
import dev.labhand.api.Target;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns Java values into the wire values of {@link dev.labhand.api}, and names them for error messages. */
final class WireValues {

    private WireValues() {}

    /**
     * The wire value that stands for a Java value: enums become lower-case words, durations seconds, absent optionals null.
     *
     * @throws IllegalArgumentException if none does
     */
    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean b -> b;
            case Long n -> n;
            case Double n -> n;
            case String s -> s;
            case byte[] bytes -> bytes;
            case BigInteger n -> n;
            case Instant time -> time;
            case LocalDateTime time -> time;
            case Map<?, ?> map -> struct(map);
            case Collection<?> items -> list(items);
            case Integer n -> n.longValue();
            case Short n -> n.longValue();
            case Byte n -> n.longValue();
            case Float n -> n.doubleValue();
            case Optional<?> optional -> of(optional.orElse(null));
            case Enum<?> word -> word(word);
            case Duration time -> time.toNanos() / 1e9;
            case JobId id -> id.value();
            case Target target -> target.toString();
            default ->
                throw new IllegalArgumentException(
                        "a " + value.getClass().getName() + " cannot be returned: no face can carry it");
        };
    }

    /** The word that stands for an enum's constant. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** What a wire value is, for a reader: {@code a boolean}. */
    static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Boolean _ -> "a boolean";
            case Long _ -> "an integer";
            case BigInteger _ -> "an integer of more than 64 bits";
            case Double _ -> "a double";
            case String _ -> "a string";
            case byte[] _ -> "bytes";
            case Instant _, LocalDateTime _ -> "a date";
            case List<?> _ -> "an array";
            case Map<?, ?> _ -> "a struct";
            default -> "a " + value.getClass().getSimpleName();
        };
    }

    private static Map<String, @Nullable Object> struct(Map<?, ?> map) {
        Map<String, @Nullable Object> struct = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((name, member) -> struct.put(String.valueOf(name), of(member)));
        return struct;
    }

    private static List<@Nullable Object> list(Collection<?> items) {
        List<@Nullable Object> list = new ArrayList<>(items.size());
        items.forEach(item -> list.add(of(item)));
        return list;
    }
}
