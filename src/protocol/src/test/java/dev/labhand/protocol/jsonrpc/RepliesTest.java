package dev.labhand.protocol.jsonrpc;

import static dev.labhand.protocol.jsonrpc.JsonRpc.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {

    static Stream<Arguments> valuesAndJson() {
        return Stream.of(
                Arguments.of(new byte[] {0, -1, 62, -5, -17}, "\"AP8+++8=\""),
                Arguments.of(Instant.parse("2026-11-01T10:20:30.5Z"), "\"2026-11-01T10:20:30.500Z\""),
                Arguments.of(Instant.parse("2026-11-01T10:20:00Z"), "\"2026-11-01T10:20:00Z\""),
                Arguments.of(LocalDateTime.parse("2026-11-01T10:20:00"), "\"2026-11-01T10:20:00\""),
                Arguments.of(2.0, "2.0"),
                Arguments.of("\u0000\"\\\u007F", "\"\\u0000\\\"\\\\\u007F\""));
    }

    @ParameterizedTest
    @MethodSource("valuesAndJson")
    void valuesThatJsonHasNotAreWrittenThisWay(Object value, String json) {
        assertThat(answered(InvocationResult.passed(value)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":" + json + ",\"id\":1}");
    }

    @Test
    void nonFiniteResultsAreFailuresInTheirPlace() {
        for (double number : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(answered(InvocationResult.passed(List.of(1L, Map.of("x", number)))))
                    .startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,")
                    .contains(String.valueOf(number))
                    .doesNotContain("\"result\"");
        }
    }

    @Test
    void aResultThatCannotBeSentLeavesTheRestOfTheBatchAlone() {
        String batch =
                "[{\"jsonrpc\":\"2.0\",\"method\":\"ok\",\"id\":1},{\"jsonrpc\":\"2.0\",\"method\":\"bad\",\"id\":2},"
                        + "{\"jsonrpc\":\"2.0\",\"method\":\"ok\",\"id\":3}]";

        String reply = JsonRpc.answer(
                batch, call -> InvocationResult.passed(call.keyword().equals("ok") ? (Object) 1L : Double.NaN));

        assertThat(reply)
                .startsWith(
                        "[{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1},{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000")
                .endsWith(",\"id\":2},{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":3}]");
    }

    @Test
    void errorsCarryTheirDataIfTheyHaveAny() {
        assertThat(answered(InvocationResult.failed(new Failure(-32000, "failed", null))))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"failed\"},\"id\":1}");
        assertThat(answered(InvocationResult.failed(new Failure(-32000, "failed", Map.of("fatal", true)))))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"failed\",\"data\":{\"fatal\":true}},"
                                + "\"id\":1}");
        assertThat(answered(InvocationResult.failed(new Failure(-32000, "failed", Double.NaN))))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32000,\"message\":\"failed\"},\"id\":1}");
    }

    @Test
    void callsGoByPositionOrByNameNeverBoth() {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        named.put("b", 1L);
        named.put("a", List.of());

        assertThat(written(Invocation.of("m")))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[],\"id\":1}");
        assertThat(written(Invocation.of("m", 1L, null)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1,null],\"id\":1}");
        assertThat(written(new Invocation("m", List.of(), named)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"b\":1,\"a\":[]},\"id\":1}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(new Invocation("m", List.of(1L), named)))
                .withMessageContaining("not both");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> written(Invocation.of("m", Double.NaN)))
                .withMessageContaining("NaN");
    }

    @Test
    void resultsAndErrorsAreRead() {
        assertThat(reply("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}")).isEqualTo(InvocationResult.passed(null));
        assertThat(reply("{\"id\":1,\"extra\":[{}],\"result\":[1,{\"a\":2.5}],\"jsonrpc\":\"2.0\"}"))
                .isEqualTo(InvocationResult.passed(List.of(1L, Map.of("a", 2.5))));
        assertThat(reply("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"Invalid params\","
                        + "\"data\":\"division by zero\"},\"id\":1}"))
                .isEqualTo(InvocationResult.failed(Failure.invalidParams("division by zero")));
        assertThat(reply("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":5,\"message\":\"no\"},\"id\":null}"))
                .isEqualTo(InvocationResult.failed(new Failure(5, "no", null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{}",
                "{\"result\":1,\"id\":1}",
                "{\"jsonrpc\":\"1.0\",\"result\":1,\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"result\":1}",
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":2}",
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":\"1\"}",
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":null}",
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":[]}",
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"error\":{\"code\":1,\"message\":\"x\"},\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"error\":null,\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"error\":\"x\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":\"1\",\"message\":\"x\"},\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":4294967296,\"message\":\"x\"},\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1},\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"x\"},\"id\":9}",
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1} trailing",
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"result\":2,\"id\":1}",
                "<html>"
            })
    void anythingElseIsNoReply(String body) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reply(body))
                .withMessageStartingWith("no JSON-RPC reply: ");
    }

    @Test
    void repliesThatNestTooDeepAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reply("{\"jsonrpc\":\"2.0\",\"result\":" + "[".repeat(101)))
                .withMessageContaining("nest deeper than 100");
    }

    @Test
    void itIsApplicationJson() {
        assertThat(JsonRpc.CODEC.contentType()).isEqualTo("application/json");
    }

    private static String answered(InvocationResult result) {
        return JsonRpc.answer("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}", call -> result);
    }

    private static String written(Invocation call) {
        return new String(JsonRpc.CODEC.writeCall(call), StandardCharsets.UTF_8);
    }
}
