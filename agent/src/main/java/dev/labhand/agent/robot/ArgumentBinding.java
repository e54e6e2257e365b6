package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.KeywordName;
import dev.labhand.api.Invocation;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds each parameter its argument by Robot Framework's rules, with Robot's words for what is wrong, and converts it. Robot
 * checks most of this itself; its older versions, and clients that never asked for the arguments, do not. What may be passed by
 * position only is never told to Robot: the mark for it makes Robot Framework 4 miscount all arguments. So it is checked here
 * alone.
 */
sealed interface ArgumentBinding {

    /** The same call with each argument of its parameter's type. */
    record Bound(Invocation converted) implements ArgumentBinding {}

    /** The arguments do not fit: a sentence. */
    record Refused(String why) implements ArgumentBinding {}

    /** Binds the arguments of a call to a keyword that messages call by this name. */
    static ArgumentBinding bind(String name, KeywordSpec spec, Invocation call) {
        String problem = misfit(spec, call);
        return problem == null ? converted(spec, call) : new Refused("Keyword '" + name + "' " + problem + ".");
    }

    private static ArgumentBinding converted(KeywordSpec spec, Invocation call) {
        List<Parameter> positionals = spec.positional();
        List<@Nullable Object> positional = new ArrayList<>();
        for (Object given : call.positional()) {
            int place = positional.size();
            Parameter parameter = place < positionals.size()
                    ? positionals.get(place)
                    : spec.varargs().orElseThrow();
            switch (Conversion.of(parameter, parameter.name(), given)) {
                case Conversion.Value(var value) -> positional.add(value);
                // Null leaves out an argument, too, and keeps the place of those after it.
                case Conversion.LeftOut() -> positional.add(null);
                case Conversion.Impossible(String why) -> {
                    return new Refused(why);
                }
            }
        }
        Map<String, Parameter> byName = new HashMap<>();
        spec.parameters().stream().filter(ArgumentBinding::mayBeNamed).forEach(p -> byName.put(p.name(), p));
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> argument : call.named().entrySet()) {
            String name = argument.getKey();
            Parameter parameter =
                    byName.containsKey(name) ? byName.get(name) : spec.kwargs().orElseThrow();
            switch (Conversion.of(parameter, name, argument.getValue())) {
                case Conversion.Value(var value) -> named.put(name, value);
                case Conversion.LeftOut() -> {}
                case Conversion.Impossible(String why) -> {
                    return new Refused(why);
                }
            }
        }
        return new Bound(new Invocation(call.keyword(), positional, named));
    }

    /** What is wrong with the number and names of the arguments, or null: the first that Robot would tell. */
    private static @Nullable String misfit(KeywordSpec spec, Invocation call) {
        List<Parameter> positionals = spec.positional();
        int given = call.positional().size();
        Set<String> named = call.named().keySet();
        for (Parameter parameter : positionals.subList(0, Math.min(given, positionals.size()))) {
            if (isGivenByName(parameter, named)) {
                return "got multiple values for argument '" + parameter.name() + "'";
            }
        }
        int count = given
                + (int) positionals.stream()
                        .filter(p -> isGivenByName(p, named))
                        .count();
        int least = (int) positionals.stream().filter(p -> !p.optional()).count();
        boolean tooMany = count > positionals.size() && spec.varargs().isEmpty();
        if (count < least || tooMany) {
            return wrongCount(spec, least, count);
        }
        for (Parameter parameter : positionals.subList(Math.min(given, positionals.size()), positionals.size())) {
            if (!parameter.optional() && !isGivenByName(parameter, named)) {
                return "missing value for argument '" + parameter.name() + "'";
            }
        }
        Set<String> missing = spec.namedOnly().stream()
                .filter(p -> !p.optional() && !named.contains(p.name()))
                .map(Parameter::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            return "missing named-only argument" + s(missing.size()) + " " + listed(missing);
        }
        Set<String> unexpected = new TreeSet<>(named);
        spec.parameters().stream().filter(ArgumentBinding::mayBeNamed).forEach(p -> unexpected.remove(p.name()));
        if (!unexpected.isEmpty() && spec.kwargs().isEmpty()) {
            return "got unexpected named argument" + s(unexpected.size()) + " " + listed(unexpected);
        }
        return null;
    }

    /** Arguments that are embedded in the name are not counted: they are not written as arguments. */
    private static String wrongCount(KeywordSpec spec, int least, int count) {
        int embedded = KeywordName.embedded(spec.robotName()).size();
        int from = Math.max(0, least - embedded);
        int to = spec.positional().size() - embedded;
        boolean more = !spec.namedOnly().isEmpty() || spec.kwargs().isPresent();
        String argument = (more ? "non-named " : "") + "argument";
        String expected;
        if (spec.varargs().isPresent()) {
            expected = "at least " + from + " " + argument + s(from);
        } else {
            expected = from == to ? from + " " + argument + s(from) : from + " to " + to + " " + argument + "s";
        }
        return "expected " + expected + ", got " + Math.max(0, count - embedded);
    }

    private static boolean mayBeNamed(Parameter parameter) {
        return parameter.kind() == Kind.POSITIONAL_OR_NAMED || parameter.kind() == Kind.NAMED_ONLY;
    }

    private static boolean isGivenByName(Parameter parameter, Set<String> named) {
        return mayBeNamed(parameter) && named.contains(parameter.name());
    }

    private static String s(int count) {
        return count == 1 ? "" : "s";
    }

    /** Such as {@code 'a', 'b' and 'c'}. */
    private static String listed(Collection<String> names) {
        List<String> quoted = names.stream().map(name -> "'" + name + "'").toList();
        int last = quoted.size() - 1;
        return last == 0 ? quoted.getFirst() : String.join(", ", quoted.subList(0, last)) + " and " + quoted.getLast();
    }
}
