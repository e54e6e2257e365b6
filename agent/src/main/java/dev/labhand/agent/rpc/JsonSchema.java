package dev.labhand.agent.rpc;

import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.Simple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types of parameters and results as JSON Schema (draft 7, which OpenRPC 1.3.2 uses). */
final class JsonSchema {

    private JsonSchema() {}

    static Map<String, @Nullable Object> of(ValueType type) {
        return switch (type) {
            case ValueType.OneOf(List<String> words) -> schema("type", "string", "enum", words);
            case ValueType.ListOf(ValueType item) -> schema("type", "array", "items", of(item));
            case ValueType.StructOf(ValueType member) -> schema("type", "object", "additionalProperties", of(member));
            case ValueType.AnyOf(List<ValueType> types) ->
                schema("anyOf", types.stream().map(JsonSchema::of).toList());
            case Simple.ANY -> schema();
            case Simple.INT ->
                schema("type", "integer", "format", "int64", "minimum", Long.MIN_VALUE, "maximum", Long.MAX_VALUE);
            case Simple.NUMBER, Simple.DOUBLE -> schema("type", "number");
            case Simple.BOOLEAN -> schema("type", "boolean");
            case Simple.STRING -> schema("type", "string");
            case Simple.BYTES -> schema("anyOf", List.of(schema("type", "string"), base64()));
            case Simple.SECONDS -> schema("type", "number", "minimum", 0L);
            case Simple.DATE_TIME -> schema("type", "string", "format", "date-time");
            case Simple.LIST -> schema("type", "array");
            case Simple.STRUCT -> schema("type", "object");
            case Simple.NOTHING -> schema("type", "null");
        };
    }

    /** How exact bytes travel where plain text will not do. */
    private static Map<String, @Nullable Object> base64() {
        return schema(
                "type",
                "object",
                "properties",
                schema("base64", schema("type", "string", "contentEncoding", "base64")),
                "required",
                List.of("base64"),
                "additionalProperties",
                false);
    }

    private static Map<String, @Nullable Object> schema(Object... namesAndValues) {
        Map<String, @Nullable Object> schema = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            schema.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return schema;
    }
}
