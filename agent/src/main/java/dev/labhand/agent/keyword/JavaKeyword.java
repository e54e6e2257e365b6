package dev.labhand.agent.keyword;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.Log;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** A keyword that is a Java method. */
final class JavaKeyword implements RegisteredKeyword {

    private final KeywordSpec spec;
    private final Binder binder;
    private final JavaSignature signature;
    private final MethodHandle method;

    /** The handle takes the log, and then the method's arguments as one array. */
    JavaKeyword(KeywordSpec spec, JavaSignature signature, MethodHandle method) {
        this.spec = spec;
        this.binder = new Binder(spec.name(), signature.parameters());
        this.signature = signature;
        this.method = method;
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
        try {
            @Nullable Object[] arguments = signature.arguments(values);
            return new Binding.Ready(log -> run(log, arguments));
        } catch (IllegalArgumentException e) {
            return new Binding.Refused(Failure.invalidParams(spec.name() + ": " + e.getMessage()));
        } catch (Throwable e) {
            return new Binding.Refused(Failures.of(e));
        }
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
