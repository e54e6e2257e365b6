package dev.labhand.agent.robot;

import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.Simple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A keyword's contract as Robot Framework reads it. Only forms that Robot Framework 4 understands, or ignores without harm: no
 * lists of types, no mark for positional-only arguments.
 */
final class KeywordInformation {

    private KeywordInformation() {}

    static Map<String, Object> all(KeywordSpec spec) {
        Map<String, Object> information = new LinkedHashMap<>();
        information.put("args", arguments(spec));
        information.put("types", types(spec));
        information.put("tags", spec.tags());
        information.put("doc", documentation(spec));
        return information;
    }

    /** Names, pairs of a name and its default, and a star before those that are named-only. */
    static List<Object> arguments(KeywordSpec spec) {
        List<Object> arguments = new ArrayList<>();
        boolean positional = true;
        for (Parameter parameter : spec.parameters()) {
            if (positional && parameter.kind() == Kind.NAMED_ONLY) {
                arguments.add("*");
                positional = false;
            }
            arguments.add(parameter.optional() ? pair(parameter) : parameter.name());
        }
        return arguments;
    }

    /** A default that means something else than a value is shown as None. */
    private static List<@Nullable Object> pair(Parameter parameter) {
        @Nullable
        Object standIn = parameter.defaultValue().isEmpty()
                ? null
                : parameter.defaultValue().get().value();
        return Arrays.asList(parameter.name(), standIn);
    }

    /** By argument, Robot's name for its type, and that of the result as {@code return}; those of any type are left out. */
    static Map<String, String> types(KeywordSpec spec) {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("return", name(spec.returns()));
        spec.parameters().forEach(parameter -> types.put(parameter.name(), type(parameter)));
        types.values().removeIf(String::isEmpty);
        return types;
    }

    /** What Robot may convert an argument to before it sends it. */
    private static String type(Parameter parameter) {
        if (parameter.type() == Simple.BYTES) {
            // Robot would make bytes of Latin-1 of text, which means UTF-8 here.
            return "";
        }
        boolean noneByDefault = parameter.optional() && parameter.defaultValue().isEmpty();
        // Without None in its type, Robot Framework 4 makes the text 'None' of None.
        return name(parameter.type()) + (parameter.type() == Simple.STRING && noneByDefault ? " | None" : "");
    }

    private static String name(ValueType type) {
        return switch (type) {
            case ValueType.OneOf(List<String> words) ->
                words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", ", "Literal[", "]"));
            case Simple.ANY -> "";
            case Simple.INT -> "int";
            case Simple.NUMBER -> "int | float";
            case Simple.DOUBLE -> "float";
            case Simple.BOOLEAN -> "bool";
            case Simple.STRING -> "str";
            case Simple.BYTES -> "bytes";
            case Simple.SECONDS -> "timedelta";
            case Simple.DATE_TIME -> "datetime";
            case Simple.LIST -> "list";
            case Simple.STRUCT -> "dict";
            case Simple.STRING_STRUCT -> "dict[str, str]";
            case Simple.NOTHING -> "None";
        };
    }

    /**
     * In Robot's documentation syntax: what it does, its arguments, its result. The headings and the indentation let Robot
     * Framework 7.5 and newer take the two lists apart.
     */
    static String documentation(KeywordSpec spec) {
        StringBuilder text = new StringBuilder(spec.doc());
        if (!spec.parameters().isEmpty()) {
            text.append("\n\n*Arguments:*\n");
            for (Parameter parameter : spec.parameters()) {
                text.append("  - ``")
                        .append(parameter.name())
                        .append("``: ")
                        .append(parameter.doc())
                        .append('\n');
            }
        }
        return text.append("\n\n*Returns:* ")
                .append(spec.returnsDoc())
                .toString()
                .strip();
    }
}
