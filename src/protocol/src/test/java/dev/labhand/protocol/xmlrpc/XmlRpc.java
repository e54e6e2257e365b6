package dev.labhand.protocol.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.RpcMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Short forms for the tests of this package. */
final class XmlRpc {

    static final XmlRpcCodec CODEC = new XmlRpcCodec();

    private XmlRpc() {}

    /** A call of the method m with one param. */
    static String callWith(String value) {
        return "<methodCall><methodName>m</methodName><params><param>" + value + "</param></params></methodCall>";
    }

    static @Nullable Object readValue(String value) {
        return invocation(callWith(value)).positional().getFirst();
    }

    static Invocation invocation(String body) {
        return invocation(CODEC.read(body.getBytes(StandardCharsets.UTF_8), Optional.empty()));
    }

    static Invocation invocation(RpcMessage message) {
        assertThat(message.calls()).singleElement().isInstanceOf(RpcMessage.Request.class);
        return ((RpcMessage.Request) message.calls().getFirst()).invocation();
    }

    static Failure failure(String body) {
        return failure(body.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    static Failure failure(byte[] body, Optional<String> charset) {
        RpcMessage message = CODEC.read(body, charset);
        assertThat(message.calls()).singleElement().isInstanceOf(RpcMessage.Unreadable.class);
        return ((RpcMessage.Unreadable) message.calls().getFirst()).failure();
    }

    static String written(@Nullable Object value) {
        return written(InvocationResult.passed(value));
    }

    static String written(InvocationResult result) {
        RpcMessage message = RpcMessage.single(new RpcMessage.Request(Optional.empty(), Invocation.of("m")));
        byte[] reply = CODEC.writeReply(message, List.of(result)).orElseThrow();
        return new String(reply, StandardCharsets.UTF_8);
    }

    static InvocationResult reply(String body) {
        return CODEC.readReply(body.getBytes(StandardCharsets.UTF_8));
    }
}
