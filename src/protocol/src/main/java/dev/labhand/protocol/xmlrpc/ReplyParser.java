package dev.labhand.protocol.xmlrpc;

import dev.labhand.api.Failure;
import dev.labhand.api.InvocationResult;
import java.util.Map;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamRequestConfig;
import org.apache.xmlrpc.parser.XmlRpcResponseParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads a methodResponse. Apache's own parser deserialises Java objects out of a fault's {@code faultCause}
 * (CVE-2019-17570); here a fault has a code and a text, and what else it has is not looked at.
 */
final class ReplyParser extends XmlRpcResponseParser {

    private @Nullable Object value;

    ReplyParser(XmlRpcStreamRequestConfig config, TypeFactory types) {
        super(config, types);
    }

    @Override
    protected void addResult(@Nullable Object result) {
        value = result;
    }

    /**
     * The reply, once the document has been read.
     *
     * @throws IllegalArgumentException if it is a fault without a code or a text
     */
    InvocationResult result() {
        if (isSuccess()) {
            return InvocationResult.passed(value);
        }
        if (value instanceof Map<?, ?> fault
                && fault.get("faultCode") instanceof Long code
                && code == code.intValue()
                && fault.get("faultString") instanceof String text) {
            return InvocationResult.failed(new Failure(code.intValue(), text, null));
        }
        throw new IllegalArgumentException(
                "no XML-RPC reply: a fault is a struct of faultCode, an int, and faultString");
    }
}
