package dev.labhand.protocol.xmlrpc;

import java.util.Map;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.TypeParser;
import org.apache.xmlrpc.serializer.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** Gives Apache's parser a reader for each type that XML-RPC has, so that none of its own are ever used. */
final class WireTypes implements TypeFactory {

    private static final Map<String, ScalarParser.Reading> SCALARS = Map.of(
            "int", text -> Scalars.integer("int", text),
            "i4", text -> Scalars.integer("i4", text),
            "i8", text -> Scalars.integer("i8", text),
            "boolean", Scalars::bool,
            "double", Scalars::decimal,
            "string", text -> text,
            "base64", Scalars::bytes,
            "dateTime.iso8601", Dates::read,
            "nil", Scalars::nil);

    /** Whether an element is the type of a plain value; nil and i8 are known by their Apache namespace too, or any. */
    static boolean isScalar(String namespace, String name) {
        return SCALARS.containsKey(name) && (namespace.isEmpty() || name.equals("nil") || name.equals("i8"));
    }

    @Override
    public @Nullable TypeParser getParser(
            XmlRpcStreamConfig config, NamespaceContextImpl namespaces, String namespace, String name) {
        ScalarParser.Reading reading = SCALARS.get(name);
        if (reading != null) {
            return new ScalarParser(reading);
        }
        return switch (name) {
            case "array" -> new ListParser(config, namespaces, this);
            case "struct" -> new StructParser(config, namespaces, this);
            default -> null;
        };
    }

    /** Not asked for: {@link ValueWriter} writes. */
    @Override
    public TypeSerializer getSerializer(XmlRpcStreamConfig config, @Nullable Object value) {
        throw new UnsupportedOperationException("this factory only reads");
    }
}
