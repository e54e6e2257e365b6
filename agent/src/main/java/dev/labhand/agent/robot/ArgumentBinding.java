package dev.labhand.agent.robot;

import dev.labhand.api.Invocation;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds each parameter its argument by Robot Framework's rules, with Robot's words for what is wrong, and converts it. Robot
 * checks most of this itself; its older versions, and clients that never asked for the arguments, do not.
 */
sealed interface ArgumentBinding {

    /** The same call with all arguments by name, each of its parameter's type. */
    record Bound(Invocation byName) implements ArgumentBinding {}

    /** The arguments do not fit: a sentence. */
    record Refused(String why) implements ArgumentBinding {}

    /** Binds the arguments of a call to a keyword that Robot knows by this name. */
    static ArgumentBinding bind(String name, KeywordSpec spec, Invocation call) {
        List<Parameter> positionals = of(spec, Kind.POSITIONAL_OR_NAMED);
        List<Parameter> namedOnly = of(spec, Kind.NAMED_ONLY);
        String problem = misfit(positionals, namedOnly, call);
        if (problem != null) {
            return new Refused("Keyword '" + name + "' " + problem + ".");
        }
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        List<Parameter> all = new ArrayList<>(positionals);
        all.addAll(namedOnly);
        for (int i = 0; i < all.size(); i++) {
            Parameter parameter = all.get(i);
            boolean byPosition = i < call.positional().size();
            if (!byPosition && !call.named().containsKey(parameter.name())) {
                continue;
            }
            Object given = byPosition ? call.positional().get(i) : call.named().get(parameter.name());
            switch (Conversion.of(parameter, given)) {
                case Conversion.Value(var value) -> arguments.put(parameter.name(), value);
                case Conversion.LeftOut() -> {}
                case Conversion.Impossible(String why) -> {
                    return new Refused(why);
                }
            }
        }
        return new Bound(new Invocation(call.keyword(), List.of(), arguments));
    }

    /** What is wrong with the number and names of the arguments, or null. */
    private static @Nullable String misfit(List<Parameter> positionals, List<Parameter> namedOnly, Invocation call) {
        int given = call.positional().size();
        Set<String> named = call.named().keySet();
        for (Parameter parameter : positionals.subList(0, Math.min(given, positionals.size()))) {
            if (named.contains(parameter.name())) {
                return "got multiple values for argument '" + parameter.name() + "'";
            }
        }
        int least = (int) positionals.stream().filter(p -> !p.optional()).count();
        int most = positionals.size();
        int count = given
                + (int) positionals.stream()
                        .filter(p -> named.contains(p.name()))
                        .count();
        if (count < least || count > most) {
            String arguments = (namedOnly.isEmpty() ? "" : "non-named ") + "argument";
            return "expected "
                    + (least == most
                            ? least + " " + arguments + s(least)
                            : least + " to " + most + " " + arguments + "s")
                    + ", got " + count;
        }
        for (Parameter parameter : positionals.subList(given, most)) {
            if (!parameter.optional() && !named.contains(parameter.name())) {
                return "missing value for argument '" + parameter.name() + "'";
            }
        }
        List<String> missing = namedOnly.stream()
                .filter(p -> !p.optional() && !named.contains(p.name()))
                .map(Parameter::name)
                .toList();
        if (!missing.isEmpty()) {
            return "missing named-only argument" + s(missing.size()) + " " + listed(missing);
        }
        Set<String> unexpected = new HashSet<>(named);
        positionals.forEach(p -> unexpected.remove(p.name()));
        namedOnly.forEach(p -> unexpected.remove(p.name()));
        if (!unexpected.isEmpty()) {
            return "got unexpected named argument" + s(unexpected.size()) + " " + listed(unexpected);
        }
        return null;
    }

    private static List<Parameter> of(KeywordSpec spec, Kind kind) {
        return spec.parameters().stream().filter(p -> p.kind() == kind).toList();
    }

    private static String s(int count) {
        return count == 1 ? "" : "s";
    }

    /** Such as {@code 'a', 'b' and 'c'}. */
    private static String listed(Collection<String> names) {
        String all = names.stream().sorted().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        int last = all.lastIndexOf("', '");
        return last < 0 ? all : all.substring(0, last + 1) + " and " + all.substring(last + 3);
    }
}
