package dev.labhand.controller.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a keyword takes, as an agent's {@code rpc.discover} tells (OpenRPC 1.3 with JSON Schema).
 *
 * @param positional what may be passed by position
 * @param varargs each further argument by position
 * @param named all that have names
 * @param kwargs each further argument by name
 */
record MethodSignature(
        List<Parameter> positional, Optional<Parameter> varargs, List<Parameter> named, Optional<Parameter> kwargs) {

    /** Nothing is known: texts are read as JSON where they are JSON. */
    static final MethodSignature UNKNOWN =
            new MethodSignature(List.of(), Optional.empty(), List.of(), Optional.empty());

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private static final Parameter ANY = new Parameter("", Set.of());

    /**
     * One parameter.
     *
     * @param types the names of JSON Schema; none for any
     */
    record Parameter(String name, Set<String> types) {

        /**
         * The text as a value of a type that this takes.
         *
         * @throws IllegalArgumentException that names the parameter, the types and what was given
         */
        @Nullable
        Object convert(TextArgument argument) {
            String text = argument.text();
            if (types.equals(Set.of("string"))) {
                return text;
            }
            Object value = asNumber(text).orElse(argument.untyped().value());
            if (types.isEmpty() || fits(value)) {
                return value;
            }
            if (types.contains("string")) {
                return text;
            }
            throw new IllegalArgumentException("argument '" + name + "' should be of type "
                    + String.join(" or ", types.stream().sorted().toList()) + ", but '" + text + "' was given");
        }

        /** People also write numbers in ways that JSON does not: {@code +5}, {@code 007}, {@code .5}. */
        private Optional<Object> asNumber(String text) {
            boolean wanted = types.contains("integer") || types.contains("number");
            if (!wanted || !NUMBER.matcher(text).matches()) {
                return Optional.empty();
            }
            try {
                return Optional.of(Long.parseLong(text));
            } catch (NumberFormatException e) {
                double number = Double.parseDouble(text);
                boolean whole = text.chars().allMatch(c -> Character.isDigit(c) || c == '+' || c == '-');
                return whole || !Double.isFinite(number) ? Optional.empty() : Optional.of(number);
            }
        }

        private boolean fits(@Nullable Object value) {
            return switch (value) {
                case null -> types.contains("null");
                case Boolean _ -> types.contains("boolean");
                case Long _ -> types.contains("integer") || types.contains("number");
                case Double _ -> types.contains("number");
                case List<?> _ -> types.contains("array");
                case Map<?, ?> _ -> types.contains("object");
                default -> types.contains("string");
            };
        }
    }

    /** Finds a method in an OpenRPC document; empty if the document does not have it. */
    static Optional<MethodSignature> find(@Nullable Object document, String method) {
        if (!(document instanceof Map<?, ?> root)) {
            return Optional.empty();
        }
        return Structs.listOf(root.get("methods")).stream()
                .filter(candidate -> method.equals(candidate.get("name")))
                .findFirst()
                .map(MethodSignature::of);
    }

    private static MethodSignature of(Map<String, @Nullable Object> method) {
        List<Parameter> positional = new ArrayList<>();
        List<Parameter> named = new ArrayList<>();
        Optional<Parameter> varargs = Optional.empty();
        for (Map<String, @Nullable Object> described : Structs.listOf(method.get("params"))) {
            Parameter parameter = parameter(described, described.get("schema"));
            named.add(parameter);
            if (isOfKind("varargs", described)) {
                varargs = Optional.of(parameter(described, member(described.get("schema"), "items")));
            } else if (!isOfKind("named-only", described)) {
                positional.add(parameter);
            }
        }
        Optional<Parameter> kwargs = method.get("x-labhand-kwargs") instanceof Map<?, ?> rest
                ? Optional.of(parameter(rest, rest.get("schema")))
                : Optional.empty();
        return new MethodSignature(positional, varargs, named, kwargs);
    }

    private static boolean isOfKind(String kind, Map<String, @Nullable Object> described) {
        return Stream.of(described, described.get("schema"))
                .anyMatch(place -> kind.equals(member(place, "x-labhand-kind")));
    }

    private static @Nullable Object member(@Nullable Object struct, String name) {
        return struct instanceof Map<?, ?> members ? members.get(name) : null;
    }

    private static Parameter parameter(Map<?, ?> described, @Nullable Object schema) {
        Set<String> types = new HashSet<>();
        collectTypes(schema, types);
        return new Parameter(String.valueOf(described.get("name")), Set.copyOf(types));
    }

    /** A schema without a type takes anything, and so does a choice that has such a schema. */
    private static void collectTypes(@Nullable Object schema, Set<String> types) {
        if (!(schema instanceof Map<?, ?> members)) {
            return;
        }
        switch (members.get("type")) {
            case String type -> types.add(type);
            case List<?> several -> several.forEach(type -> types.add(String.valueOf(type)));
            case null, default -> {}
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            Structs.listOf(members.get(choice)).forEach(option -> collectTypes(option, types));
        }
        if (members.get("enum") instanceof List<?> words
                && types.isEmpty()
                && words.stream().allMatch(String.class::isInstance)) {
            types.add("string");
        }
    }

    /** The parameter at a position: beyond the last come the further ones or else the struct of the named-only ones. */
    Parameter positional(int index) {
        if (index < positional.size()) {
            return positional.get(index);
        }
        boolean options = named.size() > positional.size() || kwargs.isPresent();
        return varargs.orElse(options && index == positional.size() ? new Parameter("options", Set.of("object")) : ANY);
    }

    /** The parameter of a name. */
    Parameter named(String name) {
        return named.stream()
                .filter(parameter -> parameter.name.equals(name))
                .findFirst()
                .or(() -> kwargs)
                .orElse(ANY);
    }
}
