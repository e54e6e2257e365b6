package dev.labhand.protocol.xmlrpc;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.protocol.RpcMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcHttpRequestConfigImpl;
import org.apache.xmlrpc.common.XmlRpcStreamRequestConfig;
import org.apache.xmlrpc.parser.XmlRpcRequestParser;

/** XML-RPC. The package's description tells how it decides where the specification does not. */
public final class XmlRpcCodec implements RpcCodec {

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final XmlRpcStreamRequestConfig NO_EXTENSIONS = new XmlRpcHttpRequestConfigImpl();
    private static final TypeFactory TYPES = new WireTypes();

    private final Documents documents = new Documents();

    @Override
    public String contentType() {
        return "text/xml";
    }

    @Override
    public RpcMessage read(byte[] body, Optional<String> charset) {
        XmlRpcRequestParser call = new XmlRpcRequestParser(NO_EXTENSIONS, TYPES);
        try {
            documents.read(body, charset, Element.METHOD_CALL, call);
        } catch (Refusal e) {
            return unreadable(e.failure());
        }
        String method = Scalars.trimmed(call.getMethodName());
        if (method.isEmpty()) {
            return unreadable(Failure.invalidRequest("the methodName is empty"));
        }
        List<?> params = call.getParams();
        Invocation invocation = new Invocation(method, params == null ? List.of() : new ArrayList<>(params), Map.of());
        return RpcMessage.single(new RpcMessage.Request(Optional.empty(), invocation));
    }

    private static RpcMessage unreadable(Failure failure) {
        return RpcMessage.single(new RpcMessage.Unreadable(Optional.empty(), failure));
    }

    @Override
    public Optional<byte[]> writeReply(RpcMessage message, List<InvocationResult> results) {
        if (message.calls().size() != 1 || results.size() != 1) {
            throw new IllegalArgumentException("an XML-RPC message is one call with one result");
        }
        return Optional.of(
                switch (message.calls().getFirst()) {
                    case RpcMessage.Unreadable(var id, Failure failure) -> fault(failure);
                    case RpcMessage.Request request -> reply(results.getFirst());
                    case RpcMessage.Notification notification -> reply(results.getFirst());
                });
    }

    private static byte[] reply(InvocationResult result) {
        return switch (result) {
            case InvocationResult.Failed(Failure failure) -> fault(failure);
            case InvocationResult.Passed(var value) -> {
                XmlOutput out = new XmlOutput().raw(DECLARATION).raw("<methodResponse><params><param>");
                try {
                    new ValueWriter(out).write(value);
                } catch (IllegalArgumentException e) {
                    yield fault(Failure.unsendableResult(e));
                }
                yield out.raw("</param></params></methodResponse>").toBytes();
            }
        };
    }

    /** Exactly two members: Ruby's client accepts no others. */
    private static byte[] fault(Failure failure) {
        return new XmlOutput()
                .raw(DECLARATION)
                .raw("<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>")
                .raw(Integer.toString(failure.code()))
                .raw("</int></value></member><member><name>faultString</name><value><string>")
                .text(failure.text())
                .raw("</string></value></member></struct></value></fault></methodResponse>")
                .toBytes();
    }

    @Override
    public byte[] writeCall(Invocation call) {
        if (!call.named().isEmpty()) {
            throw new IllegalArgumentException(
                    "XML-RPC has no arguments by name: " + call.named().keySet());
        }
        XmlOutput out = new XmlOutput().raw(DECLARATION).raw("<methodCall><methodName>");
        out.text(call.keyword()).raw("</methodName><params>");
        for (Object argument : call.positional()) {
            out.raw("<param>");
            new ValueWriter(out).write(argument);
            out.raw("</param>");
        }
        return out.raw("</params></methodCall>").toBytes();
    }

    @Override
    public InvocationResult readReply(byte[] body) {
        ReplyParser reply = new ReplyParser(NO_EXTENSIONS, TYPES);
        try {
            documents.read(body, Optional.empty(), Element.METHOD_RESPONSE, reply);
        } catch (Refusal e) {
            throw new IllegalArgumentException("no XML-RPC reply: " + details(e.failure()), e);
        }
        return reply.result();
    }

    private static String details(Failure failure) {
        return failure.data() instanceof String text ? text : failure.message();
    }
}
