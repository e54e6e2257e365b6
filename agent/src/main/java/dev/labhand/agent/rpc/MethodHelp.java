package dev.labhand.agent.rpc;

import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A keyword's contract as text for people. */
public final class MethodHelp {

    private MethodHelp() {}

    /** Several lines: the call, what it does, each parameter, the result. */
    public static String of(KeywordSpec spec) {
        StringBuilder text = new StringBuilder();
        text.append(usage(spec)).append("\n\n").append(spec.doc()).append('\n');
        append(text, "Parameters", spec, Kind.POSITIONAL_OR_NAMED);
        append(text, "Options (named, or together as one trailing struct)", spec, Kind.NAMED_ONLY);
        return text.append("\nReturns ").append(spec.returnsDoc()).append('.').toString();
    }

    /** One line, such as {@code exec(target, command, options?)}. */
    public static String usage(KeywordSpec spec) {
        List<Parameter> positional = of(spec, Kind.POSITIONAL_OR_NAMED);
        List<Parameter> options = of(spec, Kind.NAMED_ONLY);
        String arguments = positional.stream()
                .map(p -> p.name() + (p.optional() ? "?" : ""))
                .collect(Collectors.joining(", "));
        String all = options.isEmpty() ? "" : options.stream().allMatch(Parameter::optional) ? "options?" : "options";
        return spec.name() + "(" + arguments + (arguments.isEmpty() || all.isEmpty() ? "" : ", ") + all + ")";
    }

    /** A type in a word or two, such as {@code number}. */
    public static String type(ValueType type) {
        return switch (type) {
            case ValueType.OneOf(List<String> words) -> String.join(" | ", words);
            case ValueType.Simple.STRING_STRUCT -> "struct of strings";
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

    private static List<Parameter> of(KeywordSpec spec, Kind kind) {
        return spec.parameters().stream().filter(p -> p.kind() == kind).toList();
    }

    private static void append(StringBuilder text, String title, KeywordSpec spec, Kind kind) {
        List<Parameter> parameters = of(spec, kind);
        if (parameters.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append(":\n");
        for (Parameter parameter : parameters) {
            String standIn = standIn(parameter);
            text.append("  ").append(parameter.name()).append(" (").append(type(parameter.type()));
            if (!standIn.isEmpty()) {
                text.append(", default ").append(standIn);
            } else if (parameter.optional()) {
                text.append(", optional");
            }
            text.append("): ").append(parameter.doc()).append('\n');
        }
    }
}
