package dev.labhand.protocol.jsonrpc;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.protocol.RpcMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON-RPC 2.0. The package's description tells how it decides where the specification does not. */
public final class JsonRpcCodec implements RpcCodec {

    private static final String NO_ID = "null";

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public RpcMessage read(byte[] body, Optional<String> charset) {
        try {
            checkCharset(charset);
            try (JsonInput input = JsonInput.of(body)) {
                return new RequestReader(input).message();
            }
        } catch (Refusal e) {
            return RpcMessage.single(new RpcMessage.Unreadable(Optional.empty(), e.failure()));
        }
    }

    private static void checkCharset(Optional<String> charset) throws Refusal {
        if (charset.isPresent()
                && !charset.get().equalsIgnoreCase("utf-8")
                && !charset.get().equalsIgnoreCase("utf8")
                && !charset.get().equalsIgnoreCase("us-ascii")) {
            throw Refusal.malformed("JSON is sent in UTF-8, not in '" + charset.get() + "'");
        }
    }

    @Override
    public Optional<byte[]> writeReply(RpcMessage message, List<InvocationResult> results) {
        List<RpcMessage.Call> calls = message.calls();
        if (results.size() != calls.size()) {
            throw new IllegalArgumentException(calls.size() + " calls but " + results.size() + " results");
        }
        List<byte[]> replies = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            switch (calls.get(i)) {
                case RpcMessage.Request(var id, var invocation) -> replies.add(reply(id.orElse(NO_ID), results.get(i)));
                case RpcMessage.Unreadable(var id, Failure failure) -> replies.add(error(id.orElse(NO_ID), failure));
                case RpcMessage.Notification notification -> {}
            }
        }
        if (replies.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(message.batch() ? array(replies) : replies.getFirst());
    }

    private static byte[] reply(String id, InvocationResult result) {
        return switch (result) {
            case InvocationResult.Failed(Failure failure) -> error(id, failure);
            case InvocationResult.Passed(var value) -> {
                try {
                    yield JsonOutput.object(out -> {
                        out.member("result", value);
                        out.raw("id", id);
                    });
                } catch (IllegalArgumentException e) {
                    yield error(id, Failure.unsendableResult(e));
                }
            }
        };
    }

    private static byte[] error(String id, Failure failure) {
        try {
            return JsonOutput.object(out -> {
                out.error(failure);
                out.raw("id", id);
            });
        } catch (IllegalArgumentException e) {
            Failure bare = new Failure(failure.code(), failure.message(), null);
            return error(id, bare);
        }
    }

    private static byte[] array(List<byte[]> items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        char separator = '[';
        for (byte[] item : items) {
            out.write(separator);
            out.writeBytes(item);
            separator = ',';
        }
        out.write(']');
        return out.toByteArray();
    }

    @Override
    public byte[] writeCall(Invocation call) {
        if (!call.named().isEmpty() && !call.positional().isEmpty()) {
            throw new IllegalArgumentException("JSON-RPC passes arguments by position or by name, not both");
        }
        return JsonOutput.object(out -> {
            out.member("method", call.keyword());
            out.params(call);
            out.raw("id", ReplyReader.ID);
        });
    }

    @Override
    public InvocationResult readReply(byte[] body) {
        try (JsonInput input = JsonInput.of(body)) {
            return new ReplyReader(input).reply();
        } catch (Refusal e) {
            throw new IllegalArgumentException(
                    "no JSON-RPC reply: " + e.failure().data(), e);
        }
    }
}
