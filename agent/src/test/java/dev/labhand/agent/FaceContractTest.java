package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.api.Arg;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordSpec.Kind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a keyword takes and gives is the same on every face. */
class FaceContractTest extends EveryFace {

    FaceContractTest() {
        super(new Echo());
    }

    static final class Echo {
        @Keyword(value = "echo", doc = "Gives back what it got.", returns = "it")
        public @Nullable Object echo(@Arg("It.") @Nullable Object value) {
            return value;
        }

        @Keyword(value = "collect", doc = "Takes arguments of every kind.", returns = "them")
        public List<@Nullable Object> collect(
                @Arg(value = "First.", kind = Kind.POSITIONAL_ONLY) String first,
                @Arg(value = "Second.", defaultValue = "2") long second,
                @Arg(value = "Loud.", kind = Kind.NAMED_ONLY, defaultValue = "false") boolean loud,
                @Arg(value = "Others.", kind = Kind.KWARGS) Map<String, Object> others,
                @Arg("Rest.") @Nullable Object... rest) {
            return Arrays.asList(first, second, Arrays.asList(rest), loud, others);
        }

        @Keyword(value = "gather", doc = "Takes what may be named.", returns = "them")
        public List<Object> gather(
                @Arg("First.") String first,
                @Arg(value = "Others.", kind = Kind.KWARGS) Map<String, Object> others,
                @Arg("Rest.") long... rest) {
            return List.of(first, Arrays.stream(rest).boxed().toList(), others);
        }

        @Keyword(value = "fail", doc = "Fails.", returns = "nothing")
        public void fail(@Arg("Why.") String why) {
            if (!why.isEmpty()) {
                throw new IllegalStateException(why);
            }
        }
    }

    static Stream<Arguments> onEveryFace(Stream<Arguments> cases) {
        List<Arguments> all = cases.toList();
        return faces().flatMap(face -> all.stream()
                .map(each -> arguments(Stream.concat(Stream.of(face), Arrays.stream(each.get()))
                        .toArray())));
    }

    static Stream<Arguments> callsThatPass() {
        return onEveryFace(Stream.of(
                arguments(Invocation.of("add", 2L, 3L), 5L),
                arguments(Invocation.of("add", 2L, 3.5), 5.5),
                arguments(Invocation.of("add", 1L << 40, 1L), (1L << 40) + 1),
                arguments(Invocation.of("subtract", 5L, 3L), 2L),
                arguments(Invocation.of("multiply", 2L, 3L), 6L),
                arguments(Invocation.of("divide", 6L, 3L), 2.0),
                arguments(Invocation.of("echo", true), true),
                arguments(Invocation.of("echo", "a<b>&\"é木😀\n"), "a<b>&\"é木😀\n"),
                arguments(Invocation.of("echo", ""), ""),
                arguments(Invocation.of("echo", Arrays.asList(1L, null, "x")), Arrays.asList(1L, null, "x")),
                arguments(
                        Invocation.of("echo", Map.of("a", List.of(Map.of("b", 0.1)))),
                        Map.of("a", List.of(Map.of("b", 0.1)))),
                arguments(Invocation.of("echo", (Object) null), null),
                arguments(Invocation.of("collect", "a"), List.of("a", 2L, List.of(), false, Map.of())),
                arguments(
                        Invocation.of("collect", "a", 5L, "x", null, Map.of("loud", true, "z", 1.5)),
                        List.of("a", 5L, Arrays.asList("x", null), true, Map.of("z", 1.5))),
                arguments(
                        Invocation.of("collect", "a", Map.of("z", "y")),
                        List.of("a", 2L, List.of(), false, Map.of("z", "y"))),
                arguments(
                        Invocation.of("collect", "a", 5L, Map.of("loud", true), Map.of()),
                        List.of("a", 5L, List.of(Map.of("loud", true)), false, Map.of())),
                arguments(Invocation.of("fail", ""), null)));
    }

    @ParameterizedTest
    @MethodSource("callsThatPass")
    void aCallPasses(OneFace face, Invocation call, @Nullable Object value) throws Exception {
        assertThat(call(face, call)).isEqualTo(InvocationResult.passed(value));
    }

    static Stream<Arguments> callsThatFail() {
        return onEveryFace(Stream.of(
                arguments(Invocation.of("nix"), -32601, "Method not found: nix"),
                arguments(Invocation.of("divide", 1L, 0L), -32602, "Invalid params: division by zero"),
                arguments(
                        Invocation.of("add", true, 1L),
                        -32602,
                        "Invalid params: add: a should be a number, not a boolean"),
                arguments(
                        Invocation.of("add", "2", 1L),
                        -32602,
                        "Invalid params: add: a should be a number, not a string"),
                arguments(Invocation.of("add", 1L), -32602, "Invalid params: add: b is missing"),
                arguments(
                        Invocation.of("add", 1L, 2L, 3L),
                        -32602,
                        "Invalid params: add: takes 2 arguments (a, b), not 3"),
                arguments(
                        Invocation.of("add", Long.MAX_VALUE, 1L),
                        -32602,
                        "Invalid params: add: the result does not fit into 64 bits"),
                arguments(Invocation.of("collect"), -32602, "Invalid params: collect: first is missing"),
                arguments(
                        Invocation.of("collect", "a", "b"),
                        -32602,
                        "Invalid params: collect: second should be an integer, not a string"),
                arguments(
                        Invocation.of("collect", "a", 5L, Map.of("loud", 1L)),
                        -32602,
                        "Invalid params: collect: loud should be a boolean, not an integer"),
                arguments(
                        Invocation.of("gather", "a", 1L, true, Map.of()),
                        -32602,
                        "Invalid params: gather: rest[1] should be an integer, not a boolean"),
                arguments(Invocation.of("info", 1L), -32602, "Invalid params: info: takes no arguments, not 1"),
                arguments(Invocation.of("fail", "it <broke>"), -32000, "Keyword failed: it <broke>")));
    }

    @ParameterizedTest
    @MethodSource("callsThatFail")
    void aCallFails(OneFace face, Invocation call, int code, String text) throws Exception {
        Failure failure = ((InvocationResult.Failed) call(face, call)).failure();
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.text()).isEqualTo(text);
    }

    @Test
    void byNameTheRestIsAListAndWhatElseIsNamedGoesToTheOthers() throws Exception {
        OneFace json = faces().toList().getLast();
        Invocation call = new Invocation("gather", List.of(), Map.of("first", "a", "rest", List.of(1L, 2L), "z", "y"));
        assertThat(call(json, call))
                .isEqualTo(InvocationResult.passed(List.of("a", List.of(1L, 2L), Map.of("z", "y"))));

        Invocation positionalOnly = new Invocation("collect", List.of(), Map.of("first", "a"));
        assertThat(((InvocationResult.Failed) call(json, positionalOnly))
                        .failure()
                        .text())
                .isEqualTo("Invalid params: collect: first is missing: it can be passed by position only");
    }

    @Test
    void aBatchIsAnsweredInItsOrder() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(agent.url() + "/rpc"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("""
                                [{"jsonrpc":"2.0","id":1,"method":"echo","params":["slow"]},
                                 {"jsonrpc":"2.0","method":"add","params":[1,1]},
                                 {"jsonrpc":"2.0","id":"b","method":"add","params":{"b":1,"a":2}},
                                 1,
                                 {"jsonrpc":"2.0","id":null,"method":"nix"}]"""))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.body())
                .startsWith("[{\"jsonrpc\":\"2.0\",\"result\":\"slow\",\"id\":1},"
                        + "{\"jsonrpc\":\"2.0\",\"result\":3,\"id\":\"b\"},")
                .containsSubsequence("-32600", "-32601");
    }

    @ParameterizedTest
    @MethodSource("faces")
    void infoTellsTheSame(OneFace face) throws Exception {
        Object info = ((InvocationResult.Passed) call(face, Invocation.of("info"))).value();
        assertThat(info)
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("name", "secretname")
                .containsEntry("description", "a test & more")
                .containsEntry("keywords", 23L)
                .containsEntry("runningJobs", 0L);
    }
}
