package dev.labhand.protocol;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed members out of a struct that came over the wire, or was kept. Each method throws an
 * {@link IllegalArgumentException} that names the member, if it is absent or of another type.
 */
public final class Structs {

    private Structs() {}

    public static String string(Map<String, @Nullable Object> struct, String name) {
        if (struct.get(name) instanceof String text) {
            return text;
        }
        throw wrong(struct, name, "a string");
    }

    public static long integer(Map<String, @Nullable Object> struct, String name) {
        if (struct.get(name) instanceof Long number) {
            return number;
        }
        throw wrong(struct, name, "an integer");
    }

    public static int smallInteger(Map<String, @Nullable Object> struct, String name) {
        long number = integer(struct, name);
        if (number != (int) number) {
            throw new IllegalArgumentException("member '" + name + "' is past 32 bits: " + number);
        }
        return (int) number;
    }

    public static boolean bool(Map<String, @Nullable Object> struct, String name) {
        if (struct.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(struct, name, "a boolean");
    }

    public static Map<String, @Nullable Object> struct(Map<String, @Nullable Object> struct, String name) {
        if (struct.get(name) instanceof Map<?, ?> members) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            members.forEach((key, value) -> copy.put(String.valueOf(key), value));
            return copy;
        }
        throw wrong(struct, name, "a struct");
    }

    /** A date as XML-RPC carries it, in UTC, or as ISO 8601 text, which is how JSON carries them. */
    public static Instant instant(Map<String, @Nullable Object> struct, String name) {
        try {
            return switch (struct.get(name)) {
                case Instant time -> time;
                case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
                case String text -> Instant.parse(text);
                case null, default -> throw wrong(struct, name, "a date");
            };
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("member '" + name + "' is no date: " + e.getMessage(), e);
        }
    }

    /** Bytes as XML-RPC carries them, or as text in base64, which is how JSON carries them. */
    public static byte[] bytes(Map<String, @Nullable Object> struct, String name) {
        return switch (struct.get(name)) {
            case byte[] bytes -> bytes;
            case String base64 -> decoded(base64, name);
            case null, default -> throw wrong(struct, name, "bytes");
        };
    }

    private static byte[] decoded(String base64, String name) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("member '" + name + "' is not base64: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException wrong(Map<String, @Nullable Object> struct, String name, String expected) {
        Object value = struct.get(name);
        return new IllegalArgumentException("member '" + name + "' should be " + expected + " but is "
                + (value == null ? "absent" : value.getClass().getSimpleName()));
    }
}
