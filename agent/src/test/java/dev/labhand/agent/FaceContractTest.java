package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.api.Arg;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Outcome;
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.JobSummary;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a keyword takes and gives is the same on every face. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaceContractTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private Agent agent;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        agent = TestAgents.start(folder, TestAgents.http(), Optional.empty(), new Echo());
    }

    @AfterAll
    void stop() {
        agent.close();
        client.close();
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

    record OneFace(String name, String path, RpcCodec codec) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<OneFace> faces() {
        return Stream.of(
                new OneFace("XML-RPC", "/RPC2", new XmlRpcCodec()),
                new OneFace("JSON-RPC", "/rpc", new JsonRpcCodec()));
    }

    private InvocationResult call(OneFace face, Invocation call) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(URI.create(agent.url() + face.path()))
                        .header("Content-Type", face.codec().contentType())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                face.codec().writeCall(call)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains(face.codec().contentType());
        return face.codec().readReply(response.body());
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

    private @Nullable Object passed(OneFace face, String method, Object... arguments) throws Exception {
        InvocationResult result = call(face, Invocation.of(method, arguments));
        assertThat(result).isInstanceOf(InvocationResult.Passed.class);
        return ((InvocationResult.Passed) result).value();
    }

    private Map<String, @Nullable Object> struct(OneFace face, String method, Object... arguments) throws Exception {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(passed(face, method, arguments)))
                .forEach((name, value) -> struct.put((String) name, value));
        return struct;
    }

    private String refusal(OneFace face, int code, String method, Object... arguments) throws Exception {
        InvocationResult result = call(face, Invocation.of(method, arguments));
        assertThat(result).isInstanceOf(InvocationResult.Failed.class);
        Failure failure = ((InvocationResult.Failed) result).failure();
        assertThat(failure.code()).isEqualTo(code);
        return failure.text();
    }

    @ParameterizedTest
    @MethodSource("faces")
    void aJobIsSpokenWithAndForgotten(OneFace face) throws Exception {
        String id = "talk-" + face.path().substring(1);
        String command = "trap 'echo hup; exit 3' HUP; read line; echo \"got $line\"; while :; do sleep 0.1; done";
        assertThat(passed(face, "job.start", "local", command, Map.of("jobId", id, "openStdin", true)))
                .isEqualTo(id);

        assertThat(struct(face, "job.write", id, "wor"))
                .containsEntry("received", 3L)
                .containsKey("waiting");
        assertThat(struct(face, "job.write", id, Map.of("base64", "b3JkCg=="), true, 1L))
                .containsEntry("received", 5L);
        assertThat(refusal(face, -32004, "job.write", id, "more"))
                .isEqualTo("Not possible now: job " + id + ": its standard input has been closed");
        JobOutput output = JobOutput.fromStruct(struct(face, "job.read", id, Map.of("stdout", 0L), 100L, 60L));
        assertThat(new String(output.stdout(), StandardCharsets.UTF_8)).isEqualTo("got word\n");

        assertThat(refusal(face, -32602, "job.signal", id, "NOPE"))
                .startsWith("Invalid params: signal: SSH has no signal NOPE, but ABRT, ALRM, ");
        assertThat(refusal(face, -32004, "job.remove", id)).endsWith("it runs; job.stop stops it");
        assertThat(passed(face, "job.signal", id, "sighup")).isNull();
        assertThat(struct(face, "job.wait", id, 60L))
                .containsEntry("outcome", "exited")
                .containsEntry("exitCode", 3L)
                .containsEntry("stdout", "got word\nhup\n");
        assertThat(refusal(face, -32004, "job.signal", id, "TERM")).endsWith("it has ended");

        assertThat(jobs(face, "finished", 1L)).singleElement().satisfies(summary -> {
            assertThat(summary.job().value()).isEqualTo(id);
            assertThat(summary.command()).isEqualTo(command);
            assertThat(summary.target()).isEqualTo("local");
            assertThat(summary.outcome()).isEqualTo(new Outcome.Exited(3));
            assertThat(summary.stdoutBytes()).isEqualTo(13);
        });
        assertThat(jobs(face, "running")).isEmpty();
        assertThat(refusal(face, -32602, "job.list", "dead")).contains("state");
        assertThat(refusal(face, -32602, "job.list", "all", 0L))
                .isEqualTo("Invalid params: limit: 0 is not 1 to 10000");
        assertThat(passed(face, "job.remove", id)).isNull();
        assertThat(refusal(face, -32001, "job.wait", id, 0L)).isEqualTo("No such job: " + id);
    }

    private List<JobSummary> jobs(OneFace face, Object... arguments) throws Exception {
        List<JobSummary> summaries = new ArrayList<>();
        for (Object each : (List<?>) Objects.requireNonNull(passed(face, "job.list", arguments))) {
            Map<String, @Nullable Object> struct = new LinkedHashMap<>();
            ((Map<?, ?>) each).forEach((name, value) -> struct.put((String) name, value));
            summaries.add(JobSummary.fromStruct(struct));
        }
        return summaries;
    }

    @ParameterizedTest
    @MethodSource("faces")
    void aWaitThatExpiresLeavesTheJobRunning(OneFace face) throws Exception {
        Map<String, @Nullable Object> running =
                struct(face, "exec", "local", "read x", Map.of("wait", 0.01, "openStdin", true));
        assertThat(running).containsEntry("outcome", "running");
        String id = (String) Objects.requireNonNull(running.get("job"));
        assertThat(struct(face, "info")).containsEntry("runningJobs", 1L);
        assertThat(jobs(face, "running"))
                .singleElement()
                .satisfies(summary -> assertThat(summary.job().value()).isEqualTo(id));
        passed(face, "job.write", id, "", true);
        assertThat(struct(face, "job.wait", id, 60L)).containsEntry("outcome", "exited");
    }

    @ParameterizedTest
    @MethodSource("faces")
    void inputThatIsClosedTakesNothing(OneFace face) throws Exception {
        String id = (String) passed(face, "job.start", "local", "sleep 60");
        assertThat(refusal(face, -32004, "job.write", Objects.requireNonNull(id), "x"))
                .endsWith("its standard input is closed; openStdin leaves it open");
        assertThat(struct(face, "job.stop", id)).containsEntry("outcome", "cancelled");
        for (String option : List.of("openStdin", "sudo", "pty", "forwardAgent")) {
            assertThat(refusal(face, -32602, "job.start", "local", "cat", Map.of(option, true, "detached", true)))
                    .contains(option + " and detached exclude each other");
        }
    }
}
