package dev.labhand.agent.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.RegisteredKeyword.Binding;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArithmeticLibraryTest {

    private final KeywordRegistry registry = new KeywordRegistry();

    ArithmeticLibraryTest() {
        registry.register(new ArithmeticLibrary());
    }

    private InvocationResult call(String keyword, Object a, Object b) {
        return switch (registry.find(keyword).orElseThrow().bind(Invocation.of(keyword, a, b))) {
            case Binding.Refused(Failure failure) -> InvocationResult.failed(failure);
            case Binding.Ready(var body) -> body.run();
        };
    }

    static Stream<Arguments> sums() {
        return Stream.of(
                arguments("add", 2L, 3L, 5L),
                arguments("add", 2L, 3.0, 5.0),
                arguments("add", 2.5, 3L, 5.5),
                arguments("add", Long.MAX_VALUE - 1, 1L, Long.MAX_VALUE),
                arguments("add", 1L << 53, 1L, (1L << 53) + 1),
                arguments("subtract", 5L, 3L, 2L),
                arguments("subtract", 0.5, 3L, -2.5),
                arguments("multiply", 2L, 3L, 6L),
                arguments("multiply", -2L, 1.5, -3.0),
                arguments("multiply", 1L << 31, 1L << 31, 1L << 62),
                arguments("divide", 6L, 3L, 2.0),
                arguments("divide", 1L, 4.0, 0.25),
                arguments("divide", 0L, 4L, 0.0));
    }

    @ParameterizedTest
    @MethodSource("sums")
    void sumsAreIntegersWhereBothAreAndElseDoubles(String keyword, Object a, Object b, Object expected) {
        assertThat(call(keyword, a, b)).isEqualTo(InvocationResult.passed(expected));
    }

    static Stream<Arguments> sumsThatFail() {
        return Stream.of(
                arguments("add", Long.MAX_VALUE, 1L, "add: the result does not fit into 64 bits"),
                arguments("subtract", Long.MIN_VALUE, 1L, "subtract: the result does not fit into 64 bits"),
                arguments("multiply", 1L << 32, 1L << 31, "multiply: the result does not fit into 64 bits"),
                arguments("multiply", Long.MIN_VALUE, -1L, "multiply: the result does not fit into 64 bits"),
                arguments("add", Double.MAX_VALUE, Double.MAX_VALUE, "add: the result is no finite number"),
                arguments("multiply", 1e300, 1e300, "multiply: the result is no finite number"),
                arguments("divide", 1e300, 1e-300, "divide: the result is no finite number"),
                arguments("divide", 1L, 0L, "division by zero"),
                arguments("divide", 0L, 0L, "division by zero"),
                arguments("divide", 1L, -0.0, "division by zero"),
                arguments("add", true, 1L, "add: a should be a number, not a boolean"),
                arguments("divide", 1L, true, "divide: b should be a number, not a boolean"));
    }

    @ParameterizedTest
    @MethodSource("sumsThatFail")
    void whatHasNoExactOrFiniteResultIsInvalid(String keyword, Object a, Object b, String problem) {
        assertThat(call(keyword, a, b))
                .isEqualTo(InvocationResult.failed(new Failure(-32602, "Invalid params", problem)));
    }
}
