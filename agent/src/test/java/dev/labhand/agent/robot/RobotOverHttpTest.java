package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.Additions;
import dev.labhand.agent.Agent;
import dev.labhand.agent.AgentConfig;
import dev.labhand.agent.IdleTime;
import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.http.HttpSettings;
import dev.labhand.agent.job.RetentionSettings;
import dev.labhand.agent.plugin.PluginSettings;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import dev.labhand.ssh.SshSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The remote protocol on its paths, as a client sees it. */
@Timeout(60)
class RobotOverHttpTest {

    private static final XmlRpcCodec CODEC = new XmlRpcCodec();

    @TempDir
    private Path folder;

    private final SampleLibrary sample = new SampleLibrary();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    private Agent start(Duration idle, boolean allowRemoteStop) throws IOException {
        HttpSettings http = new HttpSettings(
                "127.0.0.1", 0, Set.of(), 1 << 20, 100, idle, Duration.ofSeconds(20), Duration.ofSeconds(20));
        return Agent.start(
                new AgentConfig(
                        "lab7",
                        "",
                        Map.of(),
                        folder,
                        http,
                        AccessSettings.open(),
                        new RobotSettings(allowRemoteStop),
                        PluginSettings.DEFAULTS,
                        SshSettings.defaults(),
                        RetentionSettings.DEFAULTS,
                        Optional.empty(),
                        Map.of()),
                Additions.libraries(sample));
    }

    private Agent start() throws IOException {
        return start(Duration.ofSeconds(30), false);
    }

    private HttpResponse<byte[]> post(Agent agent, String path, String method, @Nullable Object... arguments)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(agent.url() + path))
                        .header("Content-Type", "text/xml")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(CODEC.writeCall(Invocation.of(method, arguments))))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private @Nullable Object call(Agent agent, String path, String method, @Nullable Object... arguments)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = post(agent, path, method, arguments);
        assertThat(response.statusCode()).isEqualTo(200);
        return switch (CODEC.readReply(response.body())) {
            case InvocationResult.Passed(var value) -> value;
            case InvocationResult.Failed(Failure failure) -> throw new AssertionError(failure.text());
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"/RPC2", "/", "/xmlrpc"})
    void everyXmlRpcPathIsRobots(String path) throws Exception {
        try (Agent agent = start()) {
            assertThat(call(agent, path, "get_keyword_names"))
                    .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                    .contains("Add", "Exec", "Info", "Job Start", "Wall Paint", "Stop Remote Server");
            assertThat(call(agent, path, "run_keyword", "Add", List.of("2", "3")))
                    .isEqualTo(Map.of("status", "PASS", "return", 5L, "output", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/robot/Job", "/robot/job", "/robot/JOB", "/robot/J%6Fb", "/robot/Job/"})
    void oneLibraryIsOnItsOwnPath(String path) throws Exception {
        try (Agent agent = start()) {
            assertThat(call(agent, path, "get_keyword_names"))
                    .isEqualTo(List.of(
                            "Exec",
                            "Job List",
                            "Job Read",
                            "Job Remove",
                            "Job Signal",
                            "Job Start",
                            "Job Stop",
                            "Job Wait",
                            "Job Write"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/robot/Nix", "/robot/", "/robot/system", "/robot/Nix/x"})
    void anUnknownLibraryIsNotFoundAndTheOthersAreNamed(String path) throws Exception {
        try (Agent agent = start()) {
            HttpResponse<byte[]> response = post(agent, path, "get_keyword_names");

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body())
                    .asString()
                    .contains(
                            "/robot/Agent, /robot/Arithmetic, /robot/File, /robot/Job, /robot/Sample, /robot/SSHLibrary");
        }
    }

    @Test
    void aLibrarysPathIsForPostsAlone() throws Exception {
        try (Agent agent = start()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(agent.url() + "/robot/Job"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains("POST");
        }
    }

    @Test
    void aKeywordMayTakeLongerThanAConnectionMayBeIdle() throws Exception {
        try (Agent agent = start(Duration.ofSeconds(2), false)) {
            CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try {
                    result.complete(call(agent, "/RPC2", "run_keyword", "Holds", List.of()));
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
            sample.started.await();
            IdleTime.passTwice(agent.port());
            sample.release.countDown();

            assertThat(result.get())
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("return", "held");
        }
    }

    @Test
    void aStopIsAnsweredBeforeItHappens() throws Exception {
        Agent agent = start(Duration.ofSeconds(30), true);
        CompletableFuture<Void> closed =
                agent.stopRequest().thenRunAsync(agent::close).toCompletableFuture();

        assertThat(call(agent, "/RPC2", "run_keyword", "Stop Remote Server", List.of()))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("return", true);

        closed.join();
    }

    @Test
    void aStopThatIsNotAllowedDoesNotHappen() throws Exception {
        try (Agent agent = start()) {
            assertThat(call(agent, "/robot/Sample", "stop_remote_server")).isEqualTo(false);
            assertThat(agent.stopRequest().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void whatXmlCannotCarryIsBytesOrReplaced() throws Exception {
        try (Agent agent = start()) {
            assertThat(call(agent, "/RPC2", "run_keyword", "Echo", List.of(new byte[] {0, 1})))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("return", new byte[] {0, 1});
            assertThat(call(agent, "/RPC2", "run_keyword", "Wall Paint", List.of(new byte[] {'a', 0})))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .extractingByKey("return")
                    .asInstanceOf(InstanceOfAssertFactories.list(Object.class))
                    .startsWith((Object) new byte[] {'a', 0});
        }
    }
}
