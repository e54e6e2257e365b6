package dev.labhand.protocol.jsonrpc;

import dev.labhand.api.Failure;
import dev.labhand.api.InvocationResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads the response object (JSON-RPC 2.0 §5) to a call of this codec. */
final class ReplyReader {

    /** The id of every call: each is alone in its HTTP exchange. */
    static final String ID = "1";

    private final JsonInput input;
    private boolean version;
    private @Nullable String id;
    private @Nullable InvocationResult result;
    private @Nullable InvocationResult error;

    ReplyReader(JsonInput input) {
        this.input = input;
    }

    InvocationResult reply() throws Refusal {
        if (input.next() != JsonToken.START_OBJECT) {
            throw Refusal.malformed("a reply is an object");
        }
        while (input.next() != JsonToken.END_OBJECT) {
            String name = input.text();
            input.next();
            member(name);
        }
        input.end();
        return checked();
    }

    private void member(String name) throws Refusal {
        switch (name) {
            case "jsonrpc" -> version = "2.0".equals(input.value());
            case "id" -> id = id();
            case "result" -> result = InvocationResult.passed(input.value());
            case "error" -> error = error(input.value());
            default -> input.skip();
        }
    }

    private @Nullable String id() throws Refusal {
        return switch (input.current()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> input.raw();
            case VALUE_NULL -> "null";
            default -> throw Refusal.malformed("the id of a reply is a string, a number or null");
        };
    }

    private static InvocationResult error(@Nullable Object value) throws Refusal {
        if (value instanceof Map<?, ?> error
                && error.get("code") instanceof Long code
                && code == code.intValue()
                && error.get("message") instanceof String message) {
            return InvocationResult.failed(new Failure(code.intValue(), message, error.get("data")));
        }
        throw Refusal.malformed("an error has a code, an integer, and a message");
    }

    private InvocationResult checked() throws Refusal {
        if (!version) {
            throw Refusal.malformed("the member jsonrpc is not \"2.0\"");
        }
        if (result != null && error != null) {
            throw Refusal.malformed("it has both a result and an error");
        }
        if (error != null && (ID.equals(id) || "null".equals(id))) {
            return error;
        }
        if (!ID.equals(id)) {
            throw Refusal.malformed("it answers the call " + id + ", not " + ID);
        }
        if (result == null) {
            throw Refusal.malformed("it has neither a result nor an error");
        }
        return result;
    }
}
