package dev.labhand.agent.keyword;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.ValueType.Simple;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds each parameter its argument: by position, by name, or both. Where a keyword has named-only parameters, a positional
 * call may pass those as one trailing struct.
 */
final class Binder {

    private static final Object ABSENT = new Object();

    private final String keyword;
    private final List<JavaParameter> parameters;
    private final int positionals;
    private final Map<String, Integer> places = new HashMap<>();

    /** Parameters in the order of positional calls, named-only ones last. */
    Binder(String keyword, List<JavaParameter> parameters) {
        this.keyword = keyword;
        this.parameters = List.copyOf(parameters);
        this.positionals = (int) parameters.stream()
                .filter(p -> p.spec().kind() == Kind.POSITIONAL_OR_NAMED)
                .count();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).spec().name();
            if (places.put(name, i) != null) {
                throw new IllegalArgumentException("two parameters are called " + name);
            }
        }
    }

    /** What the arguments came to. */
    sealed interface Arguments {

        /** A Java value for each parameter, in order. */
        record Complete(@Nullable Object[] values) implements Arguments {}

        record Refused(Failure failure) implements Arguments {}
    }

    Arguments bind(Invocation call) {
        @Nullable Object[] given = new @Nullable Object[parameters.size()];
        Arrays.fill(given, ABSENT);
        String problem = place(call, given);
        if (problem == null) {
            problem = read(given);
        }
        return problem == null
                ? new Arguments.Complete(given)
                : new Arguments.Refused(Failure.invalidParams(keyword + ": " + problem));
    }

    /** Puts each argument in its parameter's place. Returns what is wrong, or null. */
    private @Nullable String place(Invocation call, @Nullable Object[] given) {
        List<@Nullable Object> positional = call.positional();
        int count = positional.size();
        if (endsWithOptions(positional)) {
            count--;
            if (positional.get(count) instanceof Map<?, ?> options) {
                for (Map.Entry<?, ?> option : options.entrySet()) {
                    String problem = placeNamed(String.valueOf(option.getKey()), option.getValue(), given, positionals);
                    if (problem != null) {
                        return problem;
                    }
                }
            } else if (positional.get(count) != null) {
                return "options should be a struct, not " + WireValues.kind(positional.get(count));
            }
        }
        if (count > positionals) {
            return "takes " + atMost() + ", not " + count;
        }
        for (int i = 0; i < count; i++) {
            given[i] = positional.get(i);
        }
        for (Map.Entry<String, @Nullable Object> argument : call.named().entrySet()) {
            String problem = placeNamed(argument.getKey(), argument.getValue(), given, 0);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String placeNamed(String name, @Nullable Object value, @Nullable Object[] given, int firstPlace) {
        Integer place = places.get(name);
        if (place == null || place < firstPlace) {
            String what = firstPlace == 0 ? "argument" : "option";
            return "there is no " + what + " " + Printable.of(name) + "; it takes " + names(firstPlace);
        }
        if (given[place] != ABSENT) {
            return name + " is given twice";
        }
        given[place] = value;
        return null;
    }

    /** Whether the last positional argument is the struct of options, even where optional arguments before it are left out. */
    private boolean endsWithOptions(List<@Nullable Object> positional) {
        int last = positional.size() - 1;
        if (last < 0 || positionals == parameters.size()) {
            return false;
        }
        if (last >= positionals) {
            return last == positionals;
        }
        JavaParameter parameter = parameters.get(last);
        boolean takesStructs = parameter.type().type() == Simple.STRUCT
                || parameter.type().type() == Simple.STRING_STRUCT
                || parameter.type().type() == Simple.BYTES
                || parameter.type().type() == Simple.ANY;
        return parameter.spec().optional() && !takesStructs && positional.get(last) instanceof Map;
    }

    /** Replaces each wire value by its Java value. Returns what is wrong, or null. */
    private @Nullable String read(@Nullable Object[] given) {
        for (int i = 0; i < given.length; i++) {
            JavaParameter parameter = parameters.get(i);
            if (given[i] == ABSENT) {
                if (!parameter.spec().optional()) {
                    return parameter.spec().name() + " is missing";
                }
                given[i] = parameter.leftOut();
                continue;
            }
            String broken = BrokenText.in(parameter.spec().name(), given[i]);
            if (broken != null) {
                return broken;
            }
            switch (parameter.accept(given[i])) {
                case JavaParameter.Argument.Accepted(var value) -> given[i] = value;
                case JavaParameter.Argument.Wrong(String why) -> {
                    return why;
                }
            }
        }
        return null;
    }

    private String atMost() {
        String arguments = switch (positionals) {
            case 0 -> "no arguments";
            case 1 -> "1 argument (" + names(0, 1) + ")";
            default -> positionals + " arguments (" + names(0, positionals) + ")";
        };
        boolean fewerWillDo =
                parameters.stream().limit(positionals).anyMatch(p -> p.spec().optional());
        String options = positionals < parameters.size() ? " and a struct of options" : "";
        return (fewerWillDo ? "at most " : "") + arguments + options;
    }

    private String names(int from) {
        return parameters.isEmpty() ? "none" : names(from, parameters.size());
    }

    private String names(int from, int to) {
        return parameters.subList(from, to).stream().map(p -> p.spec().name()).collect(Collectors.joining(", "));
    }
}
