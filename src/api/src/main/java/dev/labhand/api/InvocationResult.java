package dev.labhand.api;

import org.jspecify.annotations.Nullable;

/** How an invocation ended. */
public sealed interface InvocationResult {

    /** It returned a wire value. */
    record Passed(@Nullable Object value) implements InvocationResult {}

    /** It was refused or it failed. */
    record Failed(Failure failure) implements InvocationResult {}

    static InvocationResult passed(@Nullable Object value) {
        return new Passed(value);
    }

    static InvocationResult failed(Failure failure) {
        return new Failed(failure);
    }
}
