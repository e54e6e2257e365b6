package dev.labhand.protocol.jsonrpc;

import static dev.labhand.protocol.jsonrpc.JsonRpc.answer;
import static dev.labhand.protocol.jsonrpc.JsonRpc.callWith;
import static dev.labhand.protocol.jsonrpc.JsonRpc.failure;
import static dev.labhand.protocol.jsonrpc.JsonRpc.invocation;
import static dev.labhand.protocol.jsonrpc.JsonRpc.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.protocol.RpcMessage;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "0",
                "-0",
                "1.5",
                "1.50e+3",
                "1E400",
                "123456789012345678901234567890",
                "\"\"",
                "\"1\"",
                "\"a\\u00e9\\\"\\/\\n\"",
                "\"żółw \uD83D\uDE00\"",
                "\"\\ud800\"",
                "null"
            })
    void idsAreEchoedLetterByLetterWhereverTheyStand(String id) {
        String expected = "{\"jsonrpc\":\"2.0\",\"result\":true,\"id\":" + id + "}";

        for (String body : List.of(
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":" + id + "}",
                "\uFEFF { \"id\" :\t" + id + "\n, \"jsonrpc\":\"2.0\",\"method\":\"m\"}",
                "{\"x\":\"" + "long ".repeat(20_000) + "\",\"id\":" + id + ",\"jsonrpc\":\"2.0\",\"method\":\"m\"}")) {
            assertThat(answer(body, call -> InvocationResult.passed(true))).isEqualTo(expected);
        }
    }

    @Test
    void aLongIdIsEchoedToo() {
        String id = "\"" + "0123456789\\t".repeat(5_000) + "\"";

        assertThat(answer(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":" + id + "}",
                        call -> InvocationResult.passed(null)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":" + id + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "{}", "[1]", "{\"a\":[{}]}"})
    void idsOfOtherTypesAreInvalidAndNotEchoed(String id) {
        String body = "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":" + id + ",\"params\":[]}";

        assertThat(failure(body).code()).isEqualTo(Failure.INVALID_REQUEST);
        assertThat(answer(body, call -> InvocationResult.passed(1L))).endsWith("\"id\":null}");
    }

    @Test
    void aRequestWithoutAnIdIsANotificationAndAnIdOfNullIsNot() {
        assertThat(read("{\"jsonrpc\":\"2.0\",\"method\":\"m\"}").calls())
                .containsExactly(new RpcMessage.Notification(Invocation.of("m")));
        assertThat(read("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":null}").calls())
                .containsExactly(new RpcMessage.Request(Optional.of("null"), Invocation.of("m")));
    }

    @Test
    void failingNotificationsAreSilent() {
        assertThat(answer(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"m\"}",
                        call -> InvocationResult.failed(Failure.internal("x"))))
                .isEmpty();
    }

    @Test
    void aWrongRequestWithAReadableIdIsAnsweredUnderIt() {
        assertThat(answer("{\"jsonrpc\":\"2.0\",\"id\":7}", call -> InvocationResult.passed(1L)))
                .contains("-32600")
                .endsWith("\"id\":7}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"text\"",
                "null",
                "{}",
                "[]",
                "{\"method\":\"m\",\"id\":1}",
                "{\"jsonrpc\":\"1.0\",\"method\":\"m\",\"id\":1}",
                "{\"jsonrpc\":2.0,\"method\":\"m\",\"id\":1}",
                "{\"jsonrpc\":\"2.0 \",\"method\":\"m\",\"id\":1}",
                "{\"jsonrpc\":[\"2.0\"],\"method\":\"m\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":null,\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":{\"a\":{}},\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":null,\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":1,\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":\"x\",\"id\":1}"
            })
    void jsonThatIsNoRequestIsInvalid(String body) {
        assertThat(failure(body).code()).isEqualTo(Failure.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "{",
                "[",
                "[1",
                "{\"a\"}",
                "{'a':1}",
                "{\"a\":1,}",
                "{} {}",
                "{}x",
                "[1] 2",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"method\":\"n\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":1,\"a\":2}}",
                "{\"ignored\":{\"a\":1,\"b\":2,\"a\":3}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[1e999]}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[NaN]}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[01]}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[\"a\tb\"]}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[\"\\x\"]}",
                "// comment\n{}",
                "\u0000"
            })
    void whatIsNotOneJsonDocumentIsMalformed(String body) {
        assertThat(failure(body).code()).isEqualTo(Failure.MALFORMED);
    }

    @Test
    void messagesTellThePlaceAndNothingAboutTheParsersSettings() {
        assertThat(failure("{\n\"a\" 1}").text()).contains("line 2, column");
        assertThat(failure("{").text()).doesNotContain("Source").doesNotContain("`");
        assertThat(failure(callWith("[NaN]")).text()).contains("NaN").doesNotContain("`");
        assertThat(failure("[".repeat(100_000)).text()).contains("depth").doesNotContain("`");
    }

    @Test
    void numbersAreIntegersOfAnySizeOrDoubles() {
        assertThat(invocation(callWith("[5, -0, 9223372036854775807, -9223372036854775808, 9223372036854775808,"
                                + " 2.0, 1e2, -0.0, 1e-400]"))
                        .positional())
                .containsExactly(5L, 0L, Long.MAX_VALUE, Long.MIN_VALUE, BigInteger.TWO.pow(63), 2.0, 100.0, -0.0, 0.0);
    }

    @Test
    void paramsComeByPositionOrByNameOrNotAtAll() {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        named.put("b", List.of(true));
        named.put("a", "x");

        assertThat(invocation(callWith("[null, {\"a\": []}]")))
                .isEqualTo(new Invocation("m", Arrays.asList(null, Map.of("a", List.of())), Map.of()));
        assertThat(invocation(callWith("{\"b\": [true], \"a\": \"x\"}")))
                .isEqualTo(new Invocation("m", List.of(), named));
        assertThat(invocation(callWith("{\"b\": [true], \"a\": \"x\"}")).named().keySet())
                .containsExactly("b", "a");
        assertThat(invocation("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}"))
                .isEqualTo(Invocation.of("m"));
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(invocation(
                        "{\"auth\":{\"token\":[1,{}]},\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1,\"meta\":null}"))
                .isEqualTo(Invocation.of("m"));
    }

    @Test
    void nestingIsLimitedWithAClearMessage() {
        String deepest = "[".repeat(RpcCodec.MAX_NESTING) + "]".repeat(RpcCodec.MAX_NESTING);

        assertThat(invocation(callWith("[" + deepest + "]")).positional()).hasSize(1);
        Failure failure = failure(callWith("{\"a\":[" + deepest + "]}"));
        assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure.text()).contains("nest deeper than 100");
        assertThat(failure(callWith("[" + "{\"a\":".repeat(100_000))).code()).isEqualTo(Failure.MALFORMED);
    }

    @Test
    void aBatchHasALimit() {
        String call = "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}";
        String most =
                IntStream.range(0, RequestReader.MAX_BATCH).mapToObj(i -> call).collect(Collectors.joining(","));

        assertThat(read("[" + most + "]").calls()).hasSize(RequestReader.MAX_BATCH);
        Failure failure = failure("[" + most + "," + call + "]");
        assertThat(failure.code()).isEqualTo(Failure.INVALID_REQUEST);
        assertThat(failure.text()).contains("at most 1000 calls");
    }

    @Test
    void aBatchOfOneIsAnsweredByAnArray() {
        assertThat(answer("[{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}]", call -> InvocationResult.passed(2L)))
                .isEqualTo("[{\"jsonrpc\":\"2.0\",\"result\":2,\"id\":1}]");
    }

    @Test
    void equalIdsAreBothAnswered() {
        String call = "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"id\":1}";

        assertThat(answer("[" + call + "," + call + "]", invocation -> InvocationResult.passed("x")))
                .isEqualTo(
                        "[{\"jsonrpc\":\"2.0\",\"result\":\"x\",\"id\":1},{\"jsonrpc\":\"2.0\",\"result\":\"x\",\"id\":1}]");
    }

    @Test
    void onlyUtf8IsRead() {
        byte[] body = "{\"jsonrpc\":\"2.0\",\"method\":\"é\",\"id\":1}".getBytes(StandardCharsets.UTF_8);

        for (String charset : List.of("utf-8", "UTF-8", "utf8")) {
            assertThat(JsonRpc.CODEC.read(body, Optional.of(charset)).calls())
                    .containsExactly(new RpcMessage.Request(Optional.of("1"), Invocation.of("é")));
        }
        assertThat(failure(body, Optional.of("iso-8859-1")).code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure(body, Optional.of("iso-8859-1")).text())
                .contains("UTF-8")
                .contains("iso-8859-1");
        for (String charset : List.of("iso-8859-1", "UTF-16", "UTF-16LE", "UTF-32")) {
            byte[] foreign = new String(body, StandardCharsets.UTF_8).getBytes(Charset.forName(charset));
            assertThat(failure(foreign, Optional.empty()).code()).isEqualTo(Failure.MALFORMED);
        }
    }
}
