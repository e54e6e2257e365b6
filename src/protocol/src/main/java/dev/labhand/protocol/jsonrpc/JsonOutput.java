package dev.labhand.protocol.jsonrpc;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.protocol.RpcCodec;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

/** Writes one JSON-RPC object. */
final class JsonOutput {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;
    private int nesting;

    private JsonOutput(JsonGenerator json) {
        this.json = json;
    }

    /**
     * An object that says it is JSON-RPC 2.0.
     *
     * @throws IllegalArgumentException if JSON cannot carry one of its values
     */
    static byte[] object(Consumer<JsonOutput> members) {
        return bare(output -> {
            output.raw("jsonrpc", "\"2.0\"");
            members.accept(output);
        });
    }

    /**
     * An object with these members alone.
     *
     * @throws IllegalArgumentException if JSON cannot carry one of its values
     */
    static byte[] bare(Consumer<JsonOutput> members) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder();
                JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            members.accept(new JsonOutput(json));
            json.writeEndObject();
            json.flush();
            return bytes.toByteArray();
        }
    }

    /** Adds a member with a token of JSON. */
    void raw(String name, String token) {
        json.writeName(name);
        json.writeRawValue(token);
    }

    /** Adds the arguments of a call: by name if it has such, else by position. */
    void params(Invocation call) {
        json.writeName("params");
        if (call.named().isEmpty()) {
            json.writeStartArray();
            call.positional().forEach(this::value);
            json.writeEndArray();
        } else {
            json.writeStartObject();
            call.named().forEach(this::member);
            json.writeEndObject();
        }
    }

    /** Adds an error object (JSON-RPC 2.0 §5.1). */
    void error(Failure failure) {
        json.writeName("error");
        json.writeStartObject();
        json.writeNumberProperty("code", failure.code());
        member("message", failure.message());
        if (failure.data() != null) {
            member("data", failure.data());
        }
        json.writeEndObject();
    }

    /** Adds a member with a wire value. */
    void member(String name, @Nullable Object value) {
        json.writeName(wellFormed(name));
        value(value);
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(wellFormed(text));
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            case Double number -> json.writeNumber(finite(number));
            case byte[] bytes -> json.writeBinary(bytes);
            case Instant instant -> json.writeString(DateTimeFormatter.ISO_INSTANT.format(instant));
            case LocalDateTime date -> json.writeString(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(date));
            case List<?> list -> list(list);
            case Map<?, ?> struct -> struct(struct);
            default ->
                throw new IllegalArgumentException("a " + value.getClass().getName() + " is no value that can be sent");
        }
    }

    private static double finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no number for " + number);
        }
        return number;
    }

    private void list(List<?> list) {
        descend();
        json.writeStartArray();
        list.forEach(this::value);
        json.writeEndArray();
        nesting--;
    }

    private void struct(Map<?, ?> struct) {
        descend();
        json.writeStartObject();
        struct.forEach((name, value) -> member(String.valueOf(name), value));
        json.writeEndObject();
        nesting--;
    }

    private void descend() {
        if (++nesting > RpcCodec.MAX_NESTING) {
            throw new IllegalArgumentException("lists and structs nest deeper than " + RpcCodec.MAX_NESTING);
        }
    }

    /** The text with U+FFFD for every surrogate that lacks its other half: UTF-8 has no place for those. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(point ->
                                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
