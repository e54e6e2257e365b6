package dev.labhand.agent.rpc;

import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.TypeName;
import dev.labhand.agent.keyword.WireKeyword;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.Simple;
import java.util.List;
import java.util.Optional;

/** A plugin's library, whose keyword has every kind of parameter. */
final class BoardLibrary {

    private BoardLibrary() {}

    private static KeywordSpec.Parameter parameter(String name, Kind kind, ValueType type, boolean optional) {
        return new KeywordSpec.Parameter(name, kind, type, optional, Optional.empty(), "About " + name + ".");
    }

    static Library create() {
        KeywordSpec spec = new KeywordSpec(
                "board.measure",
                "Measure",
                "Measures\n\nfor long.",
                List.of(),
                List.of(
                        parameter("unit", Kind.POSITIONAL_ONLY, Simple.STRING, false),
                        parameter("scale", Kind.POSITIONAL_OR_NAMED, Simple.INT, true),
                        parameter("pins", Kind.VARARGS, Simple.INT, true),
                        parameter("label", Kind.NAMED_ONLY, TypeName.parse("str | None"), true),
                        parameter("registers", Kind.KWARGS, TypeName.parse("list[int]"), true)),
                TypeName.parse("dict[str, float]"),
                "",
                true);
        return new Library(
                "Board", "", "", List.of(new WireKeyword(spec, (args, _, _) -> InvocationResult.passed(args))));
    }
}
