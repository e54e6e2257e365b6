package dev.labhand.agent.keyword;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.Log;

/** A keyword that can be called, whatever it is written in. Thread-safe. */
public interface RegisteredKeyword {

    /** Its contract. */
    KeywordSpec spec();

    /**
     * Checks the arguments of a call against the contract, by the rules of the RPC faces: a positional call may pass what is
     * named-only as one trailing struct, a call by name what is beyond the positional arguments as a list. Nothing runs yet.
     */
    Binding bind(Invocation invocation);

    /**
     * The same by the rules of Python and Robot Framework: every positional argument is one, and every named one.
     */
    Binding bindExactly(Invocation invocation);

    /** What came of the arguments. */
    sealed interface Binding {

        /** Every parameter has its value. */
        record Ready(Body body) implements Binding {}

        /** They do not fit: {@link Failure#INVALID_PARAMS}. */
        record Refused(Failure failure) implements Binding {}
    }

    /** A call that is ready to run. */
    @FunctionalInterface
    interface Body {

        /** Runs the keyword, once. Never throws: what the keyword throws is a failed result. */
        InvocationResult run(Log log);

        /** The same, for a caller who wants no log. */
        default InvocationResult run() {
            return run(Log.NONE);
        }
    }
}
