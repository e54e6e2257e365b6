package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.agent.keyword.RegisteredKeyword.Binding;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BinderTest {

    private static final KeywordRegistry REGISTRY = new KeywordRegistry();

    static {
        REGISTRY.register(new SampleLibrary());
    }

    private static @Nullable Object passed(Invocation call) {
        return switch (REGISTRY.find(call.keyword()).orElseThrow().bind(call)) {
            case Binding.Refused(Failure failure) -> throw new AssertionError(failure.toString());
            case Binding.Ready(var body) -> ((InvocationResult.Passed) body.run()).value();
        };
    }

    private static String refused(Invocation call) {
        return switch (REGISTRY.find(call.keyword()).orElseThrow().bind(call)) {
            case Binding.Ready _ -> throw new AssertionError(call + " was accepted");
            case Binding.Refused(Failure failure) -> {
                assertThat(failure.code()).isEqualTo(Failure.INVALID_PARAMS);
                assertThat(failure.message()).isEqualTo("Invalid params");
                yield String.valueOf(failure.data());
            }
        };
    }

    static Stream<Arguments> valuesThatFit() {
        byte[] bytes = {0, (byte) 0xff};
        return Stream.of(
                arguments("long", Long.MIN_VALUE, Long.MIN_VALUE),
                arguments("int", (long) Integer.MAX_VALUE, (long) Integer.MAX_VALUE),
                arguments("number", 5L, 5L),
                arguments("number", 5.5, 5.5),
                arguments("double", 5L, 5.0),
                arguments("double", 5.5, 5.5),
                arguments("boolean", true, true),
                arguments("string", "text", "text"),
                arguments("bytes", bytes, bytes),
                arguments("bytes", "é", new byte[] {(byte) 0xc3, (byte) 0xa9}),
                arguments("bytes", Map.of("base64", "AP8="), bytes),
                arguments("seconds", 2L, 2.0),
                arguments("seconds", 0.25, 0.25),
                arguments("seconds", 0L, 0.0),
                arguments("strings", Map.of("A", "b"), Map.of("A", "b")),
                arguments("struct", Map.of("A", 1L), Map.of("A", 1L)),
                arguments("list", List.of("a", 1L), List.of("a", 1L)),
                arguments("list", Collections.singletonList(null), Collections.singletonList(null)),
                arguments("longs", List.of(1L), List.of(1L)),
                arguments("colour", "dark_blue", "dark_blue"),
                arguments("job", "a-1", "a-1"),
                arguments("target", "u@h:22", "u@h:22"),
                arguments("any", null, null),
                arguments("any", "x", "x"),
                arguments("maybe", "x", "x"),
                arguments("maybe", null, null));
    }

    @ParameterizedTest
    @MethodSource("valuesThatFit")
    void aValueOfTheRightTypeArrivesByPositionAndByName(
            String keyword, @Nullable Object value, @Nullable Object expected) {
        assertThat(passed(Invocation.of(keyword, value))).isEqualTo(expected);
        assertThat(passed(new Invocation(keyword, List.of(), Collections.singletonMap("a", value))))
                .isEqualTo(expected);
    }

    static Stream<Arguments> valuesThatDoNotFit() {
        return Stream.of(
                arguments("long", true, "long: a should be an integer, not a boolean"),
                arguments("long", 2.0, "long: a should be an integer, not a double"),
                arguments("long", "1", "long: a should be an integer, not a string"),
                arguments("long", null, "long: a should be an integer, not null"),
                arguments(
                        "long",
                        BigInteger.ONE.shiftLeft(64),
                        "long: a should fit into 64 bits, which 18446744073709551616 does not"),
                arguments("int", 1L << 31, "int: a should be an integer of 32 bits, not 2147483648"),
                arguments("number", true, "number: a should be a number, not a boolean"),
                arguments("number", "1", "number: a should be a number, not a string"),
                arguments("double", false, "double: a should be a number, not a boolean"),
                arguments("boolean", 1L, "boolean: a should be a boolean, not an integer"),
                arguments("string", 1L, "string: a should be a string, not an integer"),
                arguments("string", new byte[0], "string: a should be a string, not bytes"),
                arguments("bytes", 1L, "bytes: a should be bytes or a string, not an integer"),
                arguments("bytes", Map.of(), "bytes: a should be bytes or a string, not a struct"),
                arguments(
                        "bytes", Map.of("base64", "x", "y", "z"), "bytes: a should be bytes or a string, not a struct"),
                arguments(
                        "bytes", Map.of("base64", "%%%%"), "bytes: a.base64 is no base64: Illegal base64 character 25"),
                arguments("seconds", -1L, "seconds: a should be from 0 to 1000000000 seconds, not -1"),
                arguments("seconds", Double.NaN, "seconds: a should be from 0 to 1000000000 seconds, not NaN"),
                arguments(
                        "seconds",
                        Double.POSITIVE_INFINITY,
                        "seconds: a should be from 0 to 1000000000 seconds, not Infinity"),
                arguments("seconds", true, "seconds: a should be a number of seconds, not a boolean"),
                arguments("strings", Map.of("A", 1L), "strings: a.A should be a string, not an integer"),
                arguments("struct", List.of(), "struct: a should be a struct, not an array"),
                arguments("list", Map.of(), "list: a should be an array, not a struct"),
                arguments("longs", List.of(1L, "x"), "longs: a[1] should be an integer, not a string"),
                arguments("longs", Arrays.asList(1L, null), "longs: a[1] should be an integer, not null"),
                arguments("colour", "green", "colour: a should be one of red, dark_blue, not 'green'"),
                arguments("colour", "RED", "colour: a should be one of red, dark_blue, not 'RED'"),
                arguments("colour", 1L, "colour: a should be one of red, dark_blue, not an integer"),
                arguments(
                        "job",
                        "a/b",
                        "job: a job id is 1 to 64 of the characters A-Z a-z 0-9 . _ - and neither '.' nor '..'"),
                arguments("target", "a b", "target: target 'a b' is not 'local', a name or [user@]host[:port]"),
                arguments("maybe", 1L, "maybe: a should be a string, not an integer"));
    }

    @ParameterizedTest
    @MethodSource("valuesThatDoNotFit")
    void aValueOfAnotherTypeIsRefusedByPositionAndByName(String keyword, @Nullable Object value, String problem) {
        assertThat(refused(Invocation.of(keyword, value))).isEqualTo(problem);
        assertThat(refused(new Invocation(keyword, List.of(), Collections.singletonMap("a", value))))
                .isEqualTo(problem);
    }

    @Test
    void anArgumentLeftOutHasItsDefault() {
        assertThat(passed(Invocation.of("two", "x"))).isEqualTo(List.of("x", 7L));
        assertThat(passed(Invocation.of("two", "x", null))).isEqualTo(List.of("x", 7L));
        assertThat(passed(Invocation.of("maybe"))).isNull();
        assertThat(passed(Invocation.of("run", "w"))).isEqualTo(List.of("w", "here", -1L, 3L, true));
    }

    @Test
    void positionsAndNamesGoTogether() {
        assertThat(passed(new Invocation("two", List.of("x"), Map.of("b", 1L)))).isEqualTo(List.of("x", 1L));
    }

    @Test
    void optionsArePassedByNameOrAsOneTrailingStruct() {
        List<Object> expected = List.of("w", "there", 1500L, 2L, false);
        assertThat(passed(Invocation.of("run", "w", "there", Map.of("timeout", 1.5, "times", 2L, "wait", false))))
                .isEqualTo(expected);
        assertThat(passed(new Invocation(
                        "run",
                        List.of(),
                        Map.of("what", "w", "where", "there", "timeout", 1.5, "times", 2L, "wait", false))))
                .isEqualTo(expected);
        assertThat(passed(Invocation.of("run", "w", Map.of("times", 2L))))
                .isEqualTo(List.of("w", "here", -1L, 2L, true));
        assertThat(passed(Invocation.of("run", "w", "there", null))).isEqualTo(List.of("w", "there", -1L, 3L, true));
        assertThat(passed(Invocation.of("run", "w", "there", Map.of())))
                .isEqualTo(List.of("w", "there", -1L, 3L, true));
    }

    static Stream<Arguments> callsThatDoNotFit() {
        return Stream.of(
                arguments(Invocation.of("none", 1L), "none: takes no arguments, not 1"),
                arguments(Invocation.of("long"), "long: a is missing"),
                arguments(Invocation.of("long", 1L, 2L), "long: takes 1 argument (a), not 2"),
                arguments(Invocation.of("two", "x", 1L, 2L), "two: takes at most 2 arguments (a, b), not 3"),
                arguments(
                        new Invocation("long", List.of(), Map.of("b", 1L)), "long: there is no argument b; it takes a"),
                arguments(
                        new Invocation("none", List.of(), Map.of("b\n", 1L)),
                        "none: there is no argument b?; it takes none"),
                arguments(new Invocation("long", List.of(1L), Map.of("a", 1L)), "long: a is given twice"),
                arguments(Invocation.of("run"), "run: what is missing"),
                arguments(
                        Invocation.of("run", "w", "there", Map.of(), 1L),
                        "run: takes at most 2 arguments (what, where) and a struct of options, not 4"),
                arguments(Invocation.of("run", "w", "there", "x"), "run: options should be a struct, not a string"),
                arguments(
                        Invocation.of("run", "w", "there", Map.of("sudo", true)),
                        "run: there is no option sudo; it takes timeout, times, wait"),
                arguments(
                        Invocation.of("run", "w", "there", Map.of("what", "x")),
                        "run: there is no option what; it takes timeout, times, wait"),
                arguments(
                        new Invocation("run", List.of("w"), Map.of("pty", true)),
                        "run: there is no argument pty; it takes what, where, timeout, times, wait"),
                arguments(
                        Invocation.of("run", "w", "there", Map.of("times", true)),
                        "run: times should be an integer, not a boolean"),
                arguments(Invocation.of("run", "w", "there", Map.of("times", 13L)), "run: times must not be 13"),
                arguments(
                        new Invocation("run", List.of("w", "there", Map.of("times", 1L)), Map.of("times", 2L)),
                        "run: times is given twice"));
    }

    @ParameterizedTest
    @MethodSource("callsThatDoNotFit")
    void aCallThatDoesNotFitIsRefused(Invocation call, String problem) {
        assertThat(refused(call)).isEqualTo(problem);
    }
}
