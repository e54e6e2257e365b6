package dev.labhand.agent.keyword;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.Log;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A keyword that is no Java method: it takes and gives wire values. Thread-safe if what runs it is. */
public final class WireKeyword implements RegisteredKeyword {

    private final KeywordSpec spec;
    private final Binder binder;
    private final Runner runner;

    /** What runs the keyword. */
    @FunctionalInterface
    public interface Runner {

        /**
         * Runs it once, with arguments that fit the contract. What it throws is a failed result.
         *
         * @param args the positional arguments, with defaults for those left out, and then those beyond them
         * @param kwargs the named ones, with the defaults of those left out. An argument that may be passed either way is here
         *     only if one before it is left out and has no known default
         */
        InvocationResult run(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs, Log log)
                throws Exception;
    }

    /**
     * A keyword with a contract.
     *
     * @throws IllegalArgumentException if a default is not of its parameter's type
     */
    public WireKeyword(KeywordSpec spec, Runner runner) {
        List<WireParameter> parameters =
                spec.parameters().stream().map(WireParameter::of).toList();
        parameters.forEach(parameter -> checkDefault(spec, parameter));
        this.spec = spec;
        this.binder = new Binder(spec.name(), parameters);
        this.runner = runner;
    }

    /** Null is a default of any type: it leaves the argument out. */
    private static void checkDefault(KeywordSpec spec, WireParameter parameter) {
        Object standIn = parameter.leftOut();
        if (standIn != null
                && standIn != Binder.ABSENT
                && parameter.accept("the default of " + parameter.spec().name(), standIn)
                        instanceof ArgumentReader.Argument.Wrong(String why)) {
            throw new IllegalArgumentException("keyword '" + spec.robotName() + "': " + why);
        }
    }

    @Override
    public KeywordSpec spec() {
        return spec;
    }

    @Override
    public Binding bind(Invocation invocation) {
        return binding(binder.bind(invocation));
    }

    @Override
    public Binding bindExactly(Invocation invocation) {
        return binding(binder.bindExactly(invocation));
    }

    private Binding binding(Binder.Arguments arguments) {
        return switch (arguments) {
            case Binder.Arguments.Refused(Failure failure) -> new Binding.Refused(failure);
            case Binder.Arguments.Complete(var values) -> ready(values);
        };
    }

    private Binding ready(@Nullable Object[] values) {
        List<@Nullable Object> args = new ArrayList<>();
        Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
        boolean byPosition = true;
        for (int i = 0; i < values.length; i++) {
            Parameter parameter = spec.parameters().get(i);
            Object value = values[i];
            if (parameter.kind() == Kind.VARARGS && value instanceof List<?> items) {
                args.addAll(items);
            } else if (parameter.kind() == Kind.KWARGS && value instanceof Map<?, ?> members) {
                members.forEach((name, member) -> kwargs.put(String.valueOf(name), member));
            } else if (value == Binder.ABSENT) {
                byPosition = false;
            } else if (byPosition && parameter.kind().isPositional()) {
                args.add(value);
            } else {
                kwargs.put(parameter.name(), value);
            }
        }
        return new Binding.Ready(log -> run(args, kwargs, log));
    }

    private InvocationResult run(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs, Log log) {
        try {
            return runner.run(args, kwargs, log);
        } catch (KeywordException e) {
            return InvocationResult.failed(e.failure());
        } catch (Throwable e) {
            // Errors, too: a keyword that exhausts the heap ends its own call, not the agent.
            return InvocationResult.failed(Failures.of(e));
        }
    }
}
