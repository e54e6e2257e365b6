package dev.labhand.ssh;

import dev.labhand.ssh.SshSessions.Attempt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.sshd.core.CoreModuleProperties;

/** A server that takes a password, has a shell and a banner, and allows three sessions on a connection; and sessions to it. */
final class TestSessions implements AutoCloseable {

    final TestServer server;
    final SshSessions all;

    private TestSessions(TestServer server, SshSessions all) {
        this.server = server;
        this.all = all;
    }

    static TestSessions start(Path folder) throws IOException {
        TestServer server = TestServer.start(test -> {
            test.server.setPasswordAuthenticator((_, password, _) -> password.equals("s3cret"));
            test.server.setShellFactory(EchoShell::new);
            CoreModuleProperties.WELCOME_BANNER.set(test.server, "No trespassing.\n");
            test.allowSessions(3);
        });
        // The settings have the right key: a session must not use it unless it is told to.
        return new TestSessions(server, SshSessions.open(TestServer.settings(folder)));
    }

    static SshLogin password(String password) {
        return new SshLogin(Optional.empty(), false, false, Optional.of(password));
    }

    SshSession connect() throws InterruptedException {
        return connect(password("s3cret"));
    }

    SshSession connect(SshLogin login) throws InterruptedException {
        return switch (all.connect(server.endpoint(), login)) {
            case Attempt.Connected(SshSession session) -> session;
            case Attempt.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    /** Closes all sessions, too. */
    @Override
    public void close() throws IOException {
        all.close();
        server.close();
    }
}
