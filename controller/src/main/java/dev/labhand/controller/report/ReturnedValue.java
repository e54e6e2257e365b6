package dev.labhand.controller.report;

import dev.labhand.controller.client.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a keyword returned, as text for a reader. */
final class ReturnedValue {

    private ReturnedValue() {}

    /** A string plainly, anything else as JSON; with a line feed at the end. */
    static byte[] bytes(@Nullable Object value) {
        String text = value instanceof String string ? string : Json.text(value);
        return (text.endsWith("\n") ? text : text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
