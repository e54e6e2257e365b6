package dev.labhand.protocol.xmlrpc;

import dev.labhand.protocol.RpcCodec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Lets through to Apache's parser only what XML-RPC allows: that parser overlooks text and elements out of place, values that
 * are missing, second values, and knows no limit of depth. What brings in names of a stranger's choosing is refused or
 * limited, for Aalto looks names up in tables that strangers could make slow.
 */
final class Grammar extends DefaultHandler {

    private static final int MOST_NAMESPACES = 16;

    private Element[] open = new Element[16];
    private int[] children = new int[16];
    private int depth;
    private int nesting;
    private boolean textInValue;
    private int namespaces;
    private Element root = Element.METHOD_CALL;
    private @Nullable ContentHandler target;

    /** Prepares for one document. */
    void expect(Element expectedRoot, ContentHandler parser) {
        root = expectedRoot;
        target = parser;
        depth = 0;
        nesting = 0;
        textInValue = false;
        namespaces = 0;
    }

    void release() {
        target = null;
    }

    /** Whether the document used no names but those of XML-RPC. */
    boolean sawOnlyItsOwnNames() {
        return namespaces == 0;
    }

    @Override
    public void startPrefixMapping(String prefix, String uri) throws SAXException {
        if (++namespaces > MOST_NAMESPACES) {
            throw Refusal.notXmlRpc("it declares more than " + MOST_NAMESPACES + " namespaces");
        }
    }

    @Override
    public void processingInstruction(String name, @Nullable String data) throws SAXException {
        throw Refusal.notXmlRpc("XML-RPC has no processing instructions, such as '" + Refusal.shown(name) + "'");
    }

    @Override
    public void skippedEntity(String name) throws SAXException {
        throw Refusal.malformed("the entity '" + Refusal.shown(name) + "' is not defined");
    }

    @Override
    public void startDocument() throws SAXException {
        target().startDocument();
    }

    @Override
    public void startElement(String namespace, String name, String qualified, Attributes attributes)
            throws SAXException {
        if (attributes.getLength() > 0) {
            throw Refusal.notXmlRpc(
                    "XML-RPC has no attributes, such as '" + Refusal.shown(attributes.getQName(0)) + "'");
        }
        Element element = depth == 0 ? rootOf(namespace, name) : childOf(namespace, name);
        if (element.nests() && ++nesting > RpcCodec.MAX_NESTING) {
            throw Refusal.malformed("lists and structs nest deeper than " + RpcCodec.MAX_NESTING);
        }
        push(element);
        target().startElement(namespace, name, qualified, attributes);
    }

    private Element rootOf(String namespace, String name) throws Refusal {
        if (namespace.isEmpty() && name.equals(root.tag())) {
            return root;
        }
        throw Refusal.notXmlRpc("the document should be a " + root.tag() + " but is a '" + Refusal.shown(name) + "'");
    }

    private Element childOf(String namespace, String name) throws Refusal {
        Element parent = open[depth - 1];
        Element element = textInValue ? null : parent.child(namespace, name, children[depth - 1]);
        if (element == null) {
            String what = namespace.isEmpty() ? name : name + "' of '" + namespace;
            throw Refusal.notXmlRpc("'" + Refusal.shown(what) + "' may not stand there: " + parent.rule());
        }
        children[depth - 1]++;
        return element;
    }

    private void push(Element element) {
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
            children = Arrays.copyOf(children, 2 * depth);
        }
        open[depth] = element;
        children[depth] = 0;
        depth++;
    }

    @Override
    public void endElement(String namespace, String name, String qualified) throws SAXException {
        depth--;
        Element element = open[depth];
        if (!element.isComplete(children[depth])) {
            throw Refusal.notXmlRpc("'" + name + "' is incomplete: " + element.rule());
        }
        if (element.nests()) {
            nesting--;
        }
        textInValue = false;
        target().endElement(namespace, name, qualified);
    }

    @Override
    public void characters(char[] characters, int start, int length) throws SAXException {
        Element element = open[depth - 1];
        boolean passes = element.holdsText() || (element == Element.VALUE && children[depth - 1] == 0);
        if (!element.holdsText() && !isBlank(characters, start, length)) {
            if (!passes) {
                throw Refusal.notXmlRpc("text may not stand there: " + element.rule());
            }
            textInValue = true;
        }
        if (passes) {
            target().characters(characters, start, length);
        }
    }

    private static boolean isBlank(char[] characters, int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (!Scalars.isSpace(characters[i])) {
                return false;
            }
        }
        return true;
    }

    private ContentHandler target() {
        if (target == null) {
            throw new IllegalStateException("no document is being read");
        }
        return target;
    }
}
