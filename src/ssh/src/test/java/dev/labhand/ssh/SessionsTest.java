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
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are somebody's own. */
class SessionsTest {

    @TempDir
    static Path folder;

    private static TestServer server;
    private static SshSessions sessions;

    private final List<SshSession> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(test -> {
            test.server.setPasswordAuthenticator((_, password, _) -> password.equals("s3cret"));
            test.server.setShellFactory(EchoShell::new);
            CoreModuleProperties.WELCOME_BANNER.set(test.server, "No trespassing.\n");
            test.allowSessions(3);
        });
        // The settings have the right key: a session must not use it unless it is told to.
        sessions = SshSessions.open(TestServer.settings(folder));
    }

    @AfterAll
    static void stop() throws IOException {
        sessions.close();
        server.close();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(SshSession::close);
    }

    private static SshLogin password(String password) {
        return new SshLogin(Optional.empty(), false, false, Optional.of(password));
    }

    private static SshLogin key(Path file, Optional<String> passphrase) {
        return new SshLogin(Optional.of(SshLogin.Key.read(file, passphrase)), false, false, Optional.empty());
    }

    private SshSession connect(SshLogin login) throws InterruptedException {
        return switch (sessions.connect(server.endpoint(), login)) {
            case Attempt.Connected(SshSession session) -> {
                opened.add(session);
                yield session;
            }
            case Attempt.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private SshSession connect() throws InterruptedException {
        return connect(password("s3cret"));
    }

    private static Outcome refusal(SshEndpoint endpoint, SshLogin login) throws InterruptedException {
        return ((Attempt.Refused) sessions.connect(endpoint, login)).why();
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

        assertThat(run(connect(), "echo in", output).outcome()).isEqualTo(new Outcome.Exited(0));
        assertThat(output.text()).isEqualTo("in\n");
    }

    @Test
    void aWrongPasswordDoesNotThoughTheSettingsHaveTheRightKey() throws Exception {
        assertThat(refusal(server.endpoint(), password("guess")))
                .isInstanceOf(Outcome.AuthFailed.class)
                .asString()
                .doesNotContain("guess");
    }

    @Test
    void theSettingsKeysAreUsedWhereTheyAreWanted() throws Exception {
        assertThat(connect(new SshLogin(Optional.empty(), true, false, Optional.empty()))
                        .isOpen())
                .isTrue();
    }

    @Test
    void aKeyLogsIn() throws Exception {
        assertThat(connect(key(folder.resolve("id"), Optional.empty())).isOpen())
                .isTrue();
    }

    @Test
    void aKeyMayHaveAPassphrase() throws Exception {
        Path file = protectedKey(TestServer.USER_KEY, "open sesame");

        assertThat(connect(key(file, Optional.of("open sesame"))).isOpen()).isTrue();
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
        assertThat(password("s3cret")).asString().doesNotContain("s3cret");
        assertThat(key(folder.resolve("id"), Optional.empty())).asString().endsWith("id");
    }

    @Test
    void theBannerIsKnownAfterALoginAndWithoutOne() throws Exception {
        assertThat(connect().banner().orElseThrow()).contains("No trespassing.");
        assertThat(((Attempt.Refused) sessions.connect(server.endpoint(), password("guess")))
                        .banner()
                        .orElseThrow())
                .contains("No trespassing.");
    }

    @Test
    void nobodyThereIsUnreachable() throws Exception {
        assertThat(refusal(SshEndpoint.of("tester", "127.0.0.1", 1), password("s3cret")))
                .isEqualTo(new Outcome.Unreachable("connection refused"));
    }

    @Test
    void theConfigurationFileDoesNotForbidWhatALoginBrings() throws Exception {
        Path config = Files.writeString(
                folder.resolve("config"), "Host *\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n");
        try (SshSessions configured =
                SshSessions.open(TestServer.settings(folder).withConfig(config))) {
            assertThat(configured.connect(server.endpoint(), password("s3cret")))
                    .isInstanceOf(Attempt.Connected.class);
        }
    }

    @Test
    void theWayThroughAJumpHostIsLoggedInToBySettings() throws Exception {
        try (TestServer gate =
                TestServer.start(test -> test.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE))) {
            SshEndpoint behind = server.endpoint().withJumps(List.of(gate.endpoint()));

            Attempt attempt = sessions.connect(behind, password("s3cret"));

            assertThat(attempt).isInstanceOf(Attempt.Connected.class);
            opened.add(((Attempt.Connected) attempt).session());
            assertThat(gate.connections.get()).isEqualTo(1);
            assertThat(refusal(behind, password("guess"))).isInstanceOf(Outcome.AuthFailed.class);
        }
    }

    @Test
    void aCommandCannotAskForAnotherLogin() throws Exception {
        SshSession session = connect();
        ExecOptions other = ExecOptions.DEFAULTS.withUser("other");

        assertThatThrownBy(() -> session.start("true", other, new Output()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sudo");
    }

    @Test
    void sessionsToOneServerShareNothing() throws Exception {
        int before = server.connections.get();
        SshSession one = connect();
        SshSession other = connect();
        assertThat(server.connections.get() - before).isEqualTo(2);

        one.close();

        assertThat(one.isOpen()).isFalse();
        assertThat(run(other, "true", new Output()).outcome()).isEqualTo(new Outcome.Exited(0));
    }

    @Test
    void whatAServerDoesNotAllowOnOneConnectionGoesOverAnother() throws Exception {
        SshSession session = connect();
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
        SshSession session = connect();
        assertThat(run(session, ":drop", new Output()).outcome()).isInstanceOf(Outcome.Lost.class);

        assertThat(session.isOpen()).isFalse();
        assertThat(run(session, "echo again", new Output()).outcome()).isInstanceOf(Outcome.Unreachable.class);
        assertThatThrownBy(() -> session.shell(new Terminal("vt100", 80, 24)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aCommandIsStoppedAsElsewhere() throws Exception {
        SshSession session = connect();
        ExecOptions limited = ExecOptions.DEFAULTS.withTimeout(Duration.ofMillis(100));

        Ending end = session.start("sleep 600", limited, new Output()).ending().get(60, TimeUnit.SECONDS);

        assertThat(end)
                .isEqualTo(new Ending(
                        new Outcome.TimedOut(Outcome.TimedOut.Limit.MAX), Optional.of(new StopResult.Verified())));
    }

    private static String read(InteractiveShell shell, String end) throws Exception {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            byte[] bytes = shell.read(Duration.ofSeconds(30)).orElseThrow();
            assertThat(bytes).as("after " + text).isNotEmpty();
            text.append(new String(bytes, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static void type(InteractiveShell shell, String text) throws IOException {
        shell.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aShellHasATerminalAndAnswers() throws Exception {
        try (InteractiveShell shell = connect().shell(new Terminal("vt220", 132, 50))) {
            assertThat(read(shell, "> ")).isEqualTo("vt220 132x50\r\n> ");
            type(shell, "hello\n");
            assertThat(read(shell, "> ")).isEqualTo("hello\r\n> ");
            shell.resize(100, 40);
            type(shell, "size\n");
            assertThat(read(shell, "> ")).isEqualTo("size\r\n100x40\r\n> ");
        }
    }

    @Test
    void aReadThatFindsNothingEndsInTime() throws Exception {
        try (InteractiveShell shell = connect().shell(new Terminal("vt100", 80, 24))) {
            read(shell, "> ");
            assertThat(shell.read(Duration.ZERO)).hasValue(new byte[0]);
            assertThat(shell.read(Duration.ofMillis(50))).hasValue(new byte[0]);
        }
    }

    @Test
    void theEndOfAShellIsTheEndOfItsText() throws Exception {
        try (InteractiveShell shell = connect().shell(new Terminal("vt100", 80, 24))) {
            read(shell, "> ");
            type(shell, "exit\n");
            assertThat(read(shell, "bye")).endsWith("bye\r\n");

            assertThat(shell.read(Duration.ofSeconds(30))).isEmpty();
            assertThat(shell.read(Duration.ZERO)).isEmpty();
            assertThat(shell.isOpen()).isFalse();
            assertThatThrownBy(() -> type(shell, "more\n")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aShellWhoseTextNobodyReadsWaits() throws Exception {
        try (InteractiveShell shell = connect().shell(new Terminal("vt100", 80, 24))) {
            read(shell, "> ");
            type(shell, "flood\n");
            long count = 0;
            for (String end = ""; !end.endsWith("> "); ) {
                byte[] bytes = shell.read(Duration.ofSeconds(30)).orElseThrow();
                assertThat(bytes).isNotEmpty();
                count += bytes.length;
                end = new String(bytes, StandardCharsets.UTF_8);
            }
            assertThat(count).isEqualTo("flood\r\n> ".length() + EchoShell.FLOOD_BYTES);
        }
    }

    @Test
    void aTunnelCarriesToWhatTheServerReaches() throws Exception {
        try (TestServer gate =
                TestServer.start(test -> test.server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE))) {
            SshLogin identities = new SshLogin(Optional.empty(), true, false, Optional.empty());
            Attempt attempt = sessions.connect(gate.endpoint(), identities);
            SshSession session = ((Attempt.Connected) attempt).session();

            int port = session.tunnel("127.0.0.1", 0, "127.0.0.1", gate.port());

            Attempt through = sessions.connect(SshEndpoint.of("tester", "127.0.0.1", port), identities);
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
