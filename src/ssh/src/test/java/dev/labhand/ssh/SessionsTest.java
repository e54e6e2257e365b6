package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.SshSessions.Attempt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are somebody's own. */
class SessionsTest {

    /** With the keys of the settings. */
    private static final SshLogin IDENTITIES = new SshLogin(Optional.empty(), true, false, Optional.empty());

    @TempDir
    static Path folder;

    private static TestServer server;
    private static TestSessions sessions;

    @BeforeAll
    static void start() throws IOException {
        sessions = TestSessions.start(folder);
        server = sessions.server;
    }

    @AfterAll
    static void stop() throws IOException {
        sessions.close();
    }

    private static SshLogin key(Path file, Optional<String> passphrase) {
        return new SshLogin(Optional.of(SshLogin.Key.read(file, passphrase)), false, false, Optional.empty());
    }

    private static Outcome refusal(SshEndpoint endpoint, SshLogin login) throws InterruptedException {
        return ((Attempt.Refused) sessions.all.connect(endpoint, login)).why();
    }

    private static Ending run(SshSession session, String command, Output output) throws Exception {
        return session.start(command, ExecOptions.DEFAULTS, output).ending().get(60, TimeUnit.SECONDS);
    }

    private static final class Output implements CommandOutput {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();

        @Override
        public synchronized void stdout(byte[] buffer, int offset, int length) {
            all.write(buffer, offset, length);
        }

        @Override
        public void stderr(byte[] buffer, int offset, int length) {
            stdout(buffer, offset, length);
        }

        synchronized String text() {
            return all.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPasswordLogsIn() throws Exception {
        Output output = new Output();

        assertThat(run(sessions.connect(), "echo in", output).outcome()).isEqualTo(new Outcome.Exited(0));
        assertThat(output.text()).isEqualTo("in\n");
    }

    @Test
    void aWrongPasswordDoesNotThoughTheSettingsHaveTheRightKey() throws Exception {
        assertThat(refusal(server.endpoint(), TestSessions.password("guess")))
                .isInstanceOf(Outcome.AuthFailed.class)
                .asString()
                .doesNotContain("guess");
    }

    @Test
    void theSettingsKeysAreUsedWhereTheyAreWanted() throws Exception {
        assertThat(sessions.connect(IDENTITIES).isOpen()).isTrue();
    }

    @Test
    void aKeyLogsIn() throws Exception {
        assertThat(sessions.connect(key(folder.resolve("id"), Optional.empty())).isOpen())
                .isTrue();
    }

    @Test
    void aKeyMayHaveAPassphrase() throws Exception {
        Path file = protectedKey(TestServer.USER_KEY, "open sesame");

        assertThat(sessions.connect(key(file, Optional.of("open sesame"))).isOpen())
                .isTrue();
        assertThatThrownBy(() -> key(file, Optional.of("open barley")))
                .hasMessageContaining("another passphrase")
                .hasMessageNotContaining("barley");
        assertThatThrownBy(() -> key(file, Optional.empty())).hasMessageContaining("needs a passphrase");
    }

    private static Path protectedKey(KeyPair key, String passphrase) throws Exception {
        Path file = folder.resolve("protected");
        OpenSSHKeyEncryptionContext context = new OpenSSHKeyEncryptionContext();
        context.setPassword(passphrase);
        context.setCipherType("256");
        context.setKdfRounds(4);
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", context, out);
        }
        return file;
    }

    @Test
    void aLoginShowsNoSecret() throws Exception {
        assertThat(TestSessions.password("s3cret")).asString().doesNotContain("s3cret");
        assertThat(key(folder.resolve("id"), Optional.empty())).asString().endsWith("id");
    }

    @Test
    void theBannerIsKnownAfterALoginAndWithoutOne() throws Exception {
        assertThat(sessions.connect().banner().orElseThrow()).contains("No trespassing.");
        assertThat(((Attempt.Refused) sessions.all.connect(server.endpoint(), TestSessions.password("guess")))
                        .banner()
                        .orElseThrow())
                .contains("No trespassing.");
    }

    @Test
    void nobodyThereIsUnreachable() throws Exception {
        assertThat(refusal(SshEndpoint.of("tester", "127.0.0.1", 1), TestSessions.password("s3cret")))
                .isEqualTo(new Outcome.Unreachable("connection refused"));
    }

    @Test
    void theConfigurationFileDoesNotForbidWhatALoginBrings() throws Exception {
        Path config = Files.writeString(
                folder.resolve("config"), "Host *\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n");
        try (SshSessions configured =
                SshSessions.open(TestServer.settings(folder).withConfig(config))) {
            assertThat(configured.connect(server.endpoint(), TestSessions.password("s3cret")))
                    .isInstanceOf(Attempt.Connected.class);
        }
    }

    @Test
    void theWayThroughAJumpHostIsLoggedInToBySettings() throws Exception {
        try (TestServer gate =
                TestServer.start(test -> test.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE))) {
            SshEndpoint behind = server.endpoint().withJumps(List.of(gate.endpoint()));

            Attempt attempt = sessions.all.connect(behind, TestSessions.password("s3cret"));

            assertThat(attempt).isInstanceOf(Attempt.Connected.class);
            ((Attempt.Connected) attempt).session().close();
            assertThat(gate.connections.get()).isEqualTo(1);
            assertThat(refusal(behind, TestSessions.password("guess"))).isInstanceOf(Outcome.AuthFailed.class);
        }
    }

    @Test
    void theWayMayBeThroughTheServerOfASession() throws Exception {
        try (TestServer gate =
                TestServer.start(test -> test.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE))) {
            SshSession through = session(sessions.all.connect(gate.endpoint(), IDENTITIES));
            int before = server.connections.get();

            SshSession behind =
                    session(sessions.all.connect(server.endpoint(), TestSessions.password("s3cret"), through));

            assertThat(run(behind, "true", new Output()).outcome()).isEqualTo(new Outcome.Exited(0));
            assertThat(gate.connections.get()).isEqualTo(1);
            assertThat(server.connections.get() - before).isEqualTo(1);
            assertThat(gate.commands).isEmpty();
            through.close();
            assertThat(((Attempt.Refused)
                                    sessions.all.connect(server.endpoint(), TestSessions.password("s3cret"), through))
                            .why())
                    .isInstanceOf(Outcome.Unreachable.class)
                    .asString()
                    .contains("jump host");
        }
    }

    private static SshSession session(Attempt attempt) {
        return ((Attempt.Connected) attempt).session();
    }

    @Test
    void aCommandThatIsToUseAnSshAgentThatIsNotThereIsRejected() throws Exception {
        Ending end = sessions.connect()
                .start("true", ExecOptions.DEFAULTS.withForwardAgent(true), new Output())
                .ending()
                .get(60, TimeUnit.SECONDS);

        assertThat(end.outcome())
                .isInstanceOf(Outcome.Rejected.class)
                .asString()
                .contains("no ssh-agent to lend");
    }

    @Test
    void aCommandCannotAskForAnotherLogin() throws Exception {
        SshSession session = sessions.connect();
        ExecOptions other = ExecOptions.DEFAULTS.withUser("other");

        assertThatThrownBy(() -> session.start("true", other, new Output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sudo");
    }

    @Test
    void sessionsToOneServerShareNothing() throws Exception {
        int before = server.connections.get();
        SshSession one = sessions.connect();
        SshSession other = sessions.connect();
        assertThat(server.connections.get() - before).isEqualTo(2);

        one.close();

        assertThat(one.isOpen()).isFalse();
        assertThat(run(other, "true", new Output()).outcome()).isEqualTo(new Outcome.Exited(0));
    }

    @Test
    void whatAServerDoesNotAllowOnOneConnectionGoesOverAnother() throws Exception {
        SshSession session = sessions.connect();
        List<RunningCommand> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            running.add(session.start("sleep 0.2", ExecOptions.DEFAULTS, new Output()));
        }
        for (RunningCommand command : running) {
            assertThat(command.ending().get(60, TimeUnit.SECONDS).outcome()).isEqualTo(new Outcome.Exited(0));
        }
    }

    @Test
    void aConnectionThatBrokeIsNotMadeAnew() throws Exception {
        SshSession session = sessions.connect();
        assertThat(run(session, ":drop", new Output()).outcome()).isInstanceOf(Outcome.Lost.class);

        assertThat(session.isOpen()).isFalse();
        assertThat(run(session, "echo again", new Output()).outcome()).isInstanceOf(Outcome.Unreachable.class);
        assertThatThrownBy(() -> session.shell(new Terminal("vt100", 80, 24)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aCommandIsStoppedAsElsewhere() throws Exception {
        SshSession session = sessions.connect();
        ExecOptions limited = ExecOptions.DEFAULTS.withTimeout(Duration.ofMillis(100));

        Ending end = session.start("sleep 600", limited, new Output()).ending().get(60, TimeUnit.SECONDS);

        assertThat(end)
                .isEqualTo(new Ending(
                        new Outcome.TimedOut(Outcome.TimedOut.Limit.MAX), Optional.of(new StopResult.Verified())));
    }

    @Test
    void aTunnelCarriesToWhatTheServerReaches() throws Exception {
        try (TestServer gate =
                TestServer.start(test -> test.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE))) {
            Attempt attempt = sessions.all.connect(gate.endpoint(), IDENTITIES);
            SshSession session = ((Attempt.Connected) attempt).session();

            int port = session.tunnel("127.0.0.1", 0, "127.0.0.1", gate.port());

            Attempt through = sessions.all.connect(SshEndpoint.of("tester", "127.0.0.1", port), IDENTITIES);
            assertThat(through).isInstanceOf(Attempt.Connected.class);
            assertThatThrownBy(() -> session.tunnel("127.0.0.1", port, "127.0.0.1", gate.port()))
                    .isInstanceOf(IOException.class);
            session.close();
            assertThatThrownBy(() -> session.tunnel("127.0.0.1", 0, "127.0.0.1", gate.port()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
        }
    }
}
