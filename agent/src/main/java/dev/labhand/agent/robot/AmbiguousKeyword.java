package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType.Simple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Stands for a name that several libraries have. It is listed, so that a suite that uses it is told, in Robot's words, what to
 * write instead, whether it was imported before or after the name became ambiguous.
 *
 * @param fullNames those to choose from
 */
record AmbiguousKeyword(KeywordSpec spec, List<String> fullNames) implements RegisteredKeyword {

    /** Takes any arguments. */
    static AmbiguousKeyword of(String name, List<String> fullNames) {
        List<String> sorted = fullNames.stream().sorted().toList();
        String doc = "Several libraries have a keyword of this name. Give the full name of the one you want to use: "
                + sorted.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", ")) + ".";
        KeywordSpec spec = new KeywordSpec(
                name,
                name,
                doc,
                List.of(),
                List.of(rest("args", Kind.VARARGS), rest("kwargs", Kind.KWARGS)),
                Simple.ANY,
                "",
                false);
        return new AmbiguousKeyword(spec, sorted);
    }

    private static Parameter rest(String name, Kind kind) {
        return new Parameter(name, kind, Simple.ANY, true, Optional.empty(), "");
    }

    @Override
    public Binding bind(Invocation call) {
        return new Binding.Refused(Failure.invalidParams("Multiple keywords with name '" + spec.robotName()
                + "' found. Give the full name of the keyword you want to use:\n    "
                + String.join("\n    ", fullNames)));
    }

    @Override
    public Binding bindExactly(Invocation call) {
        return bind(call);
    }
}
