package dev.labhand.agent.rpc;

import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A keyword's contract as text for people. */
public final class MethodHelp {

    private MethodHelp() {}

    /** Several lines: the call, what it does, each parameter, the result. */
    public static String of(KeywordSpec spec) {
        StringBuilder text = new StringBuilder(usage(spec)).append('\n');
        if (!spec.doc().isBlank()) {
            text.append('\n').append(spec.doc()).append('\n');
        }
        append(text, "Parameters", spec.positional());
        append(text, "Any number of further arguments", spec.varargs().stream().toList());
        append(text, "Options (named, or together as one trailing struct)", spec.namedOnly());
        append(text, "Any number of further options", spec.kwargs().stream().toList());
        if (!spec.returnsDoc().isBlank()) {
            text.append("\nReturns ").append(spec.returnsDoc()).append('.');
        }
        return text.toString().strip();
    }

    /** One line, such as {@code exec(target, command, options?)} or {@code board.measure(unit, *pins)}. */
    public static String usage(KeywordSpec spec) {
        List<String> arguments = new ArrayList<>();
        spec.positional().forEach(p -> arguments.add(p.name() + (p.optional() ? "?" : "")));
        spec.varargs().ifPresent(p -> arguments.add("*" + p.name()));
        if (spec.namedOnly().stream().anyMatch(p -> !p.optional())) {
            arguments.add("options");
        } else if (!spec.namedOnly().isEmpty() || spec.kwargs().isPresent()) {
            arguments.add("options?");
        }
        return spec.name() + "(" + String.join(", ", arguments) + ")";
    }

    /** How an argument may be passed, for a reader; empty if by position and by name. */
    public static String kind(Parameter parameter) {
        return switch (parameter.kind()) {
            case POSITIONAL_ONLY -> "by position only";
            case POSITIONAL_OR_NAMED -> "";
            case VARARGS -> "any number of them";
            case NAMED_ONLY -> "an option";
            case KWARGS -> "options of any name";
        };
    }

    /** A type in a word or two, such as {@code number}. */
    public static String type(ValueType type) {
        return switch (type) {
            case ValueType.OneOf(List<String> words) -> String.join(" | ", words);
            case ValueType.ListOf(ValueType item) -> "list of " + type(item);
            case ValueType.StructOf(ValueType member) -> "struct of " + type(member);
            case ValueType.AnyOf(List<ValueType> types) ->
                types.stream().map(MethodHelp::type).collect(Collectors.joining(" | "));
            case ValueType.Simple.DATE_TIME -> "date";
            case ValueType.Simple simple -> simple.name().toLowerCase(Locale.ROOT);
        };
    }

    /** What a default looks like to a reader; empty if there is none. */
    public static String standIn(Parameter parameter) {
        if (parameter.defaultValue().isEmpty()) {
            return "";
        }
        @Nullable Object value = parameter.defaultValue().get().value();
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }

    private static void append(StringBuilder text, String title, List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append(":\n");
        for (Parameter parameter : parameters) {
            String standIn = standIn(parameter);
            text.append("  ").append(parameter.name()).append(" (").append(type(parameter.type()));
            if (!standIn.isEmpty()) {
                text.append(", default ").append(standIn);
            } else if (parameter.optional() && !parameter.kind().isRest()) {
                text.append(", optional");
            }
            text.append(parameter.kind() == Kind.POSITIONAL_ONLY ? ", by position only)" : ")");
            text.append(parameter.doc().isBlank() ? "" : ": " + parameter.doc()).append('\n');
        }
    }
}
