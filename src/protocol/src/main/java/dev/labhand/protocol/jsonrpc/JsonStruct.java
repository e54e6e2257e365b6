package dev.labhand.protocol.jsonrpc;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A struct of wire values as a JSON object on one line, for what is kept or streamed outside of a call. */
public final class JsonStruct {

    private JsonStruct() {}

    /**
     * The object in UTF-8, without a line break. Bytes become base64, dates ISO 8601 text: they are read back as text.
     *
     * @throws IllegalArgumentException if JSON cannot carry one of the values
     */
    public static byte[] write(Map<String, ? extends @Nullable Object> struct) {
        return JsonOutput.bare(json -> struct.forEach(json::member));
    }

    /**
     * Reads an object back.
     *
     * @throws IllegalArgumentException if the bytes are anything else
     */
    public static Map<String, @Nullable Object> read(byte[] json) {
        try (JsonInput input = JsonInput.of(json)) {
            if (input.next() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            Map<String, @Nullable Object> struct = input.struct();
            input.end();
            return struct;
        } catch (Refusal bad) {
            throw new IllegalArgumentException(bad.getMessage(), bad);
        }
    }
}
