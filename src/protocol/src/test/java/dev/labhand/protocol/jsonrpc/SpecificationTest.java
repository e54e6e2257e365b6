package dev.labhand.protocol.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the JSON-RPC 2.0 specification, §7. */
class SpecificationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1} | {"jsonrpc":"2.0","result":19,"id":1}
            {"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2} | {"jsonrpc":"2.0","result":-19,"id":2}
            {"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 3} | {"jsonrpc":"2.0","result":19,"id":3}
            {"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42, "subtrahend": 23}, "id": 4} | {"jsonrpc":"2.0","result":19,"id":4}
            {"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]} | ~~
            {"jsonrpc": "2.0", "method": "foobar"} | ~~
            {"jsonrpc": "2.0", "method": "foobar", "id": "1"} | {"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found","data":"foobar"},"id":"1"}
            [{"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]}, {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}] | ~~
            """)
    void callsAreAnswered(String request, String reply) {
        assertThat(answer(request)).isEqualTo(reply);
    }

    @Test
    void brokenJsonIsOneParseError() {
        assertThat(answer("{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]"))
                .startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\"")
                .endsWith(",\"id\":null}");
        assertThat(answer("[{\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},"
                        + "{\"jsonrpc\": \"2.0\", \"method\"]"))
                .startsWith("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\"")
                .endsWith(",\"id\":null}");
    }

    @Test
    void wrongRequestsAreInvalid() {
        assertThat(answer("{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"}"))
                .matches(invalid());
        assertThat(answer("[]")).matches(invalid());
        assertThat(answer("[1]")).matches("\\[" + invalid() + "]");
        assertThat(answer("[1,2,3]")).matches("\\[" + invalid() + "," + invalid() + "," + invalid() + "]");
    }

    @Test
    void aMixedBatchIsAnsweredInOrder() {
        assertThat(answer("""
                        [
                          {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
                          {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
                          {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
                          {"foo": "boo"},
                          {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
                          {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
                        ]
                        """))
                .matches("\\[\\{\"jsonrpc\":\"2.0\",\"result\":7,\"id\":\"1\"},"
                        + "\\{\"jsonrpc\":\"2.0\",\"result\":19,\"id\":\"2\"},"
                        + invalid() + ","
                        + "\\{\"jsonrpc\":\"2.0\",\"error\":\\{\"code\":-32601,\"message\":\"Method not found\","
                        + "\"data\":\"foo.get\"},\"id\":\"5\"},"
                        + "\\{\"jsonrpc\":\"2.0\",\"result\":\\[\"hello\",5],\"id\":\"9\"}]");
    }

    private static String invalid() {
        return "\\{\"jsonrpc\":\"2.0\",\"error\":\\{\"code\":-32600,\"message\":\"Invalid Request\","
                + "\"data\":\"[^\"\\\\]*(\\\\\"[^\"]*)*\"},\"id\":null}";
    }

    private static String answer(String body) {
        return JsonRpc.answer(body, SpecificationTest::run);
    }

    private static InvocationResult run(Invocation call) {
        return switch (call.keyword()) {
            case "subtract" -> InvocationResult.passed(argument(call, 0, "minuend") - argument(call, 1, "subtrahend"));
            case "sum" ->
                InvocationResult.passed(call.positional().stream()
                        .mapToLong(number -> (Long) Objects.requireNonNull(number))
                        .sum());
            case "get_data" -> InvocationResult.passed(List.of("hello", 5L));
            default -> InvocationResult.failed(Failure.noSuchMethod(call.keyword()));
        };
    }

    private static long argument(Invocation call, int position, String name) {
        Object value = call.named().isEmpty()
                ? call.positional().get(position)
                : call.named().get(name);
        return (Long) Objects.requireNonNull(value);
    }
}
