package dev.labhand.protocol;

import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads typed members out of a struct that came over the wire. */
final class Structs {

    private Structs() {}

    static String string(Map<String, @Nullable Object> struct, String name) {
        if (struct.get(name) instanceof String text) {
            return text;
        }
        throw wrong(struct, name, "a string");
    }

    static long integer(Map<String, @Nullable Object> struct, String name) {
        if (struct.get(name) instanceof Long number) {
            return number;
        }
        throw wrong(struct, name, "an integer");
    }

    static int smallInteger(Map<String, @Nullable Object> struct, String name) {
        long number = integer(struct, name);
        if (number != (int) number) {
            throw new IllegalArgumentException("member '" + name + "' is past 32 bits: " + number);
        }
        return (int) number;
    }

    static boolean bool(Map<String, @Nullable Object> struct, String name) {
        if (struct.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(struct, name, "a boolean");
    }

    /** Bytes as XML-RPC carries them, or as text in base64, which is how JSON carries them. */
    static byte[] bytes(Map<String, @Nullable Object> struct, String name) {
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
