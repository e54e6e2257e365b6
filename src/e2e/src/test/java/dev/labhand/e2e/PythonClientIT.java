package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RunningProcess;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Python's own XML-RPC client, and the examples of the documentation. */
class PythonClientIT {

    @Test
    @RequiresPeer(Peer.PYTHON)
    void pythonsClientGetsEveryAnswer() {
        try (AgentProcess agent = AgentProcess.start()) {
            Finished done = RunningProcess.run("python3", script("xmlrpc_client.py"), agent.url() + "/RPC2");

            assertThat(done.succeeded().stdout()).contains("checks passed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/protocol.md", "docs/jobs.md"})
    @RequiresPeer({Peer.PYTHON, Peer.CURL})
    void theExamplesOfAPageWorkAsPrinted(String name) {
        try (AgentProcess agent = AgentProcess.start()) {
            String page = Labhand.sources().resolve(name).toString();

            Finished done = RunningProcess.run(
                    "python3",
                    script("doc_examples.py"),
                    page,
                    agent.url().toString(),
                    Labhand.distribution().resolve("bin").toString());

            assertThat(done.succeeded().stdout()).contains(" 0 failed");
        }
    }

    private static String script(String name) {
        try {
            return Path.of(Objects.requireNonNull(PythonClientIT.class.getResource("/python/" + name))
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
