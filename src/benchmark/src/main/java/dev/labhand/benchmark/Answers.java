package dev.labhand.benchmark;

import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.protocol.RpcMessage;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import java.util.List;
import java.util.Optional;

/** What Labhand answers to {@code add} of 2 and 3, byte for byte: the answer of servers that do not add. */
final class Answers {

    private Answers() {}

    static byte[] xml() {
        return answer(new XmlRpcCodec(), Optional.empty());
    }

    static byte[] json() {
        return answer(new JsonRpcCodec(), Optional.of("1"));
    }

    private static byte[] answer(RpcCodec codec, Optional<String> id) {
        RpcMessage call = RpcMessage.single(new RpcMessage.Request(id, Invocation.of("add", 2L, 3L)));
        return codec.writeReply(call, List.of(InvocationResult.passed(5L))).orElseThrow();
    }
}
