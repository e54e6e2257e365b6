package dev.labhand.protocol;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import java.util.List;
import java.util.Optional;

/**
 * What one request body asks.
 *
 * @param calls in the order of the body
 * @param batch whether the reply is a list of replies (JSON-RPC 2.0 §6) even for one call
 */
public record RpcMessage(List<Call> calls, boolean batch) {

    public RpcMessage {
        calls = List.copyOf(calls);
    }

    /** A message of one call. */
    public static RpcMessage single(Call call) {
        return new RpcMessage(List.of(call), false);
    }

    /** One call of a message. */
    public sealed interface Call {}

    /**
     * A call that wants a reply.
     *
     * @param id the caller's id as a raw JSON token, echoed letter by letter; empty where the format has no ids
     */
    public record Request(Optional<String> id, Invocation invocation) implements Call {}

    /** A call that wants no reply, not even of its failure. */
    public record Notification(Invocation invocation) implements Call {}

    /**
     * No call at all.
     *
     * @param id the raw id token where one could be read
     */
    public record Unreadable(Optional<String> id, Failure failure) implements Call {}
}
