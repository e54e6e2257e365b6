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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCallTest {

    private final FakeAgent agent = new FakeAgent();
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch forever = new CountDownLatch(1);

    @AfterEach
    void stop() {
        forever.countDown();
        agent.close();
    }

    @Test
    void returnsWhatTheKeywordReturns() {
        agent.on("echo", call -> passed(call.positional().getFirst()));

        assertThat(call(Invocation.of("echo", Map.of("a", List.of(1L, true)))))
                .isEqualTo(new Outcome.Returned(Map.of("a", List.of(1L, true))));
    }

    @Test
    void aFailureIsTheKeywordsOwn() {
        agent.on("divide", call -> failed(Failure.invalidParams("division by zero")));

        assertThat(call(Invocation.of("divide", 1L, 0L)))
                .isEqualTo(new Outcome.Failed(Failure.invalidParams("division by zero")));
    }

    @Test
    void anUnknownMethodIsAFailure() {
        assertThat(call(Invocation.of("nope"))).isEqualTo(new Outcome.Failed(Failure.noSuchMethod("nope")));
    }

    @Test
    void aCallWhoseConnectionBreaksIsLostAndNeverSentAgain() {
        agent.on("reboot", call -> new FakeAgent.HangUp());

        assertThat(call(Invocation.of("reboot"))).isInstanceOf(Outcome.Lost.class);
        assertThat(agent.calls()).hasSize(1);
    }

    @Test
    void noAnswerInTimeIsLost() {
        agent.on("sleep", call -> hang());

        Outcome outcome =
                client(Optional.empty()).call(Invocation.of("sleep"), Optional.of(Duration.ofMillis(50)), cancellation);

        assertThat(outcome).isEqualTo(new Outcome.Lost("no answer within 0.05 s; the keyword may still be running"));
    }

    @Test
    void whenCancelledItNoLongerWaits() {
        agent.on("sleep", call -> {
            cancellation.request("Ctrl-C");
            return hang();
        });

        assertThat(call(Invocation.of("sleep")))
                .isEqualTo(new Outcome.Cancelled("Ctrl-C; the keyword may still be running"));
    }

    @Test
    void afterACancellationNothingIsSent() {
        cancellation.request("Ctrl-C");

        assertThat(call(Invocation.of("add", 1L, 2L))).isEqualTo(new Outcome.NotRun("Ctrl-C"));
        assertThat(agent.calls()).isEmpty();
    }

    @Test
    void nobodyListeningIsUnreachable() {
        agent.kill();

        assertThat(call(Invocation.of("add", 1L, 2L))).isEqualTo(new Outcome.Unreachable("connection refused"));
    }

    @Test
    void sendsTheToken() {
        agent.on("add", call -> passed(3L));

        client(Optional.of(new BearerToken("s3cret"))).call(Invocation.of("add"), Optional.empty(), cancellation);

        assertThat(agent.authorizations()).containsExactly("Bearer s3cret");
    }

    @Test
    void anAgentThatWantsATokenIsToldWithWhatToDo() {
        agent.on("add", call -> new FakeAgent.Status(401, ""));

        assertThat(call(Invocation.of("add")))
                .isEqualTo(new Outcome.AuthFailed("the agent wants a token (HTTP 401): give --token-file"));
        assertThat(client(Optional.of(new BearerToken("x"))).call(Invocation.of("add"), Optional.empty(), cancellation))
                .isEqualTo(new Outcome.AuthFailed(
                        "the agent refused the token (HTTP 401): check the file given with --token-file"));
    }

    @Test
    void aForbiddenCallIsAuthFailedWithTheServersWords() {
        agent.on("add", call -> new FakeAgent.Status(403, "foreign host\nmore"));

        assertThat(call(Invocation.of("add")))
                .isEqualTo(new Outcome.AuthFailed("the agent forbids it (HTTP 403): foreign host"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 405, 413, 500, 503})
    void anotherStatusIsRejectedAndNamed(int status) {
        agent.on("add", call -> new FakeAgent.Status(status, "<html>"));

        assertThat(call(Invocation.of("add")))
                .isEqualTo(new Outcome.Rejected("HTTP " + status + " from " + agent.url()));
    }

    @Test
    void anAnswerThatIsNoReplyIsRejected() {
        agent.on("add", call -> new FakeAgent.Status(200, "<html>It works!</html>"));

        assertThat(call(Invocation.of("add")))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason()).startsWith("no Labhand agent answers at " + agent.url()));
    }

    @Test
    void aServerThatSpeaksNoHttpIsRejected() throws Exception {
        try (ServerSocket ssh = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (var socket = ssh.accept()) {
                    socket.getOutputStream().write("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            var address = new dev.labhand.controller.inventory.Address.Agent(
                    java.net.URI.create("http://127.0.0.1:" + ssh.getLocalPort()));

            assertThat(new AgentClient(address, new Target.Local(), access(Optional.empty()), new JsonRpcCodec())
                            .call(Invocation.of("add"), Optional.empty(), cancellation))
                    .isEqualTo(new Outcome.Rejected("no Labhand agent listens there: it does not speak HTTP/1.1"));
        }
    }

    @Test
    void aHostBehindAnAgentHasNoKeywords() {
        Target device = new Target.SshHost(Optional.empty(), "switch1", OptionalInt.empty());
        AgentClient client = new AgentClient(agent.address(), device, access(Optional.empty()), new JsonRpcCodec());

        assertThat(client.call(Invocation.of("add"), Optional.empty(), cancellation))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(agent.calls()).isEmpty();
    }

    private FakeAgent.Reaction hang() {
        try {
            forever.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new FakeAgent.HangUp();
    }

    private Outcome call(Invocation invocation) {
        return client(Optional.empty()).call(invocation, Optional.empty(), cancellation);
    }

    private AgentClient client(Optional<BearerToken> token) {
        return new AgentClient(agent.address(), new Target.Local(), access(token), new JsonRpcCodec());
    }

    private static AgentAccess access(Optional<BearerToken> token) {
        return new AgentAccess(token, Duration.ofSeconds(10));
    }
}
