package dev.labhand.protocol.jsonrpc;

import dev.labhand.protocol.RpcCodec;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** One JSON document, read token by token. */
final class JsonInput implements AutoCloseable {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CharBuffer text;
    private final JsonParser parser;

    private JsonInput(CharBuffer text) {
        this.text = text;
        parser = FACTORY.createParser(
                ObjectReadContext.empty(), text.array(), text.arrayOffset() + text.position(), text.remaining());
    }

    static JsonInput of(byte[] body) throws Refusal {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            if (text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK) {
                text.get();
            }
            return new JsonInput(text);
        } catch (CharacterCodingException e) {
            throw Refusal.malformed("the body is not UTF-8 throughout: " + e.getMessage());
        }
    }

    /** The next token, which must exist. */
    JsonToken next() throws Refusal {
        JsonToken token = nextOrEnd();
        if (token == null) {
            throw Refusal.malformed("the body is empty");
        }
        return token;
    }

    /** Checks that the document ends here. */
    void end() throws Refusal {
        if (nextOrEnd() != null) {
            throw Refusal.malformed("something follows the JSON document");
        }
    }

    private @Nullable JsonToken nextOrEnd() throws Refusal {
        try {
            return parser.nextToken();
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    JsonToken current() {
        return parser.currentToken();
    }

    /** The text of the current string or number, or the name of the current member. */
    String text() throws Refusal {
        try {
            return parser.getString();
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** The current string or number as it is written in the document. */
    String raw() throws Refusal {
        try {
            if (current() != JsonToken.VALUE_STRING) {
                return parser.getString();
            }
            int start = (int) parser.currentTokenLocation().getCharOffset();
            parser.finishToken();
            int end = (int) parser.currentLocation().getCharOffset();
            return text.subSequence(start, end).toString();
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** Passes over the current value. */
    void skip() throws Refusal {
        try {
            parser.skipChildren();
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** The current value as a wire value. */
    @Nullable
    Object value() throws Refusal {
        return value(0);
    }

    private @Nullable Object value(int nesting) throws Refusal {
        return switch (current()) {
            case START_ARRAY -> list(deeper(nesting));
            case START_OBJECT -> struct(deeper(nesting));
            case VALUE_STRING -> text();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static int deeper(int nesting) throws Refusal {
        if (nesting == RpcCodec.MAX_NESTING) {
            throw Refusal.malformed("lists and structs nest deeper than " + RpcCodec.MAX_NESTING);
        }
        return nesting + 1;
    }

    /** The current array as a list whose items nest so deep. */
    private List<@Nullable Object> list(int nesting) throws Refusal {
        List<@Nullable Object> list = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            list.add(value(nesting));
        }
        return Collections.unmodifiableList(list);
    }

    private Map<String, @Nullable Object> struct(int nesting) throws Refusal {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        while (next() != JsonToken.END_OBJECT) {
            String name = text();
            next();
            struct.put(name, value(nesting));
        }
        return Collections.unmodifiableMap(struct);
    }

    /** The current array's items. */
    List<@Nullable Object> list() throws Refusal {
        return list(0);
    }

    /** The current object's members. */
    Map<String, @Nullable Object> struct() throws Refusal {
        return struct(0);
    }

    private Object integer() throws Refusal {
        try {
            return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? parser.getBigIntegerValue()
                    : (Object) parser.getLongValue();
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private Double decimal() throws Refusal {
        try {
            double value = parser.getDoubleValue();
            if (Double.isInfinite(value)) {
                throw Refusal.malformed("the number " + parser.getString() + " is out of the range of a double");
            }
            return value;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private static Refusal malformed(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        String place =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return Refusal.malformed(JsonProblem.of(e) + place);
    }

    @Override
    public void close() {
        parser.close();
    }
}
