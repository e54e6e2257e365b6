package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReturnValueTest {

    static Stream<Arguments> sendable() {
        return Stream.of(
                arguments(null, null),
                arguments("plain\r\n\té€😀\u0085", "plain\r\n\té€😀\u0085"),
                arguments("a\u0000é", new byte[] {'a', 0, (byte) 0xE9}),
                arguments("\u001b[1m", new byte[] {0x1B, '[', '1', 'm'}),
                arguments("€\u0000", "€\u0000"),
                arguments("\uFFFF", "\uFFFF"),
                arguments(1L << 40, 1L << 40),
                arguments(BigInteger.TEN, BigInteger.TEN),
                arguments(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
                arguments(LocalDateTime.MIN.withYear(1), LocalDateTime.MIN.withYear(1)),
                arguments(
                        Arrays.asList("\u0001", null, Map.of("a", "\u0002")),
                        Arrays.asList(new byte[] {1}, null, Map.of("a", new byte[] {2}))));
    }

    @ParameterizedTest
    @MethodSource("sendable")
    void travels(@Nullable Object value, @Nullable Object sent) throws Misfit {
        assertThat(ReturnValue.of(value)).usingRecursiveComparison().isEqualTo(sent);
    }

    static Stream<Arguments> unsendable() {
        Object deep = "bottom";
        for (int i = 0; i < 100; i++) {
            deep = List.of(deep);
        }
        return Stream.of(
                arguments(BigInteger.ONE.shiftLeft(64), "an integer of more than 64 bits"),
                arguments(List.of(Instant.MAX), "a date whose year is not 1 to 9999"),
                arguments(LocalDateTime.MIN.withYear(0), "a date whose year is not 1 to 9999"),
                arguments(deep, "nest deeper than 99"));
    }

    @ParameterizedTest
    @MethodSource("unsendable")
    void isRefusedWithTheReason(Object value, String why) {
        assertThatExceptionOfType(Misfit.class)
                .isThrownBy(() -> ReturnValue.of(value))
                .withMessageContaining(why);
    }
}
