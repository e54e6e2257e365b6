package dev.labhand.controller.client;

import static dev.labhand.controller.FakeAgent.failed;
import static dev.labhand.controller.FakeAgent.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.controller.FakeAgent;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Arguments as a person writes them reach the keyword as the types that it wants. */
class TextArgumentCallTest {

    private final FakeAgent agent = new FakeAgent();

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void anObviousCallIsOneRequest() {
        agent.on("add", call -> passed(5L));

        assertThat(call("add", "2", "3")).isEqualTo(new Outcome.Returned(5L));
        assertThat(agent.calls()).containsExactly(Invocation.of("add", 2L, 3L));
    }

    @Test
    void looksDecide() {
        agent.on("take", call -> passed(true));

        call("take", "-1", "2.5", "true", "word", "two words", "[1, \"a\"]", "{\"a\": null}", "007", "1e999");

        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("a", null);
        assertThat(agent.calls().getFirst().positional())
                .containsExactly(-1L, 2.5, true, "word", "two words", List.of(1L, "a"), struct, "007", "1e999");
    }

    @Test
    void aRefusedTypeIsLookedUpAndSentAgainAsWhatTheKeywordWants() {
        offers("login", parameter("name", "string"));
        agent.on(
                "login",
                call -> call.positional().getFirst() instanceof String
                        ? passed("in")
                        : failed(Failure.invalidParams("name should be a string")));

        assertThat(call("login", "4711")).isEqualTo(new Outcome.Returned("in"));
        assertThat(agent.calls("login")).containsExactly(Invocation.of("login", 4711L), Invocation.of("login", "4711"));
    }

    @Test
    void aKeywordThatRefusesTheRightTypesIsNotCalledAgain() {
        offers("divide", parameter("a", "number"), parameter("b", "number"));
        agent.on("divide", call -> failed(Failure.invalidParams("division by zero")));

        assertThat(call("divide", "1", "0")).isEqualTo(new Outcome.Failed(Failure.invalidParams("division by zero")));
        assertThat(agent.calls("divide")).hasSize(1);
    }

    @Test
    void nullAndQuotesAreWhatTheTypeSays() {
        offers("say", parameter("text", "string"));
        agent.on("say", call -> passed(call.positional().getFirst()));

        assertThat(call("say", "null")).isEqualTo(new Outcome.Returned("null"));
        assertThat(call("say", "\"x\"")).isEqualTo(new Outcome.Returned("\"x\""));
        assertThat(agent.calls("say")).hasSize(2);
    }

    @Test
    void nullAndQuotesAreJsonWhereAnythingGoes() {
        offers("echo", Map.of("name", "value", "schema", Map.of()));
        agent.on("echo", call -> passed(call.positional()));

        assertThat(call("echo", "null")).isEqualTo(new Outcome.Returned(Arrays.asList((Object) null)));
        assertThat(call("echo", "\"x\"")).isEqualTo(new Outcome.Returned(List.of("x")));
    }

    @Test
    void aWrongTypeNamesArgumentTypeAndText() {
        offers("add", parameter("a", "number"), parameter("b", "number"));
        agent.on("add", call -> failed(Failure.invalidParams("a should be a number")));

        assertThat(call("add", "x", "3"))
                .isEqualTo(new Outcome.Failed(
                        Failure.invalidParams("argument 'a' should be of type number, but 'x' was given")));
        assertThat(agent.calls("add")).hasSize(1);
    }

    @Test
    void namedArgumentsFindTheirParametersByName() {
        offers("add", parameter("a", "number"), parameter("b", "string"));
        agent.on(
                "add",
                call -> call.named().get("b") instanceof String
                        ? passed(call.named())
                        : failed(Failure.invalidParams("b")));
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        named.put("b", new TextArgument("2"));
        named.put("a", new TextArgument("1"));

        assertThat(call(new Invocation("add", List.of(), named)))
                .isEqualTo(new Outcome.Returned(Map.of("b", "2", "a", 1L)));
    }

    @Test
    void theArgumentAfterTheLastIsTheStructOfOptions() {
        offers(
                "exec",
                parameter("target", "string"),
                parameter("command", "string"),
                Map.of("name", "timeout", "x-labhand-kind", "named-only", "schema", Map.of("type", "number")));
        agent.on(
                "exec",
                call -> call.positional().get(1) instanceof String
                        ? passed(call.positional().get(2))
                        : failed(Failure.invalidParams("command should be a string")));

        assertThat(call("exec", "local", "1", "{\"timeout\": 5}"))
                .isEqualTo(new Outcome.Returned(Map.of("timeout", 5L)));
        assertThat(call("exec", "local", "1", "soon"))
                .isEqualTo(new Outcome.Failed(
                        Failure.invalidParams("argument 'options' should be of type object, but 'soon' was given")));
    }

    @Test
    void furtherArgumentsHaveTheTypesOfTheirParameters() {
        Map<String, Object> texts = Map.of("type", "array", "items", Map.of("type", "string"));
        agent.on(
                "rpc.discover",
                _ -> passed(Map.of(
                        "methods",
                        List.of(Map.of(
                                "name",
                                "say",
                                "params",
                                List.of(
                                        parameter("times", "integer"),
                                        Map.of("name", "words", "x-labhand-kind", "varargs", "schema", texts)),
                                "x-labhand-kwargs",
                                parameter("more", "string"))))));
        agent.on(
                "say",
                call -> call.positional().contains(5L) || call.named().containsValue(5L)
                        ? failed(Failure.invalidParams("words[0] should be a string"))
                        : passed(Arrays.asList(call.positional(), call.named())));

        assertThat(call("say", "2", "5", "x"))
                .isEqualTo(new Outcome.Returned(List.of(List.of(2L, "5", "x"), Map.of())));
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        named.put("times", new TextArgument("2"));
        named.put("words", new TextArgument("[\"a\"]"));
        named.put("z", new TextArgument("5"));
        assertThat(call(new Invocation("say", List.of(), named)))
                .isEqualTo(
                        new Outcome.Returned(List.of(List.of(), Map.of("times", 2L, "words", List.of("a"), "z", "5"))));
    }

    @Test
    void anAgentThatDescribesNothingStillAnswers() {
        agent.on("say", call -> passed("ok"));

        assertThat(call("say", "\"x\"")).isEqualTo(new Outcome.Returned("ok"));
        assertThat(agent.calls("say")).containsExactly(Invocation.of("say", "x"));
    }

    @Test
    void aDescriptionThatNeverComesIsUnreachableNotLost() {
        agent.on("rpc.discover", call -> new FakeAgent.HangUp());

        assertThat(call("say", "\"x\"")).isInstanceOf(Outcome.Unreachable.class);
        assertThat(agent.calls("say")).isEmpty();
    }

    private void offers(String method, Object... parameters) {
        agent.on("rpc.discover", call -> {
            assertThat(call.named()).containsEntry("method", method);
            return passed(Map.of("methods", List.of(Map.of("name", method, "params", List.of(parameters)))));
        });
    }

    private static Map<String, Object> parameter(String name, String type) {
        return Map.of("name", name, "required", true, "schema", Map.of("type", type));
    }

    private Outcome call(String method, String... words) {
        List<@Nullable Object> arguments = new ArrayList<>();
        for (String word : words) {
            arguments.add(new TextArgument(word));
        }
        return call(new Invocation(method, arguments, Map.of()));
    }

    private Outcome call(Invocation invocation) {
        AgentAccess access = new AgentAccess(Optional.empty(), Duration.ofSeconds(10));
        return new AgentClient(agent.address(), new Target.Local(), access, new JsonRpcCodec())
                .call(invocation, Optional.empty(), new Cancellation());
    }
}
