package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.Exited;
import dev.labhand.api.Outcome.Unreachable;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectTest {

    @TempDir
    Path folder;

    private SshSettings hasty() throws IOException {
        SshSettings settings = TestServer.settings(folder);
        return new SshSettings(
                settings.identities(),
                Optional.empty(),
                Optional.empty(),
                HostKeyPolicy.ACCEPT_NEW,
                folder.resolve("known_hosts"),
                Duration.ofMillis(500));
    }

    private Ending run(SshSettings settings, String host, int port) throws Exception {
        try (SshCommands commands = SshCommands.open(settings)) {
            return new Captured(commands, SshEndpoint.of("tester", host, port), ":exit 0").end();
        }
    }

    @Test
    void aClosedPortRefuses() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(run(TestServer.settings(folder), "127.0.0.1", port))
                .isEqualTo(new Ending(new Unreachable("connection refused"), Optional.empty()));
    }

    @Test
    void anUnknownNameIsToldApart() throws Exception {
        assertThat(run(TestServer.settings(folder), "no-such-host.invalid", 22).outcome())
                .isEqualTo(new Unreachable("no such name"));
    }

    @Test
    void aServerThatSaysNothingIsGivenUpInTime() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(run(hasty(), "127.0.0.1", socket.getLocalPort()).outcome())
                    .isEqualTo(new Unreachable("no answer in 500 ms (during the key exchange)"));
        }
    }

    @Test
    void aServerThatHangsUpIsTriedAgain() throws Exception {
        try (TestServer server = TestServer.start();
                Relay relay = new Relay(server.port(), 3)) {
            assertThat(run(TestServer.settings(folder), "127.0.0.1", relay.port())
                            .outcome())
                    .isEqualTo(new Exited(0));
            assertThat(relay.accepted).hasValue(4);
        }
    }

    @Test
    void aServerThatAlwaysHangsUpIsUnreachable() throws Exception {
        try (Relay relay = new Relay(0, Integer.MAX_VALUE)) {
            assertThat(run(hasty(), "127.0.0.1", relay.port()).outcome())
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            unreachable -> assertThat(unreachable.reason())
                                    .startsWith("the server hangs up before the key exchange"));
            assertThat(relay.accepted.get()).isGreaterThan(1);
        }
    }

    @Test
    void noCommonAlgorithmIsNotTriedAgain() throws Exception {
        try (TestServer server =
                TestServer.start(test -> test.server.setCipherFactories(List.of(BuiltinCiphers.aes128cbc)))) {
            assertThat(run(TestServer.settings(folder), "127.0.0.1", server.port())
                            .outcome())
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            unreachable -> assertThat(unreachable.reason()).startsWith("no common way to talk: "));
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void allWhoWaitForAConnectionThatFailsAreTold() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SshCommands commands = SshCommands.open(hasty())) {
            List<Captured> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(new Captured(
                        commands, SshEndpoint.of("tester", "127.0.0.1", socket.getLocalPort()), ":exit 0"));
            }
            for (Captured command : all) {
                assertThat(command.end().outcome()).isInstanceOf(Unreachable.class);
            }
        }
    }

    @Test
    void aDeadIdleConnectionIsGivenUpWhenItDoesNotAnswer() throws Exception {
        try (TestServer server = TestServer.start();
                Relay relay = new Relay(server.port(), 0);
                SshCommands commands = SshCommands.open(TestServer.settings(folder))) {
            SshEndpoint endpoint = SshEndpoint.of("tester", "127.0.0.1", relay.port());
            assertThat(new Captured(commands, endpoint, ":exit 0").end().outcome())
                    .isEqualTo(new Exited(0));
            relay.afterSwallowing(() -> relay.silent = false);
            relay.silent = true;
            Captured command = new Captured(commands, endpoint, ":exit 3");
            assertThat(command.end().outcome()).isEqualTo(new Exited(3));
            assertThat(server.commands).containsExactly(":exit 0", ":exit 3");
        }
    }

    @Test
    void aCommandOnADeadConnectionIsLostInTime() throws Exception {
        Path config = Files.writeString(folder.resolve("config"), "ServerAliveInterval 1\nServerAliveCountMax 1\n");
        try (TestServer server = TestServer.start();
                Relay relay = new Relay(server.port(), 0);
                SshCommands commands =
                        SshCommands.open(TestServer.settings(folder).withConfig(config))) {
            Captured command = new Captured(
                    commands, SshEndpoint.of("tester", "127.0.0.1", relay.port()), "echo begun; sleep 600");
            command.awaitOutput();
            relay.silent = true;
            assertThat(command.end().outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Lost.class,
                            lost -> assertThat(lost.reason()).contains("the server does not answer"));
        }
    }

    @Test
    void aStopBeforeTheConnectionStandsRunsNothing() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SshCommands commands = SshCommands.open(TestServer.settings(folder))) {
            Captured command =
                    new Captured(commands, SshEndpoint.of("tester", "127.0.0.1", socket.getLocalPort()), ":exit 0");
            command.running().stop("changed my mind");
            command.running().stop("again");
            assertThat(command.end())
                    .as("a stop always tells what it achieved")
                    .isEqualTo(new Ending(
                            new Outcome.Cancelled("changed my mind"), Optional.of(new StopResult.Verified())));
        }
    }
}
