package dev.labhand.protocol.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.RpcMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Short forms for the tests of this package. */
final class JsonRpc {

    static final JsonRpcCodec CODEC = new JsonRpcCodec();

    private JsonRpc() {}

    static RpcMessage read(String body) {
        return CODEC.read(body.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    /** A request of the method m with these params. */
    static String callWith(String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":" + params + ",\"id\":1}";
    }

    static Invocation invocation(String body) {
        assertThat(read(body).calls()).singleElement().isInstanceOf(RpcMessage.Request.class);
        return ((RpcMessage.Request) read(body).calls().getFirst()).invocation();
    }

    static Failure failure(String body) {
        return failure(body.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    static Failure failure(byte[] body, Optional<String> charset) {
        RpcMessage message = CODEC.read(body, charset);
        assertThat(message.calls()).singleElement().isInstanceOf(RpcMessage.Unreadable.class);
        assertThat(message.batch()).isFalse();
        return ((RpcMessage.Unreadable) message.calls().getFirst()).failure();
    }

    /** Answers a body, as a server with these keywords would; empty text for no reply. */
    static String answer(String body, Function<Invocation, InvocationResult> keywords) {
        RpcMessage message = read(body);
        List<InvocationResult> results = message.calls().stream()
                .map(call -> switch (call) {
                    case RpcMessage.Request(var id, var invocation) -> keywords.apply(invocation);
                    case RpcMessage.Notification(var invocation) -> keywords.apply(invocation);
                    case RpcMessage.Unreadable unreadable -> InvocationResult.passed("ignored");
                })
                .toList();
        return CODEC.writeReply(message, results)
                .map(reply -> new String(reply, StandardCharsets.UTF_8))
                .orElse("");
    }

    static InvocationResult reply(String body) {
        return CODEC.readReply(body.getBytes(StandardCharsets.UTF_8));
    }
}
