package dev.labhand.agent.keyword;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A keyword that is a Java method. */
final class JavaKeyword implements RegisteredKeyword {

    private final KeywordSpec spec;
    private final Binder binder;
    private final MethodHandle method;
    private final Optional<MethodHandle> options;
    private final int positionals;

    /** Both handles take their arguments as one array; the method's takes the log before it. */
    JavaKeyword(KeywordSpec spec, List<JavaParameter> parameters, MethodHandle method, Optional<MethodHandle> options) {
        this.spec = spec;
        this.binder = new Binder(spec.name(), parameters);
        this.method = method;
        this.options = options;
        this.positionals = (int) spec.parameters().stream()
                .filter(p -> p.kind() == Kind.POSITIONAL_OR_NAMED)
                .count();
    }

    @Override
    public KeywordSpec spec() {
        return spec;
    }

    @Override
    public Binding bind(Invocation invocation) {
        return switch (binder.bind(invocation)) {
            case Binder.Arguments.Refused(Failure failure) -> new Binding.Refused(failure);
            case Binder.Arguments.Complete(var values) -> options.isEmpty() ? ready(values) : withOptions(values);
        };
    }

    /** Gathers the values of named-only parameters in the record of options. */
    private Binding withOptions(@Nullable Object[] values) {
        @Nullable Object[] arguments = Arrays.copyOf(values, positionals + 1);
        try {
            arguments[positionals] =
                    (Object) options.orElseThrow().invokeExact(Arrays.copyOfRange(values, positionals, values.length));
        } catch (IllegalArgumentException e) {
            return new Binding.Refused(Failure.invalidParams(spec.name() + ": " + e.getMessage()));
        } catch (Throwable e) {
            return new Binding.Refused(Failures.of(e));
        }
        return ready(arguments);
    }

    private Binding ready(@Nullable Object[] arguments) {
        return new Binding.Ready(log -> run(log, arguments));
    }

    private InvocationResult run(Log log, @Nullable Object[] arguments) {
        try {
            Object value = (Object) method.invokeExact(log, arguments);
            return InvocationResult.passed(WireValues.of(value));
        } catch (KeywordException e) {
            return InvocationResult.failed(e.failure());
        } catch (Throwable e) {
            // Errors, too: a keyword that overflows its stack or the heap ends its own call, not the agent.
            return InvocationResult.failed(Failures.of(e));
        }
    }
}
