package dev.labhand.protocol.xmlrpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.ws.commons.util.NamespaceContextImpl;
import org.apache.xmlrpc.common.TypeFactory;
import org.apache.xmlrpc.common.XmlRpcStreamConfig;
import org.apache.xmlrpc.parser.RecursiveTypeParserImpl;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;

/** Reads a struct and keeps the order of its members, which Apache's own parser loses. {@link Grammar} has seen to the form. */
final class StructParser extends RecursiveTypeParserImpl {

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private final StringBuilder name = new StringBuilder();
    private boolean inName;
    private int depth;

    StructParser(XmlRpcStreamConfig config, NamespaceContextImpl namespaces, TypeFactory types) {
        super(config, namespaces, types);
    }

    @Override
    protected void addResult(@Nullable Object value) throws SAXException {
        String member = name.toString();
        if (members.containsKey(member)) {
            throw Refusal.malformed("a struct names its member '" + Refusal.shown(member) + "' twice");
        }
        members.put(member, value);
    }

    @Override
    public void startElement(String namespace, String local, String qualified, Attributes attributes)
            throws SAXException {
        switch (depth++) {
            case 0 -> {}
            case 1 -> name.setLength(0);
            case 2 -> {
                inName = local.equals(Element.NAME.tag());
                if (!inName) {
                    startValueTag();
                }
            }
            default -> super.startElement(namespace, local, qualified, attributes);
        }
    }

    @Override
    public void endElement(String namespace, String local, String qualified) throws SAXException {
        switch (--depth) {
            case 0 -> setResult(Collections.unmodifiableMap(members));
            case 1 -> {}
            case 2 -> {
                if (inName) {
                    inName = false;
                } else {
                    endValueTag();
                }
            }
            default -> super.endElement(namespace, local, qualified);
        }
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
        if (inName) {
            name.append(characters, start, length);
        } else {
            super.characters(characters, start, length);
        }
    }
}
