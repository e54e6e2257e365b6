package dev.labhand.protocol.xmlrpc;

import org.jspecify.annotations.Nullable;

/** The elements of XML-RPC and what each may hold. */
enum Element {
    METHOD_CALL("methodCall", 1, "a methodName, then at most one params"),
    METHOD_NAME("methodName", 0, "text"),
    PARAMS("params", 0, "param elements"),
    METHOD_RESPONSE("methodResponse", 1, "one params or one fault"),
    REPLY_PARAMS("params", 1, "one param"),
    FAULT("fault", 1, "one value"),
    PARAM("param", 1, "one value"),
    VALUE("value", 0, "text, or one element that names its type"),
    SCALAR("scalar", 0, "text"),
    ARRAY("array", 1, "one data"),
    DATA("data", 0, "value elements"),
    STRUCT("struct", 0, "member elements"),
    MEMBER("member", 2, "a name, then a value"),
    NAME("name", 0, "text");

    private final String tag;
    private final int leastChildren;
    private final String content;

    Element(String tag, int leastChildren, String content) {
        this.tag = tag;
        this.leastChildren = leastChildren;
        this.content = content;
    }

    /**
     * What a child is, or null if it may not stand there.
     *
     * @param index how many children stand before it
     */
    @Nullable
    Element child(String namespace, String name, int index) {
        if (this == VALUE) {
            return index == 0 ? typed(namespace, name) : null;
        }
        Element expected = switch (this) {
            case METHOD_CALL -> index == 0 ? METHOD_NAME : index == 1 ? PARAMS : null;
            case PARAMS -> PARAM;
            case METHOD_RESPONSE -> index > 0 ? null : name.equals(FAULT.tag) ? FAULT : REPLY_PARAMS;
            case REPLY_PARAMS -> index == 0 ? PARAM : null;
            case FAULT, PARAM -> index == 0 ? VALUE : null;
            case ARRAY -> index == 0 ? DATA : null;
            case DATA -> VALUE;
            case STRUCT -> MEMBER;
            case MEMBER -> index == 0 ? NAME : index == 1 ? VALUE : null;
            case METHOD_NAME, NAME, SCALAR, VALUE -> null;
        };
        return expected != null && expected.tag.equals(name) && namespace.isEmpty() ? expected : null;
    }

    private static @Nullable Element typed(String namespace, String name) {
        if (namespace.isEmpty() && name.equals(ARRAY.tag)) {
            return ARRAY;
        }
        if (namespace.isEmpty() && name.equals(STRUCT.tag)) {
            return STRUCT;
        }
        return WireTypes.isScalar(namespace, name) ? SCALAR : null;
    }

    boolean nests() {
        return this == ARRAY || this == STRUCT;
    }

    boolean holdsText() {
        return this == METHOD_NAME || this == NAME || this == SCALAR;
    }

    boolean isComplete(int children) {
        return children >= leastChildren;
    }

    String tag() {
        return tag;
    }

    /** Such as "a param holds one value". */
    String rule() {
        return (this == ARRAY ? "an " : "a ") + tag + " holds " + content;
    }
}
