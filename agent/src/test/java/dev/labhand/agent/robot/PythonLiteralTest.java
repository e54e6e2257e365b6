package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {

    static Stream<Arguments> literals() {
        return Stream.of(
                arguments("5", 5L),
                arguments("-0x10", -16L),
                arguments("1_000.5e1", 10005.0),
                arguments("True", true),
                arguments("None", null),
                arguments("\"it's\"", "it's"),
                arguments("'a\\n\\t\\\\\\'\\x41\\u20ac\\U0001F600\\101\\q'", "a\n\t\\'A€😀A\\q"),
                arguments("b'\\x00\\xff'", new byte[] {0, -1}),
                arguments("[]", List.of()),
                arguments(" [ 1 , [ 2 ] , ] ", List.of(1L, List.of(2L))),
                arguments("(1, 'b', None)", Arrays.asList(1L, "b", null)),
                arguments("{}", Map.of()),
                arguments("{'a': {'b': [1]}, 'c': ()}", Map.of("a", Map.of("b", List.of(1L)), "c", List.of())),
                arguments("{1: 2.5, True: 'x',}", Map.of("1", 2.5, "True", "x")));
    }

    @ParameterizedTest
    @MethodSource("literals")
    void isRead(String text, @Nullable Object value) throws Misfit {
        assertThat(PythonLiteral.read(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "[1",
                "[1 2]",
                "{1}",
                "{1: }",
                "'",
                "'a",
                "'it''",
                "'\\x4'",
                "'\\U00110000'",
                "'a\nb'",
                "b'é'",
                "nan",
                "foo",
                "__import__('os')",
                "1 + 1",
                "[1] [2]",
                "]",
                "'\\",
                "True False"
            })
    void otherTextIsRefused(String text) {
        assertThatExceptionOfType(Misfit.class).isThrownBy(() -> PythonLiteral.read(text));
    }

    @Test
    void deepNestingIsRefused() {
        assertThatExceptionOfType(Misfit.class)
                .isThrownBy(() -> PythonLiteral.read("[".repeat(100_000)))
                .withMessageContaining("deeper");
    }
}
