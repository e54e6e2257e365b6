package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.Processes;
import dev.labhand.e2e.support.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Commands over Debian's OpenSSH server, through an agent. */
@RequiresPeer(Peer.SSHD)
class OpenSshIT {

    /** A number of seconds that no other process sleeps for: the mark by which tests find their own. */
    private static final AtomicInteger NEXT_NAP =
            new AtomicInteger((int) (100_000 + ProcessHandle.current().pid() % 10_000 * 100));

    private OpenSshServer sshd;
    private AgentProcess agent;
    private JsonRpcClient client;

    @BeforeEach
    void start() {
        sshd = OpenSshServer.start();
        agent = AgentProcess.start(
                "--identity",
                sshd.identity().toString(),
                "--known-hosts",
                sshd.knownHosts().toString());
        client = new JsonRpcClient(agent);
    }

    @AfterEach
    void stop() {
        agent.close();
        sshd.close();
    }

    @Test
    void runsACommandWithAKey() {
        JsonNode done = client.exec(sshd.target(), "echo out; echo err >&2; exit 3");

        assertThat(done.get("outcome").asString()).isEqualTo("exited");
        assertThat(done.get("exitCode").asInt()).isEqualTo(3);
        assertThat(done.get("stdout").asString()).isEqualTo("out\n");
        assertThat(done.get("stderr").asString()).isEqualTo("err\n");
    }

    @Test
    void tellsAnExitCodeFromASignal() {
        assertThat(client.exec(sshd.target(), "exit 143").get("exitCode").asInt())
                .isEqualTo(143);
        assertThat(client.exec(sshd.target(), "kill -TERM $$").get("signal").asString())
                .isEqualTo("TERM");
    }

    @Test
    void runsMoreCommandsAtOnceThanAConnectionHasSessions() {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<JsonNode>> calls = IntStream.range(0, 35)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> client.exec(sshd.target(), "sleep 0.5; echo " + i), pool))
                    .toList();

            for (int i = 0; i < calls.size(); i++) {
                JsonNode done = calls.get(i).join();
                assertThat(done.get("stdout")).as("%s", done).isNotNull();
                assertThat(done.get("stdout").asString()).isEqualTo(i + "\n");
            }
        }
    }

    @Test
    void refusesAHostWithAnotherKeyThanBefore() {
        assertThat(client.exec(sshd.target(), "true").get("outcome").asString()).isEqualTo("exited");
        sshd.restartWithAnotherHostKey();

        JsonNode refused = client.exec(sshd.target(), "true");

        assertThat(refused.get("outcome").asString()).isEqualTo("host_key_rejected");
        assertThat(refused.get("reason").asString()).contains("known_hosts");
    }

    @Test
    void refusesAnUnknownHostUnlessToldToAcceptIt(@TempDir Path folder) throws IOException {
        Path knownHosts = folder.resolve("known_hosts");
        try (AgentProcess strict = AgentProcess.start(
                        "--identity", sshd.identity().toString(), "--known-hosts", knownHosts.toString());
                AgentProcess accepting = AgentProcess.start(
                        "--identity",
                        sshd.identity().toString(),
                        "--known-hosts",
                        knownHosts.toString(),
                        "--host-keys",
                        "accept-new")) {
            assertThat(new JsonRpcClient(strict)
                            .exec(sshd.target(), "true")
                            .get("outcome")
                            .asString())
                    .isEqualTo("host_key_rejected");
            assertThat(new JsonRpcClient(accepting)
                            .exec(sshd.target(), "true")
                            .get("outcome")
                            .asString())
                    .isEqualTo("exited");
            assertThat(Files.readString(knownHosts)).contains("[127.0.0.1]:" + sshd.port());
            assertThat(new JsonRpcClient(strict)
                            .exec(sshd.target(), "true")
                            .get("outcome")
                            .asString())
                    .isEqualTo("exited");
        }
    }

    @Test
    void aWrongKeyIsAnAuthFailure(@TempDir Path folder) {
        Path other = dev.labhand.e2e.support.SshKey.generate(folder, "other").file();
        try (AgentProcess stranger = AgentProcess.start(
                "--identity",
                other.toString(),
                "--known-hosts",
                sshd.knownHosts().toString())) {
            JsonNode refused = new JsonRpcClient(stranger).exec(sshd.target(), "true");

            assertThat(refused.get("outcome").asString()).isEqualTo("auth_failed");
            assertThat(refused.get("reason").asString())
                    .contains(other.getFileName().toString());
        }
    }

    @Test
    void aCommandWhoseConnectionBreaksIsLostAndNotRunAgain(@TempDir Path folder) throws IOException {
        Path ran = folder.resolve("ran");
        String nap = nap();
        CompletableFuture<JsonNode> call =
                CompletableFuture.supplyAsync(() -> client.exec(sshd.target(), "echo x >> " + ran + "; sleep " + nap));
        Processes.await(1, nap);

        sshd.killConnections();

        assertThat(call.join().get("outcome").asString()).isEqualTo("lost");
        assertThat(Files.readString(ran)).isEqualTo("x\n");
        Processes.kill(nap);
    }

    @Test
    void aConnectionThatDiedBetweenCommandsIsReplaced() {
        assertThat(client.exec(sshd.target(), "echo one").get("stdout").asString())
                .isEqualTo("one\n");
        sshd.restart();
        assertThat(client.exec(sshd.target(), "echo two").get("stdout").asString())
                .isEqualTo("two\n");
    }

    @Test
    void anSshdThatIsDownIsUnreachable() {
        sshd.stop();
        JsonNode down = client.exec(sshd.target(), "true");
        assertThat(down.get("outcome").asString()).isEqualTo("unreachable");
        assertThat(down.get("reason").asString()).contains("refused");
        sshd.startAgain();
    }

    @Test
    void aTimeOutTakesTheWholeTree() {
        String nap = nap();
        JsonNode done = client.call(
                "exec",
                Map.of(
                        "target",
                        sshd.target(),
                        "command",
                        "nohup sleep %1$s & setsid sleep %1$s & (trap '' TERM; sleep %1$s; sleep %1$s) & sleep %1$s"
                                .formatted(nap),
                        "timeout",
                        1,
                        "grace",
                        1));

        assertThat(done.get("outcome").asString()).isEqualTo("timed_out");
        assertThat(done.get("reason").asString()).isEqualTo("max");
        assertThat(done.get("stop").asString()).as("%s", done).isEqualTo("verified");
        assertThat(Processes.with(nap)).isEmpty();
    }

    @Test
    void aStopLeavesTheNeighboursAlone() {
        stopOneOfThree(client, sshd);
    }

    @Test
    void aStopLeavesTheNeighboursAloneWhereTheServerPassesNoVariablesOn() {
        try (OpenSshServer strict = OpenSshServer.startWithoutVariables();
                AgentProcess other = AgentProcess.start(
                        "--identity",
                        strict.identity().toString(),
                        "--known-hosts",
                        strict.knownHosts().toString())) {
            stopOneOfThree(new JsonRpcClient(other), strict);
        }
    }

    private static void stopOneOfThree(JsonRpcClient client, OpenSshServer server) {
        String before = nap();
        String stopped = nap();
        String after = nap();
        for (String nap : List.of(before, stopped, after)) {
            client.call(
                    "job.start", Map.of("target", server.target(), "command", "sleep %1$s & sleep %1$s".formatted(nap), "jobId", nap));
            Processes.await(2, nap);
        }

        JsonNode done = client.call("job.stop", Map.of("id", stopped));

        assertThat(done.get("stop").asString()).as("%s", done).isEqualTo("verified");
        assertThat(Processes.with(stopped)).isEmpty();
        assertThat(Processes.with(before)).hasSize(2);
        assertThat(Processes.with(after)).hasSize(2);
        Processes.kill(before);
        Processes.kill(after);
    }

    @Test
    void theMachinesOwnSshdCanBeTheWayToLocal() {
        try (AgentProcess own = AgentProcess.start(
                "--ssh",
                "127.0.0.1:" + sshd.port(),
                "--identity",
                sshd.identity().toString(),
                "--known-hosts",
                sshd.knownHosts().toString())) {
            JsonNode done = new JsonRpcClient(own).exec("local", "printf %s \"$SSH_CONNECTION\"");

            assertThat(done.get("stdout").asString()).endsWith(" 127.0.0.1 " + sshd.port());
        }
    }

    private static String nap() {
        return Integer.toString(NEXT_NAP.getAndIncrement());
    }
}
