package dev.labhand.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.access.Access;
import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.access.Caller;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.SampleLibrary;
import dev.labhand.agent.library.ArithmeticLibrary;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code rpc.discover} tells. */
class OpenRpcTest {

    private static final Caller CALLER = new Caller("127.0.0.1", Optional.empty());

    private final KeywordRegistry registry = new KeywordRegistry();
    private final Dispatcher dispatcher;
    private final Face json;

    OpenRpcTest() throws IOException {
        dispatcher = new Dispatcher(Access.of(AccessSettings.open()));
        registry.register(new SampleLibrary());
        registry.register(new ArithmeticLibrary());
        json = Face.jsonRpc(registry, new Face.About("lab7", "rack 7", "1.2.3"));
    }

    @Test
    void discoverDescribesOneMethodAsOpenRpc() {
        InvocationResult result =
                dispatcher.dispatch(CALLER, json, new Invocation("rpc.discover", List.of(), Map.of("method", "run")));

        Map<?, ?> document = struct(((InvocationResult.Passed) result).value());
        assertThat(document.get("openrpc")).isEqualTo("1.3.2");
        assertThat(document.get("info"))
                .isEqualTo(Map.of("title", "lab7", "description", "rack 7", "version", "1.2.3"));
        Map<?, ?> run = struct(list(document.get("methods")).getFirst());
        assertThat(run.get("summary")).isEqualTo("Takes options.");
        assertThat(list(run.get("params")).get(3))
                .isEqualTo(Map.of(
                        "name",
                        "times",
                        "description",
                        "How often.",
                        "required",
                        false,
                        "schema",
                        Map.of(
                                "type",
                                "integer",
                                "format",
                                "int64",
                                "minimum",
                                Long.MIN_VALUE,
                                "maximum",
                                Long.MAX_VALUE,
                                "default",
                                3L),
                        "x-labhand-kind",
                        "named-only"));
        assertThat(list(run.get("params")).getFirst())
                .isEqualTo(Map.of(
                        "name", "what", "description", "What.", "required", true, "schema", Map.of("type", "string")));
        assertThat(run.get("result"))
                .isEqualTo(Map.of("name", "result", "description", "all of it", "schema", Map.of("type", "array")));
    }

    @Test
    void discoverDescribesAllKeywordsAndRefusesUnknownOnes() {
        InvocationResult result = dispatcher.dispatch(CALLER, json, Invocation.of("rpc.discover"));
        Map<?, ?> document = struct(((InvocationResult.Passed) result).value());
        assertThat((List<?>) document.get("methods"))
                .hasSize(registry.size())
                .extracting(method -> String.valueOf(struct(method).get("x-labhand-library")))
                .containsOnly("Sample", "Arithmetic");
        assertThat(dispatcher.dispatch(CALLER, json, Invocation.of("rpc.discover", "nix")))
                .isEqualTo(InvocationResult.failed(Failure.invalidParams("rpc.discover: there is no method nix")));
    }

    @Test
    void openRpcDescribesEveryKindOfParameter() {
        registry.replace(BoardLibrary.create());
        InvocationResult result = dispatcher.dispatch(CALLER, json, Invocation.of("rpc.discover", "board.measure"));

        Map<?, ?> document = struct(((InvocationResult.Passed) result).value());
        Map<?, ?> measure = struct(list(document.get("methods")).getFirst());
        assertThat(measure.get("summary")).isEqualTo("Measures");
        assertThat(measure.get("paramStructure")).isEqualTo("by-position");
        Map<?, ?> integer = struct(struct(list(measure.get("params")).get(1)).get("schema"));
        assertThat(list(measure.get("params"))).hasSize(4);
        assertThat(struct(list(measure.get("params")).get(0)).get("x-labhand-kind"))
                .isEqualTo("positional-only");
        assertThat(struct(list(measure.get("params")).get(1)).get("x-labhand-kind"))
                .isNull();
        assertThat(struct(list(measure.get("params")).get(2)))
                .hasToString("{name=pins, description=About pins., required=false, schema={type=array, items=" + integer
                        + "}, x-labhand-kind=varargs}");
        assertThat(struct(struct(list(measure.get("params")).get(3)).get("schema")))
                .isEqualTo(Map.of("anyOf", List.of(Map.of("type", "string"), Map.of("type", "null"))));
        assertThat(struct(measure.get("x-labhand-kwargs")).get("schema"))
                .isEqualTo(Map.of("type", "array", "items", integer));
        assertThat(struct(struct(measure.get("result")).get("schema")))
                .isEqualTo(Map.of("type", "object", "additionalProperties", Map.of("type", "number")));
    }

    private static Map<?, ?> struct(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }
}
