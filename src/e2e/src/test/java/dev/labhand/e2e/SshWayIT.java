package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.Processes;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.SshKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The way to a server: the configuration file, jump hosts, host keys, limits of connections; OpenSSH on every hop. */
@RequiresPeer({Peer.SSHD, Peer.SSH_TOOLS})
class SshWayIT {

    @TempDir
    Path folder;

    private OpenSshServer target;

    @BeforeEach
    void start() {
        target = OpenSshServer.start();
    }

    @AfterEach
    void stop() {
        target.close();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String host(String name, OpenSshServer server, Path knownHosts, String... more) {
        return """
                Host %s
                  HostName 127.0.0.1
                  Port %d
                  User %s
                  IdentityFile %s
                  UserKnownHostsFile %s
                  %s
                """.formatted(
                        name, server.port(), server.user(), server.identity(), knownHosts, String.join("\n  ", more));
    }

    @Test
    void theConfigurationFileLeadsThroughTwoServersEachWithItsOwnKeyAndHostKey() throws IOException {
        try (OpenSshServer first = OpenSshServer.start();
                OpenSshServer second = OpenSshServer.start()) {
            Path config = write(
                    "config",
                    host("dut", target, target.knownHosts(), "ProxyJump second")
                            + host("second", second, second.knownHosts(), "ProxyJump first")
                            + host("first", first, first.knownHosts()));
            try (AgentProcess agent = AgentProcess.start("--ssh-config", config.toString())) {
                JsonNode done = new JsonRpcClient(agent).exec("dut", "printf %s \"$SSH_CONNECTION\"; exit 3");

                assertThat(done.get("exitCode").asInt()).as("%s", done).isEqualTo(3);
                assertThat(done.get("stdout").asString()).endsWith(" 127.0.0.1 " + target.port());
                assertThat(first.log()).contains("Accepted publickey");
                assertThat(second.log()).contains("Accepted publickey");
            }
            first.restartWithAnotherHostKey();
            try (AgentProcess agent = AgentProcess.start("--ssh-config", config.toString())) {
                JsonNode refused = new JsonRpcClient(agent).exec("dut", "true");

                assertThat(refused.get("outcome").asString()).isEqualTo("host_key_rejected");
                assertThat(refused.get("reason").asString())
                        .startsWith("jump host " + second.target() + ": jump host " + first.target())
                        .contains("CHANGED", "known_hosts:1");
            }
        }
    }

    @Test
    void theControllerGoesThroughTheJumpHostsItIsTold() throws IOException {
        try (OpenSshServer gate = OpenSshServer.startWith("MaxSessions 1")) {
            Path knownHosts =
                    write("known_hosts", Files.readString(target.knownHosts()) + Files.readString(gate.knownHosts()));
            Path config = write(
                    "config",
                    "Host 127.0.0.1\n IdentityFile " + target.identity() + "\n IdentityFile " + gate.identity() + "\n");
            var done = Labhand.labhand(
                            "exec",
                            "-w",
                            "ssh://" + target.target(),
                            "-J",
                            gate.target(),
                            "--ssh-config",
                            config.toString(),
                            "--known-hosts",
                            knownHosts.toString(),
                            "echo $((6*7))")
                    .run()
                    .succeeded();

            assertThat(done.stdout()).contains(": 42\n");
            assertThat(gate.log()).contains("Accepted publickey");
        }
    }

    @Test
    void aServerThatForwardsNothingIsNoWay() throws IOException {
        try (OpenSshServer gate = OpenSshServer.startWith("AllowTcpForwarding no")) {
            Path config = write(
                    "config",
                    host("dut", target, target.knownHosts(), "ProxyJump gate") + host("gate", gate, gate.knownHosts()));
            try (AgentProcess agent = AgentProcess.start("--ssh-config", config.toString())) {
                JsonNode refused = new JsonRpcClient(agent).exec("dut", "true");

                assertThat(refused.get("outcome").asString()).isEqualTo("unreachable");
                assertThat(refused.get("reason").asString()).contains("does not allow forwarding");
            }
        }
    }

    @Test
    void aPinnedKeyCountsAlone() {
        String right = new SshKey(target.folder().resolve("host_key"), target.hostKey()).fingerprint();
        String wrong = SshKey.generate(folder, "other").fingerprint();
        try (AgentProcess agent = AgentProcess.start(
                "--ssh-config",
                "none",
                "--identity",
                target.identity().toString(),
                "--known-hosts",
                folder.resolve("none").toString(),
                "--targets",
                "good=" + target.target() + " host-key=" + right + ",bad=" + target.target() + " host-key=" + wrong)) {
            JsonRpcClient client = new JsonRpcClient(agent);

            assertThat(client.exec("good", "true").get("outcome").asString()).isEqualTo("exited");
            assertThat(client.exec("bad", "true").get("reason").asString()).contains(right, wrong);
            assertThat(client.exec(target.target(), "true").get("outcome").asString())
                    .isEqualTo("host_key_rejected");
            assertThat(client.exec(target.target() + " host-key=" + right, "true")
                            .get("outcome")
                            .asString())
                    .isEqualTo("exited");
        }
    }

    @Test
    void fewSessionsAndFewStartsAreMoreConnectionsAndMorePatience() {
        for (String limits : List.of("MaxSessions 1", "MaxSessions 2", "MaxStartups 2:50:4")) {
            try (OpenSshServer small = OpenSshServer.startWith(limits);
                    AgentProcess agent = AgentProcess.start(
                            "--ssh-config",
                            "none",
                            "--identity",
                            small.identity().toString(),
                            "--known-hosts",
                            small.knownHosts().toString())) {
                allSucceed(new JsonRpcClient(agent), small.target(), limits);
            }
        }
    }

    private static void allSucceed(JsonRpcClient client, String target, String limits) {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<JsonNode>> calls = IntStream.range(0, 24)
                    .mapToObj(
                            i -> CompletableFuture.supplyAsync(() -> client.exec(target, "sleep 0.3; echo " + i), pool))
                    .toList();
            for (int i = 0; i < calls.size(); i++) {
                JsonNode done = calls.get(i).join();
                assertThat(done.get("stdout").asString())
                        .as("%s: %s", limits, done)
                        .isEqualTo(i + "\n");
            }
        }
    }

    @Test
    void aCommandOnAConnectionThatWentSilentIsLost() throws IOException {
        Path config = write(
                "config", host("dut", target, target.knownHosts(), "ServerAliveInterval 1", "ServerAliveCountMax 2"));
        try (AgentProcess agent = AgentProcess.start("--ssh-config", config.toString())) {
            JsonRpcClient client = new JsonRpcClient(agent);
            Path begun = folder.resolve("begun");
            CompletableFuture<JsonNode> call =
                    CompletableFuture.supplyAsync(() -> client.exec("dut", "touch " + begun + "; sleep 20"));
            Processes.awaitThat("the command", () -> Files.exists(begun));
            target.freezeConnections();

            JsonNode lost = call.join();
            assertThat(lost.get("outcome").asString()).as("%s", lost).isEqualTo("lost");
            assertThat(lost.get("reason").asString()).contains("does not answer");
        }
    }

    @Test
    void keysAreExchangedAgainstComputersToCome() {
        try (OpenSshServer talkative = OpenSshServer.startWith("LogLevel DEBUG1");
                AgentProcess agent = AgentProcess.start(
                        "--ssh-config",
                        "none",
                        "--identity",
                        talkative.identity().toString(),
                        "--known-hosts",
                        talkative.knownHosts().toString())) {
            assertThat(new JsonRpcClient(agent)
                            .call("exec", Map.of("target", talkative.target(), "command", "true"))
                            .get("outcome")
                            .asString())
                    .isEqualTo("exited");
            assertThat(talkative.log())
                    .containsPattern(Pattern.compile("kex: algorithm: (mlkem768x25519-sha256|sntrup761x25519-sha512)"))
                    .containsPattern(Pattern.compile("kex: client->server cipher: aes\\d+-gcm@openssh.com"))
                    .doesNotContain("diffie-hellman-group1-sha1");
        }
    }
}
