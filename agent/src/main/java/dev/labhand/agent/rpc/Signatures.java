package dev.labhand.agent.rpc;

import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A keyword's contract as XML-RPC signatures. */
final class Signatures {

    private Signatures() {}

    /**
     * One for each number of arguments, of which those beyond the named ones are shown once; where numbers may be of either
     * type, one for integers and one for doubles.
     */
    static List<List<String>> of(KeywordSpec spec) {
        List<Parameter> positional = Stream.concat(spec.positional().stream(), spec.varargs().stream())
                .toList();
        int all = spec.positional().size();
        int required = (int) positional.stream().filter(p -> !p.optional()).count();
        boolean options = !spec.namedOnly().isEmpty() || spec.kwargs().isPresent();
        boolean optionsNeeded = spec.namedOnly().stream().anyMatch(p -> !p.optional());

        List<List<ValueType>> shapes = new ArrayList<>();
        for (int count = required; count <= positional.size(); count++) {
            List<ValueType> shape = new ArrayList<>();
            shape.add(spec.returns());
            positional.stream().limit(count).map(Parameter::type).forEach(shape::add);
            if (!optionsNeeded) {
                shapes.add(shape);
            }
            if (options && count >= all) {
                shapes.add(
                        Stream.concat(shape.stream(), Stream.of(Simple.STRUCT)).toList());
            }
        }
        return shapes.stream().flatMap(Signatures::named).distinct().toList();
    }

    private static Stream<List<String>> named(List<ValueType> shape) {
        Stream<String> numbers = shape.contains(Simple.NUMBER) ? Stream.of("int", "double") : Stream.of("");
        return numbers.map(
                number -> shape.stream().map(type -> name(type, number)).toList());
    }

    private static String name(ValueType type, String number) {
        return switch (type) {
            case ValueType.OneOf _ -> "string";
            case ValueType.ListOf _ -> "array";
            case ValueType.StructOf _ -> "struct";
            case ValueType.AnyOf _ -> "any";
            case Simple.ANY -> "any";
            case Simple.INT -> "int";
            case Simple.NUMBER -> number;
            case Simple.DOUBLE, Simple.SECONDS -> "double";
            case Simple.BOOLEAN -> "boolean";
            case Simple.STRING -> "string";
            case Simple.BYTES -> "base64";
            case Simple.DATE_TIME -> "dateTime.iso8601";
            case Simple.LIST -> "array";
            case Simple.STRUCT -> "struct";
            case Simple.NOTHING -> "nil";
        };
    }
}
