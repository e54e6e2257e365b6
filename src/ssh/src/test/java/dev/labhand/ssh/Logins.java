package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Logins to a server of which the test says whom it accepts. */
abstract class Logins {

    @TempDir
    Path folder;

    final List<KeyPair> accepted = new CopyOnWriteArrayList<>();
    TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(test -> test.server.setPublickeyAuthenticator(
                (_, key, _) -> accepted.stream().anyMatch(pair -> KeyUtils.compareKeys(pair.getPublic(), key))));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    SshSettings settings(List<Path> identities, Optional<Path> agent, Optional<Path> password) {
        return new SshSettings(
                identities,
                agent,
                password,
                HostKeyPolicy.ACCEPT_NEW,
                folder.resolve("known_hosts"),
                Duration.ofSeconds(30));
    }

    SshSettings keys(Path... files) {
        return settings(List.of(files), Optional.empty(), Optional.empty());
    }

    Outcome connect(SshSettings settings) throws Exception {
        try (SshCommands commands = SshCommands.open(settings)) {
            return new Captured(commands, server.endpoint(), ":exit 0").end().outcome();
        }
    }
}
