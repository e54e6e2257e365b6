package dev.labhand.protocol.xmlrpc;

import java.util.Arrays;
import java.util.Collections;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.ObjectArrayParser;

/** Reads an array as a list, which is the wire value. */
final class ListParser extends ObjectArrayParser {

    ListParser(XmlRpcStreamConfig config, NamespaceContextImpl namespaces, TypeFactory types) {
        super(config, namespaces, types);
    }

    @Override
    public void setResult(Object array) {
        super.setResult(Collections.unmodifiableList(Arrays.asList((Object[]) array)));
    }
}
