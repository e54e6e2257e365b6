package dev.labhand.agent.robot;

import dev.labhand.api.KeywordSpec;
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
 * lists of types, and no mark {@code /} for positional-only arguments, which makes it miscount. Those look like any others here;
 * {@link ArgumentBinding} refuses them by name.
 */
final class KeywordInformation {

    private KeywordInformation() {}

    static Map<String, Object> all(RobotKeyword keyword) {
        KeywordSpec spec = keyword.spec();
        Map<String, Object> information = new LinkedHashMap<>();
        information.put("args", arguments(spec));
        information.put("types", types(spec));
        information.put("tags", spec.tags());
        information.put("doc", keyword.documentation());
        return information;
    }

    /** Names, pairs of a name and its default; {@code *rest} or a mere star before those that are named-only; {@code **kw}. */
    static List<Object> arguments(KeywordSpec spec) {
        List<Object> arguments = new ArrayList<>();
        spec.positional().forEach(parameter -> arguments.add(argument(parameter)));
        if (spec.varargs().isPresent()) {
            arguments.add("*" + spec.varargs().get().name());
        } else if (!spec.namedOnly().isEmpty()) {
            arguments.add("*");
        }
        spec.namedOnly().forEach(parameter -> arguments.add(argument(parameter)));
        spec.kwargs().ifPresent(parameter -> arguments.add("**" + parameter.name()));
        return arguments;
    }

    /** A default that means something else than a value is shown as None. */
    private static Object argument(Parameter parameter) {
        if (!parameter.optional()) {
            return parameter.name();
        }
        @Nullable
        Object standIn = parameter.defaultValue().isEmpty()
                ? null
                : parameter.defaultValue().get().value();
        return Arrays.asList(parameter.name(), shown(standIn));
    }

    private static @Nullable Object shown(@Nullable Object standIn) {
        try {
            return ReturnValue.of(standIn);
        } catch (Misfit e) {
            // The keyword's default is what it is; only Robot cannot have it as a value.
            return PythonText.of(standIn);
        }
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
        if (isBetterConvertedHere(parameter.type())) {
            return "";
        }
        boolean noneByDefault = parameter.optional()
                && !parameter.kind().isRest()
                && parameter.defaultValue().isEmpty();
        // Without None in its type, Robot Framework 4 makes the text 'None' of None.
        return name(parameter.type()) + (parameter.type() == Simple.STRING && noneByDefault ? " | None" : "");
    }

    /** Robot would make bytes of Latin-1 of text, which means UTF-8 here, and lose the parts of a second of a date. */
    private static boolean isBetterConvertedHere(ValueType type) {
        return switch (type) {
            case Simple simple -> simple == Simple.BYTES || simple == Simple.DATE_TIME;
            case ValueType.OneOf _ -> false;
            case ValueType.ListOf(ValueType item) -> isBetterConvertedHere(item);
            case ValueType.StructOf(ValueType member) -> isBetterConvertedHere(member);
            case ValueType.AnyOf(List<ValueType> types) ->
                types.stream().anyMatch(KeywordInformation::isBetterConvertedHere);
        };
    }

    private static String name(ValueType type) {
        return switch (type) {
            case ValueType.OneOf(List<String> words) ->
                words.stream().map(KeywordInformation::quoted).collect(Collectors.joining(", ", "Literal[", "]"));
            case ValueType.ListOf(ValueType item) -> "list[" + name(item) + "]";
            case ValueType.StructOf(ValueType member) -> "dict[str, " + name(member) + "]";
            case ValueType.AnyOf(List<ValueType> types) ->
                types.stream().map(KeywordInformation::name).collect(Collectors.joining(" | "));
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
            case Simple.NOTHING -> "None";
        };
    }

    private static String quoted(String word) {
        return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /**
     * In Robot's documentation syntax: what it does, its arguments, its result. The headings and the indentation let Robot
     * Framework 7.5 and newer take the two lists apart.
     */
    static String documentation(KeywordSpec spec) {
        StringBuilder text = new StringBuilder(spec.doc());
        List<Parameter> documented =
                spec.parameters().stream().filter(p -> !p.doc().isBlank()).toList();
        if (!documented.isEmpty()) {
            text.append("\n\n*Arguments:*\n");
            for (Parameter parameter : documented) {
                text.append("  - ``")
                        .append(parameter.name())
                        .append("``: ")
                        .append(parameter.doc())
                        .append('\n');
            }
        }
        if (!spec.returnsDoc().isBlank()) {
            text.append("\n\n*Returns:* ").append(spec.returnsDoc());
        }
        return text.toString().strip();
    }
}
