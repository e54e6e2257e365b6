package dev.labhand.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.InvocationResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tests want to know of results. */
final class Results {

    private Results() {}

    static @Nullable Object value(InvocationResult result) {
        assertThat(result).as(String.valueOf(result)).isInstanceOf(InvocationResult.Passed.class);
        return result instanceof InvocationResult.Passed(var value) ? value : null;
    }

    static long number(InvocationResult result) {
        return value(result) instanceof Long number ? number : -1;
    }

    /** The data of a keyword's own failure. */
    static Map<?, ?> failure(InvocationResult result) {
        assertThat(result).isInstanceOf(InvocationResult.Failed.class);
        Failure failure = ((InvocationResult.Failed) result).failure();
        assertThat(failure.code()).isEqualTo(Failure.KEYWORD_FAILED);
        return failure.data() instanceof Map<?, ?> data ? data : Map.of();
    }

    static String message(InvocationResult result) {
        return String.valueOf(failure(result).get("message"));
    }
}
