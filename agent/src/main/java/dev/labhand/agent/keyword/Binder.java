package dev.labhand.agent.keyword;

import dev.labhand.agent.keyword.ArgumentReader.Argument;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds each parameter its argument: by position, by name, or both. */
final class Binder {

    /** In the place of an argument that was not given. */
    static final Object ABSENT = new Object();

    private static final int NONE = -1;

    private final String keyword;
    private final List<? extends ArgumentReader> readers;
    private final int positionals;
    private final int varargs;
    private final int kwargs;
    private final boolean takesOptions;

    /** The places of what may be passed by name. */
    private final Map<String, Integer> named = new HashMap<>();

    /** Readers in the order of the parameters of a {@link dev.labhand.api.KeywordSpec}. */
    Binder(String keyword, List<? extends ArgumentReader> readers) {
        this.keyword = keyword;
        this.readers = List.copyOf(readers);
        this.positionals = (int)
                readers.stream().filter(r -> r.spec().kind().isPositional()).count();
        this.varargs = place(Kind.VARARGS);
        this.kwargs = place(Kind.KWARGS);
        this.takesOptions = kwargs != NONE || place(Kind.NAMED_ONLY) != NONE;
        for (int i = 0; i < readers.size(); i++) {
            Parameter parameter = readers.get(i).spec();
            if (parameter.kind() == Kind.POSITIONAL_OR_NAMED || parameter.kind() == Kind.NAMED_ONLY) {
                named.put(parameter.name(), i);
            }
        }
    }

    private int place(Kind kind) {
        return IntStream.range(0, readers.size())
                .filter(i -> readers.get(i).spec().kind() == kind)
                .findFirst()
                .orElse(NONE);
    }

    /** What was given for each parameter, and beyond them. */
    private static final class Given {
        final @Nullable Object[] values;
        List<?> rest = List.of();
        final Map<String, @Nullable Object> more = new LinkedHashMap<>();

        Given(int parameters) {
            values = new @Nullable Object[parameters];
            Arrays.fill(values, ABSENT);
        }
    }

    /** What the arguments came to. */
    sealed interface Arguments {

        /** A value for each parameter, in order: a list for varargs, a map for kwargs. */
        record Complete(@Nullable Object[] values) implements Arguments {}

        record Refused(Failure failure) implements Arguments {}
    }

    /** Binds by the rules of {@link RegisteredKeyword#bind}. */
    Arguments bind(Invocation call) {
        Given given = new Given(readers.size());
        List<@Nullable Object> positional = call.positional();
        Map<String, @Nullable Object> byName = call.named();
        if (endsWithOptions(positional)) {
            String problem = placeOptions(positional.getLast(), given);
            if (problem != null) {
                return refused(problem);
            }
            positional = positional.subList(0, positional.size() - 1);
        }
        if (varargs != NONE && positional.isEmpty() && byName.containsKey(name(varargs))) {
            if (!(byName.get(name(varargs)) instanceof List<?> rest)) {
                return refused(
                        name(varargs) + " should be an array, not " + WireValues.kind(byName.get(name(varargs))));
            }
            given.rest = rest;
            byName = new LinkedHashMap<>(byName);
            byName.remove(name(varargs));
        }
        return complete(positional, byName, given);
    }

    /** Binds by the rules of {@link RegisteredKeyword#bindExactly}. */
    Arguments bindExactly(Invocation call) {
        return complete(call.positional(), call.named(), new Given(readers.size()));
    }

    private Arguments complete(List<@Nullable Object> positional, Map<String, @Nullable Object> byName, Given given) {
        String problem = place(positional, byName, given);
        if (problem == null) {
            problem = read(given);
        }
        return problem == null ? new Arguments.Complete(given.values) : refused(problem);
    }

    private Arguments refused(String problem) {
        return new Arguments.Refused(Failure.invalidParams(keyword + ": " + problem));
    }

    /**
     * Whether the last positional argument is the struct of options, even where optional arguments before it are left out. Where
     * further positional arguments are taken, a struct at the end is.
     */
    private boolean endsWithOptions(List<@Nullable Object> positional) {
        int last = positional.size() - 1;
        if (last < 0 || !takesOptions) {
            return false;
        }
        if (last >= positionals) {
            return varargs == NONE ? last == positionals : positional.get(last) instanceof Map;
        }
        Parameter parameter = readers.get(last).spec();
        return parameter.optional() && !takesStructs(parameter.type()) && positional.get(last) instanceof Map;
    }

    private static boolean takesStructs(ValueType type) {
        return switch (type) {
            case ValueType.Simple.STRUCT, ValueType.Simple.BYTES, ValueType.Simple.ANY -> true;
            case ValueType.StructOf _ -> true;
            case ValueType.AnyOf(List<ValueType> types) -> types.stream().anyMatch(Binder::takesStructs);
            default -> false;
        };
    }

    private @Nullable String placeOptions(@Nullable Object options, Given given) {
        if (options == null) {
            return null;
        }
        if (!(options instanceof Map<?, ?> struct)) {
            return "options should be a struct, not " + WireValues.kind(options);
        }
        for (Map.Entry<?, ?> option : struct.entrySet()) {
            String name = String.valueOf(option.getKey());
            Integer place = named.get(name);
            if (place == null ? kwargs == NONE : place < positionals) {
                return "there is no option " + Printable.of(name) + "; it takes " + names(positionals);
            }
            String problem = placeNamed(name, option.getValue(), given);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    /** Puts each argument in its parameter's place. Returns what is wrong, or null. */
    private @Nullable String place(
            List<@Nullable Object> positional, Map<String, @Nullable Object> byName, Given given) {
        int count = positional.size();
        if (count > positionals) {
            if (varargs == NONE) {
                return "takes " + atMost() + ", not " + count;
            }
            given.rest = positional.subList(positionals, count);
        }
        for (int i = 0; i < Math.min(count, positionals); i++) {
            given.values[i] = positional.get(i);
        }
        for (Map.Entry<String, @Nullable Object> argument : byName.entrySet()) {
            String problem = placeNamed(argument.getKey(), argument.getValue(), given);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String placeNamed(String name, @Nullable Object value, Given given) {
        Integer place = named.get(name);
        if (place != null) {
            if (given.values[place] != ABSENT) {
                return name + " is given twice";
            }
            given.values[place] = value;
            return null;
        }
        if (kwargs == NONE) {
            return readers.stream()
                            .limit(positionals)
                            .anyMatch(r -> r.spec().name().equals(name))
                    ? name + " can be passed by position only"
                    : "there is no argument " + Printable.of(name) + "; it takes " + names(0);
        }
        if (given.more.containsKey(name)) {
            return Printable.of(name) + " is given twice";
        }
        given.more.put(name, value);
        return null;
    }

    /** Replaces each wire value by the keyword's. Returns what is wrong, or null. */
    private @Nullable String read(Given given) {
        for (int i = 0; i < given.values.length; i++) {
            Argument argument = switch (readers.get(i).spec().kind()) {
                case VARARGS -> items(readers.get(i), given.rest);
                case KWARGS -> members(readers.get(i), given.more);
                default -> one(readers.get(i), given.values[i], given.more.keySet());
            };
            switch (argument) {
                case Argument.Accepted(var value) -> given.values[i] = value;
                case Argument.Wrong(String why) -> {
                    return why;
                }
            }
        }
        return null;
    }

    private static Argument one(ArgumentReader reader, @Nullable Object given, Set<String> more) {
        Parameter parameter = reader.spec();
        if (given != ABSENT) {
            return reader.accept(parameter.name(), given);
        }
        return parameter.optional()
                ? new Argument.Accepted(reader.leftOut())
                : new Argument.Wrong(parameter.name() + " is missing"
                        + (more.contains(parameter.name()) ? ": it can be passed by position only" : ""));
    }

    private static Argument items(ArgumentReader reader, List<?> given) {
        List<@Nullable Object> items = new ArrayList<>(given.size());
        for (Object item : given) {
            switch (reader.accept(reader.spec().name() + "[" + items.size() + "]", item)) {
                case Argument.Accepted(var value) -> items.add(value);
                case Argument.Wrong wrong -> {
                    return wrong;
                }
            }
        }
        return new Argument.Accepted(Collections.unmodifiableList(items));
    }

    private static Argument members(ArgumentReader reader, Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> members = LinkedHashMap.newLinkedHashMap(given.size());
        for (Map.Entry<String, @Nullable Object> member : given.entrySet()) {
            String name = member.getKey();
            switch (reader.accept(Printable.of(name), member.getValue())) {
                case Argument.Accepted(var value) -> members.put(name, value);
                case Argument.Wrong wrong -> {
                    return wrong;
                }
            }
        }
        return new Argument.Accepted(Collections.unmodifiableMap(members));
    }

    private String atMost() {
        String arguments = switch (positionals) {
            case 0 -> "no arguments";
            case 1 -> "1 argument (" + names(0, 1) + ")";
            default -> positionals + " arguments (" + names(0, positionals) + ")";
        };
        boolean fewerWillDo =
                readers.stream().limit(positionals).anyMatch(r -> r.spec().optional());
        return (fewerWillDo ? "at most " : "") + arguments + (takesOptions ? " and a struct of options" : "");
    }

    private String names(int from) {
        return readers.isEmpty() ? "none" : names(from, readers.size());
    }

    private String names(int from, int to) {
        return readers.subList(from, to).stream()
                .map(r ->
                        (r.spec().kind() == Kind.VARARGS ? "*" : "") + r.spec().name())
                .collect(Collectors.joining(", "));
    }

    private String name(int place) {
        return readers.get(place).spec().name();
    }
}
