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
 * @param varargs each of the arguments beyond the last position, if there may be any
 * @param kwargs each of the arguments of other names, if there may be any
 */
record MethodSignature(List<Parameter> parameters, Optional<Parameter> varargs, Optional<Parameter> kwargs) {

    /** Nothing is known: texts are read as JSON where they are JSON. */
    static final MethodSignature UNKNOWN = new MethodSignature(List.of(), Optional.empty(), Optional.empty());

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private static final Parameter ANY = new Parameter("", false, Set.of());

    /**
     * One parameter.
     *
     * @param types the names of JSON Schema; none for any
     */
    record Parameter(String name, boolean namedOnly, Set<String> types) {

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
        List<Parameter> parameters = new ArrayList<>();
        Optional<Parameter> varargs = Optional.empty();
        for (Map<String, @Nullable Object> described : Structs.listOf(method.get("params"))) {
            if (!"varargs".equals(described.get("x-labhand-kind"))) {
                parameters.add(parameter(described));
            } else if (described.get("schema") instanceof Map<?, ?> list) {
                varargs = Optional.of(parameter(String.valueOf(described.get("name")), false, list.get("items")));
            }
        }
        Optional<Parameter> kwargs = method.get("x-labhand-kwargs") instanceof Map<?, ?> described
                ? Optional.of(parameter(Structs.of(described)))
                : Optional.empty();
        return new MethodSignature(List.copyOf(parameters), varargs, kwargs);
    }

    private static Parameter parameter(Map<String, @Nullable Object> described) {
        boolean namedOnly = Stream.of(described, described.get("schema"))
                .anyMatch(place -> place instanceof Map<?, ?> map && "named-only".equals(map.get("x-labhand-kind")));
        return parameter(String.valueOf(described.get("name")), namedOnly, described.get("schema"));
    }

    private static Parameter parameter(String name, boolean namedOnly, @Nullable Object schema) {
        Set<String> types = new HashSet<>();
        collectTypes(schema, types);
        return new Parameter(name, namedOnly, Set.copyOf(types));
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

    /** The parameter at a position: beyond the last come the varargs, or the struct of the named-only ones. */
    Parameter positional(int index) {
        List<Parameter> byPosition =
                parameters.stream().filter(parameter -> !parameter.namedOnly).toList();
        if (index < byPosition.size()) {
            return byPosition.get(index);
        }
        if (varargs.isPresent()) {
            return varargs.get();
        }
        return index == byPosition.size() && byPosition.size() < parameters.size()
                ? new Parameter("options", false, Set.of("object"))
                : ANY;
    }

    /** The parameter of a name. */
    Parameter named(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name.equals(name))
                .findFirst()
                .or(() -> varargs.isPresent() && varargs.get().name.equals(name) ? Optional.of(ANY) : kwargs)
                .orElse(ANY);
    }
}
