package dev.labhand.controller.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads structs and lists out of wire values. */
public final class Structs {

    private Structs() {}

    /**
     * The value as a struct.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Map<String, @Nullable Object> of(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException("a struct was expected");
        }
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        members.forEach((name, member) -> struct.put(String.valueOf(name), member));
        return struct;
    }

    /** The structs of a list; empty if the value is no list. */
    static List<Map<String, @Nullable Object>> listOf(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(Structs::of).toList()
                : List.of();
    }
}
