package dev.labhand.protocol.jsonrpc;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.protocol.RpcMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads request objects (JSON-RPC 2.0 §4) and batches of them (§6). */
final class RequestReader {

    /** How many calls a batch may hold. */
    static final int MAX_BATCH = 1000;

    private final JsonInput input;

    RequestReader(JsonInput input) {
        this.input = input;
    }

    RpcMessage message() throws Refusal {
        if (input.next() == JsonToken.START_ARRAY) {
            return batch();
        }
        RpcMessage message = RpcMessage.single(call());
        input.end();
        return message;
    }

    private RpcMessage batch() throws Refusal {
        List<RpcMessage.Call> calls = new ArrayList<>();
        while (input.next() != JsonToken.END_ARRAY) {
            if (calls.size() == MAX_BATCH) {
                throw new Refusal(Failure.invalidRequest("a batch holds at most " + MAX_BATCH + " calls"));
            }
            calls.add(call());
        }
        input.end();
        if (calls.isEmpty()) {
            throw new Refusal(Failure.invalidRequest("a batch holds at least one call"));
        }
        return new RpcMessage(calls, true);
    }

    private RpcMessage.Call call() throws Refusal {
        if (input.current() != JsonToken.START_OBJECT) {
            input.skip();
            return new RpcMessage.Unreadable(Optional.empty(), Failure.invalidRequest("a request is an object"));
        }
        Members members = new Members();
        while (input.next() != JsonToken.END_OBJECT) {
            String name = input.text();
            input.next();
            members.read(name);
        }
        return members.call();
    }

    /** The members of one request object, which come in any order. */
    private final class Members {
        private boolean version;
        private @Nullable String method;
        private @Nullable String id;
        private boolean wrongId;
        private boolean wrongParams;
        private List<@Nullable Object> positional = List.of();
        private Map<String, @Nullable Object> named = Map.of();

        void read(String name) throws Refusal {
            switch (name) {
                case "jsonrpc" -> version = "2.0".equals(string());
                case "method" -> method = string();
                case "params" -> params();
                case "id" -> id();
                default -> input.skip();
            }
        }

        private @Nullable String string() throws Refusal {
            if (input.current() == JsonToken.VALUE_STRING) {
                return input.text();
            }
            input.skip();
            return null;
        }

        private void params() throws Refusal {
            switch (input.current()) {
                case START_ARRAY -> positional = input.list();
                case START_OBJECT -> named = input.struct();
                default -> wrongParams = true;
            }
        }

        private void id() throws Refusal {
            switch (input.current()) {
                case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> id = input.raw();
                case VALUE_NULL -> id = "null";
                default -> {
                    wrongId = true;
                    input.skip();
                }
            }
        }

        RpcMessage.Call call() {
            if (wrongId) {
                return wrong("the id is a string, a number or null");
            }
            if (!version) {
                return wrong("the member jsonrpc is \"2.0\"");
            }
            if (method == null) {
                return wrong("the member method is a string");
            }
            if (wrongParams) {
                return wrong("the member params is an array or an object, or left out");
            }
            Invocation invocation = new Invocation(method, positional, named);
            return id == null
                    ? new RpcMessage.Notification(invocation)
                    : new RpcMessage.Request(Optional.of(id), invocation);
        }

        private RpcMessage.Call wrong(String rule) {
            return new RpcMessage.Unreadable(Optional.ofNullable(id), Failure.invalidRequest(rule));
        }
    }
}
