package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.AuthFailed;
import dev.labhand.api.Outcome.Exited;
import dev.labhand.api.Outcome.HostKeyRejected;
import dev.labhand.api.Outcome.Lost;
import dev.labhand.api.Outcome.Rejected;
import dev.labhand.api.Outcome.Unreachable;
import dev.labhand.api.StopResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JumpTest {

    @TempDir
    Path folder;

    private final List<TestServer> servers = new ArrayList<>();
    private TestServer gate;
    private TestServer target;

    @BeforeEach
    void start() throws IOException {
        gate = server();
        target = server();
    }

    private TestServer server() throws IOException {
        TestServer server =
                TestServer.start(test -> test.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE));
        servers.add(server);
        return server;
    }

    @AfterEach
    void stop() throws IOException {
        for (TestServer server : servers) {
            server.close();
        }
    }

    private Path config(String text) throws IOException {
        return Files.writeString(folder.resolve("config"), text);
    }

    private SshSettings settings(String config) throws IOException {
        return TestServer.settings(folder).withConfig(config(config));
    }

    private static SshEndpoint through(SshEndpoint target, TestServer... hops) {
        return target.withJumps(List.of(hops).stream().map(TestServer::endpoint).toList());
    }

    private Outcome run(SshSettings settings, SshEndpoint endpoint) throws Exception {
        try (SshCommands commands = SshCommands.open(settings)) {
            return new Captured(commands, endpoint, ":exit 3").end().outcome();
        }
    }

    @Test
    void aCommandRunsBehindAJumpHostAndNoneThere() throws Exception {
        assertThat(run(TestServer.settings(folder), through(target.endpoint(), gate)))
                .isEqualTo(new Exited(3));
        assertThat(target.commands).containsExactly(":exit 3");
        assertThat(gate.commands).isEmpty();
        assertThat(gate.connections).hasValue(1);
    }

    @Test
    void severalJumpHostsAreAChain() throws Exception {
        TestServer second = server();
        assertThat(run(TestServer.settings(folder), through(target.endpoint(), gate, second)))
                .isEqualTo(new Exited(3));
        assertThat(gate.connections).hasValue(1);
        assertThat(second.connections).hasValue(1);
    }

    @Test
    void muchDataPassesBothWaysUnchanged() throws Exception {
        byte[] bytes = new byte[6_000_000];
        new Random(7).nextBytes(bytes);
        try (SshCommands commands = SshCommands.open(TestServer.settings(folder))) {
            Captured command = new Captured(
                    commands, through(target.endpoint(), gate), ":cat", ExecOptions.DEFAULTS.withStdin(bytes));
            assertThat(command.end().outcome()).isEqualTo(new Exited(0));
            assertThat(command.outBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void theConfigurationFileNamesTheWayForTargetAndHops() throws Exception {
        TestServer second = server();
        SshSettings settings = settings("""
                Host dut
                  HostName 127.0.0.1
                  Port %d
                  User tester
                  ProxyJump second
                Host second
                  HostName 127.0.0.1
                  Port %d
                  ProxyJump gate
                  User tester
                Host gate
                  HostName 127.0.0.1
                  Port %d
                  User tester
                """.formatted(target.port(), second.port(), gate.port()));
        assertThat(run(settings, SshEndpoint.of(Optional.empty(), "dut", OptionalInt.empty())))
                .isEqualTo(new Exited(3));
        assertThat(gate.connections).hasValue(1);
        assertThat(second.connections).hasValue(1);
    }

    @Test
    void theTargetsOwnWayWinsOverTheFile() throws Exception {
        SshSettings settings = settings("ProxyJump nowhere.invalid\n");
        SshEndpoint straightGate = gate.endpoint().withJumps(List.of());
        assertThat(run(settings, target.endpoint().withJumps(List.of()))).isEqualTo(new Exited(3));
        assertThat(run(settings, target.endpoint().withJumps(List.of(straightGate))))
                .isEqualTo(new Exited(3));
    }

    @Test
    void aCircleIsAnErrorBeforeAnythingIsConnected() throws Exception {
        SshSettings settings = settings("Host a\n ProxyJump b\nHost b\n ProxyJump a\n");
        assertThat(run(settings, SshEndpoint.of("x", "a", 22)))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("circle"));
    }

    @Test
    void aLineThatCannotBeFollowedRejectsAndSaysWhich() throws Exception {
        SshSettings settings = settings("Host 127.0.0.1\n ProxyCommand nc %h %p\n");
        assertThat(run(settings, target.endpoint()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).startsWith(folder.resolve("config") + ":2: "));
        assertThat(target.connections).hasValue(0);
    }

    @Test
    void eachHopsKeyIsChecked() throws Exception {
        Files.writeString(
                folder.resolve("known_hosts"),
                "[127.0.0.1]:" + gate.port() + " "
                        + PublicKeyEntry.toString(TestServer.ed25519().getPublic()) + "\n");
        assertThat(run(TestServer.settings(folder), through(target.endpoint(), gate)))
                .isInstanceOfSatisfying(
                        HostKeyRejected.class,
                        rejected -> assertThat(rejected.reason())
                                .startsWith("jump host tester@127.0.0.1:" + gate.port() + ": the key of")
                                .contains("CHANGED"));
        assertThat(target.connections).hasValue(0);
    }

    @Test
    void eachHopIsLoggedInTo() throws Exception {
        gate.server.setPublickeyAuthenticator((_, _, _) -> false);
        assertThat(run(TestServer.settings(folder), through(target.endpoint(), gate)))
                .isInstanceOfSatisfying(
                        AuthFailed.class,
                        failed -> assertThat(failed.reason()).startsWith("jump host tester@127.0.0.1:" + gate.port()));
        gate.server.setPublickeyAuthenticator(
                (_, key, _) -> KeyUtils.compareKeys(key, TestServer.USER_KEY.getPublic()));
        target.server.setPublickeyAuthenticator((_, _, _) -> false);
        assertThat(run(TestServer.settings(folder), through(target.endpoint(), gate)))
                .isInstanceOfSatisfying(
                        AuthFailed.class,
                        failed -> assertThat(failed.reason()).startsWith("the server refused tester"));
    }

    @Test
    void aTargetThatIsNotThereIsUnreachableFromTheJumpHost() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(run(TestServer.settings(folder), through(SshEndpoint.of("tester", "127.0.0.1", port), gate)))
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.reason())
                                .startsWith("the jump host ")
                                .contains("does not get there"));
    }

    @Test
    void aJumpHostThatForwardsNothingSaysSo() throws Exception {
        gate.server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        assertThat(run(TestServer.settings(folder), through(target.endpoint(), gate)))
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.reason()).contains("does not allow forwarding"));
    }

    @Test
    void aDeadJumpHostLosesTheCommandAndIsNamed() throws Exception {
        try (SshCommands commands = SshCommands.open(TestServer.settings(folder))) {
            Captured command = new Captured(commands, through(target.endpoint(), gate), "echo begun; sleep 600");
            command.awaitOutput();
            gate.dropConnections();
            assertThat(command.end().outcome())
                    .isInstanceOfSatisfying(
                            Lost.class,
                            lost -> assertThat(lost.reason()).contains("the connection to the jump host", "broke"));
        }
    }

    @Test
    void commandsBehindOneJumpHostShareItsConnections() throws Exception {
        TestServer other = server();
        try (SshCommands commands = SshCommands.open(TestServer.settings(folder))) {
            for (TestServer each : List.of(target, other, target)) {
                assertThat(new Captured(commands, through(each.endpoint(), gate), ":exit 0")
                                .end()
                                .outcome())
                        .isEqualTo(new Exited(0));
            }
        }
        assertThat(gate.connections).hasValue(1);
        assertThat(target.connections).hasValue(1);
    }

    @Test
    void aStopReachesBehindTheJumpHost() throws Exception {
        try (SshCommands commands = SshCommands.open(TestServer.settings(folder))) {
            Captured command = new Captured(commands, through(target.endpoint(), gate), "echo begun; sleep 600");
            command.awaitOutput();
            command.running().stop("enough");
            assertThat(command.end().outcome()).isEqualTo(new Outcome.Cancelled("enough"));
            assertThat(command.end().stop()).contains(new StopResult.Verified());
        }
    }
}
