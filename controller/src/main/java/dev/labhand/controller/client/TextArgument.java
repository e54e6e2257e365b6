package dev.labhand.controller.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a call as a person wrote it; it becomes a value of the type that the keyword's parameter wants. One is
 * shared by the calls of all targets, and read once.
 */
public final class TextArgument {

    private final String text;
    private final Untyped untyped;

    /** What a text is when nobody says its type: its JSON value, or itself. */
    record Untyped(boolean json, @Nullable Object value) {}

    public TextArgument(String text) {
        this.text = text;
        this.untyped = read(text);
    }

    String text() {
        return text;
    }

    Untyped untyped() {
        return untyped;
    }

    /** Text that is no JSON, or a number that is none on the wire, stays text. */
    private static Untyped read(String text) {
        if (text.isBlank() || "-0123456789\"[{tfn \t\r\n".indexOf(text.charAt(0)) < 0) {
            return new Untyped(false, text);
        }
        try {
            Object value = Json.parse(text);
            return value instanceof Double number && !Double.isFinite(number)
                    ? new Untyped(false, text)
                    : new Untyped(true, value);
        } catch (IllegalArgumentException e) {
            return new Untyped(false, text);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TextArgument argument && text.equals(argument.text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
