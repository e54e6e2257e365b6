package dev.labhand.agent;

import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.http.HttpSettings;
import dev.labhand.agent.job.RetentionSettings;
import dev.labhand.agent.plugin.PluginSettings;
import dev.labhand.agent.robot.RobotSettings;
import dev.labhand.api.Keyword;
import dev.labhand.ssh.SshSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Agents for tests, on free ports of the loopback address. */
final class TestAgents {

    static final int MAX_BODY = 100_000;

    private TestAgents() {}

    /** With these time limits: connections, bodies, stop. */
    static HttpSettings http(Duration idle, Duration body, Duration stop) {
        return new HttpSettings("127.0.0.1", 0, Set.of(), MAX_BODY, 1000, idle, body, stop);
    }

    static HttpSettings http() {
        return http(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    static Agent start(Path dataDir, HttpSettings http, Optional<Path> tokenFile, Object... libraries)
            throws IOException {
        return Agent.start(
                new AgentConfig(
                        "secretname",
                        "a test & more",
                        Map.of(),
                        dataDir,
                        http,
                        new AccessSettings(tokenFile),
                        RobotSettings.DEFAULTS,
                        PluginSettings.DEFAULTS,
                        SshSettings.defaults(),
                        RetentionSettings.DEFAULTS,
                        Optional.empty(),
                        Map.of()),
                Additions.libraries(libraries));
    }

    /** Keywords that last until the test lets them go. */
    static final class Waiting {

        final CountDownLatch started = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        @Keyword(value = "hold", doc = "Waits for the test.", returns = "a word")
        public String hold() throws InterruptedException {
            started.countDown();
            release.await();
            return "held";
        }
    }
}
