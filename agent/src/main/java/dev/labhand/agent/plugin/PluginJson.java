package dev.labhand.agent.plugin;

import dev.labhand.protocol.jsonrpc.JsonProblem;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Wire values as the JSON of plugins. What JSON has no form for is an object of one key: {@code {"base64": "…"}} for bytes,
 * {@code {"dateTime": "…"}} for a date (ISO 8601, with or without a zone), {@code {"float": "nan"}} ({@code inf},
 * {@code -inf}) for numbers that are not finite.
 */
final class PluginJson {

    private static final String BASE64 = "base64";
    private static final String DATE_TIME = "dateTime";
    private static final String FLOAT = "float";

    /** As MIME has them in Base64. */
    private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonFactory FACTORY = new JsonFactory();

    private PluginJson() {}

    /** Not what a plugin should print. The message says why. */
    static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why, null, false, false);
        }
    }

    /** One document as a wire value. */
    static @Nullable Object read(String text) throws Malformed {
        try {
            return value(MAPPER.readTree(text));
        } catch (JacksonException e) {
            throw new Malformed(JsonProblem.of(e));
        }
    }

    private static @Nullable Object value(JsonNode node) throws Malformed {
        return switch (node.getNodeType()) {
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case ARRAY -> list(node);
            case OBJECT -> node.size() == 1 ? single(node) : struct(node);
            case MISSING -> throw new Malformed("it is empty");
            default -> null;
        };
    }

    private static Object number(JsonNode node) throws Malformed {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
        }
        double number = node.doubleValue();
        if (!Double.isFinite(number)) {
            throw new Malformed("a number is out of the range of a double");
        }
        return number;
    }

    private static List<@Nullable Object> list(JsonNode node) throws Malformed {
        List<@Nullable Object> list = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            list.add(value(item));
        }
        return list;
    }

    private static Map<String, @Nullable Object> struct(JsonNode node) throws Malformed {
        Map<String, @Nullable Object> struct = LinkedHashMap.newLinkedHashMap(node.size());
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            struct.put(member.getKey(), value(member.getValue()));
        }
        return struct;
    }

    /** An object of one key, which may stand for another value. */
    private static Object single(JsonNode node) throws Malformed {
        Map.Entry<String, JsonNode> member = node.properties().iterator().next();
        if (!member.getValue().isString()) {
            return struct(node);
        }
        String text = member.getValue().stringValue();
        return switch (member.getKey()) {
            case BASE64 -> bytes(text);
            case DATE_TIME -> date(text);
            case FLOAT -> notFinite(text);
            default -> struct(node);
        };
    }

    private static byte[] bytes(String text) throws Malformed {
        try {
            return Base64.getDecoder().decode(LINE_BREAKS.matcher(text).replaceAll(""));
        } catch (IllegalArgumentException e) {
            throw new Malformed("a value of \"base64\" is no Base64: " + e.getMessage());
        }
    }

    private static Object date(String text) throws Malformed {
        try {
            TemporalAccessor date =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
            return date instanceof OffsetDateTime zoned ? zoned.toInstant() : date;
        } catch (DateTimeException e) {
            throw new Malformed("a value of \"dateTime\" should be as 2026-11-22T10:15:30 or 2026-11-22T10:15:30Z");
        }
    }

    private static Double notFinite(String text) throws Malformed {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new Malformed("a value of \"float\" should be nan, inf or -inf");
        };
    }

    /** A wire value as one line of UTF-8, with its end. Half a character becomes U+FFFD. */
    static byte[] line(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, value);
        }
        text.append('\n');
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .replaceWith("\uFFFD".getBytes(StandardCharsets.UTF_8))
                    .encode(CharBuffer.wrap(text.getBuffer()));
            byte[] line = new byte[bytes.remaining()];
            bytes.get(line);
            return line;
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("UTF-8 has all characters", e);
        }
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Long number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case Boolean flag -> json.writeBoolean(flag);
            case Double number when Double.isFinite(number) -> json.writeNumber(number);
            case Double number -> single(json, FLOAT, number.isNaN() ? "nan" : number > 0 ? "inf" : "-inf");
            case byte[] bytes -> single(json, BASE64, Base64.getEncoder().encodeToString(bytes));
            case Instant time -> single(json, DATE_TIME, DateTimeFormatter.ISO_INSTANT.format(time));
            case LocalDateTime date -> single(json, DATE_TIME, DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(date));
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(item -> write(json, item));
                json.writeEndArray();
            }
            case Map<?, ?> struct -> {
                json.writeStartObject();
                struct.forEach((name, member) -> {
                    json.writeName(String.valueOf(name));
                    write(json, member);
                });
                json.writeEndObject();
            }
            default ->
                throw new IllegalArgumentException("a " + value.getClass().getName() + " is no wire value");
        }
    }

    private static void single(JsonGenerator json, String key, String text) {
        json.writeStartObject();
        json.writeStringProperty(key, text);
        json.writeEndObject();
    }
}
