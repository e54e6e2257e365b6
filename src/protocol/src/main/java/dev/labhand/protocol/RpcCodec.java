package dev.labhand.protocol;

import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.util.List;
import java.util.Optional;

/**
 * One wire format, for both ends: bytes to calls and results to bytes on the server, calls to bytes and bytes to results on
 * the client. Thread-safe.
 */
public interface RpcCodec {

    /** How deep lists and structs nest in one value, read or written; anything deeper is refused. */
    int MAX_NESTING = 100;

    /** The media type of what this codec writes, such as {@code application/json}. */
    String contentType();

    /**
     * Reads a request body. Never throws for bad input: what cannot be read becomes a {@link RpcMessage.Unreadable} call.
     *
     * @param charset the charset parameter of the HTTP Content-Type, if it has one
     */
    RpcMessage read(byte[] body, Optional<String> charset);

    /**
     * Writes the reply to a message; empty if it asks for none (notifications only). A result that the format cannot carry
     * becomes a failure in its place.
     *
     * @param results one for each of the message's calls, in order; that of an unreadable call or a notification is ignored
     */
    Optional<byte[]> writeReply(RpcMessage message, List<InvocationResult> results);

    /**
     * Writes a single call.
     *
     * @throws IllegalArgumentException if the format cannot carry an argument
     */
    byte[] writeCall(Invocation call);

    /**
     * Reads the reply to a single call.
     *
     * @throws IllegalArgumentException whose message says how the body is no reply
     */
    InvocationResult readReply(byte[] body);
}
