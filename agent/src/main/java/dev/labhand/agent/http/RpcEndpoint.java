package dev.labhand.agent.http;

import dev.labhand.agent.rpc.CallLog;
import dev.labhand.agent.rpc.Dispatcher;
import dev.labhand.agent.rpc.Face;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.protocol.RpcMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Calls of one wire format: a body in, its calls through the dispatcher one after the other, a reply out. */
public final class RpcEndpoint implements Endpoint {

    /** A larger body takes time to parse, which must not delay other connections. */
    private static final int MAX_INLINE_BODY = 64 * 1024;

    private static final Failure STOPPING =
            new Failure(Failure.STOPPING, "Stopping", "the agent is stopping and takes no new calls");
    private static final Failure STOPPED = new Failure(
            Failure.STOPPING, "Stopping", "the agent stopped before the call ended; what it did until then is done");

    private final RpcCodec codec;
    private final Set<String> mediaTypes;
    private final HttpField replyType;
    private final Face face;
    private final Dispatcher dispatcher;

    /** Takes bodies of these media types, given in lower case. */
    public RpcEndpoint(RpcCodec codec, Set<String> mediaTypes, Face face, Dispatcher dispatcher) {
        this.codec = codec;
        this.mediaTypes = Set.copyOf(mediaTypes);
        this.replyType = Exchange.contentType(codec.contentType());
        this.face = face;
        this.dispatcher = dispatcher;
    }

    @Override
    public void handle(Exchange exchange) {
        HttpFields headers = exchange.request().getHeaders();
        String header = headers.get(HttpHeader.CONTENT_TYPE);
        MediaType type = MediaType.of(header == null ? "" : header);
        if (!mediaTypes.contains(type.name())) {
            exchange.replyText(415, "Send the call with the header Content-Type: " + codec.contentType());
        } else if (headers.contains(HttpHeader.CONTENT_ENCODING)) {
            exchange.replyText(415, "Send the call as it is, without Content-Encoding.");
        } else {
            exchange.readBody(body -> received(exchange, body, type.charset()));
        }
    }

    private void received(Exchange exchange, byte[] body, Optional<String> charset) {
        if (body.length > MAX_INLINE_BODY) {
            exchange.runBlocking(
                    () -> answer(exchange, codec.read(body, charset)),
                    () -> exchange.replyText(503, "The agent is stopping."));
            return;
        }
        RpcMessage message = codec.read(body, charset);
        if (exchange.isStopping()) {
            refuse(exchange, message, STOPPING);
        } else if (mayBlock(message)) {
            exchange.runBlocking(() -> answer(exchange, message), () -> refuse(exchange, message, STOPPED));
        } else {
            answer(exchange, message);
        }
    }

    private boolean mayBlock(RpcMessage message) {
        for (RpcMessage.Call call : message.calls()) {
            boolean blocks = switch (call) {
                case RpcMessage.Request request -> face.mayBlock(request.invocation());
                case RpcMessage.Notification(Invocation invocation) -> face.mayBlock(invocation);
                case RpcMessage.Unreadable unreadable -> false;
            };
            if (blocks) {
                return true;
            }
        }
        return false;
    }

    private void answer(Exchange exchange, RpcMessage message) {
        List<InvocationResult> results = new ArrayList<>(message.calls().size());
        for (RpcMessage.Call call : message.calls()) {
            results.add(
                    switch (call) {
                        case RpcMessage.Request request ->
                            dispatcher.dispatch(exchange.caller(), face, request.invocation());
                        case RpcMessage.Notification(Invocation invocation) ->
                            dispatcher.dispatch(exchange.caller(), face, invocation);
                        case RpcMessage.Unreadable unreadable -> {
                            CallLog.unreadable(exchange.caller(), unreadable.failure());
                            yield InvocationResult.failed(unreadable.failure());
                        }
                    });
        }
        reply(exchange, message, results);
    }

    private void refuse(Exchange exchange, RpcMessage message, Failure failure) {
        InvocationResult refusal = InvocationResult.failed(failure);
        reply(exchange, message, Collections.nCopies(message.calls().size(), refusal));
    }

    private void reply(Exchange exchange, RpcMessage message, List<InvocationResult> results) {
        codec.writeReply(message, results)
                .ifPresentOrElse(body -> exchange.reply(200, replyType, body), exchange::replyNothing);
    }
}
