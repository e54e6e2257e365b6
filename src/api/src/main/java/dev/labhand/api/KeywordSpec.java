package dev.labhand.api;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The contract of one keyword: all that a face needs to list, document and bind it.
 *
 * @param name the name on the RPC faces, such as {@code job.start} or {@code board.flash_image}
 * @param robotName the name that Robot Framework shows, such as {@code Flash Image}; {@code ${…}} in it are embedded arguments,
 *     which are passed as the first positional ones
 * @param doc what it does; may be empty
 * @param tags words to select it by
 * @param parameters in the order of {@link Kind}
 * @param returns the type of the result
 * @param returnsDoc what the result is; may be empty
 * @param blocking whether a call may wait for anything
 */
public record KeywordSpec(
        String name,
        String robotName,
        String doc,
        List<String> tags,
        List<Parameter> parameters,
        ValueType returns,
        String returnsDoc,
        boolean blocking) {

    /**
     * Checks the parameters.
     *
     * @throws IllegalArgumentException if they are in an order that no call could fit, two have the same name, or there are two
     *     that take the rest
     */
    public KeywordSpec {
        tags = List.copyOf(tags);
        parameters = List.copyOf(parameters);
        check(parameters);
    }

    /** How an argument may be passed. Parameters come in this order. */
    public enum Kind {
        POSITIONAL_ONLY,
        POSITIONAL_OR_NAMED,
        /** All further positional arguments. The parameter's type is that of each. There is at most one. */
        VARARGS,
        NAMED_ONLY,
        /** All further named arguments. The parameter's type is that of each. There is at most one. */
        KWARGS;

        /** Whether this is one argument that may be passed by position. */
        public boolean isPositional() {
            return this == POSITIONAL_ONLY || this == POSITIONAL_OR_NAMED;
        }

        /** Whether the parameter takes any number of arguments. */
        public boolean isRest() {
            return this == VARARGS || this == KWARGS;
        }
    }

    /** A value that stands in for an argument left out. */
    public record Default(@Nullable Object value) {}

    /**
     * One parameter.
     *
     * @param type of the argument, or of each argument if it takes {@linkplain Kind#isRest() the rest}
     * @param optional whether the argument may be left out; true if it takes the rest
     * @param defaultValue what stands in for it then; empty also where leaving it out has a meaning of its own
     * @param doc what it means; may be empty
     */
    public record Parameter(
            String name, Kind kind, ValueType type, boolean optional, Optional<Default> defaultValue, String doc) {}

    /** The parameters that may be passed by position. */
    public List<Parameter> positional() {
        return parameters.stream().filter(p -> p.kind().isPositional()).toList();
    }

    /** The parameter for all further positional arguments. */
    public Optional<Parameter> varargs() {
        return parameters.stream().filter(p -> p.kind() == Kind.VARARGS).findFirst();
    }

    /** The parameters that may only be passed by name. */
    public List<Parameter> namedOnly() {
        return parameters.stream().filter(p -> p.kind() == Kind.NAMED_ONLY).toList();
    }

    /** The parameter for all further named arguments. */
    public Optional<Parameter> kwargs() {
        return parameters.stream().filter(p -> p.kind() == Kind.KWARGS).findFirst();
    }

    private static void check(List<Parameter> parameters) {
        Set<String> names = new HashSet<>();
        Parameter before = null;
        for (Parameter parameter : parameters) {
            Kind kind = parameter.kind();
            if (parameter.name().isBlank()) {
                throw new IllegalArgumentException("a parameter has no name");
            } else if (!names.add(parameter.name())) {
                throw new IllegalArgumentException("two parameters are called " + parameter.name());
            } else if (kind.isRest()
                    && (!parameter.optional() || parameter.defaultValue().isPresent())) {
                throw new IllegalArgumentException("parameter " + parameter.name()
                        + " takes the rest, which is always optional, without a default");
            }
            if (before != null) {
                checkAfter(before, parameter);
            }
            before = parameter;
        }
    }

    private static void checkAfter(Parameter before, Parameter parameter) {
        int order = before.kind().compareTo(parameter.kind());
        if (order > 0 || (order == 0 && parameter.kind().isRest())) {
            throw new IllegalArgumentException("parameter " + parameter.name() + " (" + parameter.kind()
                    + ") comes after " + before.name() + " (" + before.kind() + ")");
        } else if (parameter.kind().isPositional() && before.optional() && !parameter.optional()) {
            throw new IllegalArgumentException(
                    "required parameter " + parameter.name() + " comes after an optional one");
        }
    }
}
