package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.http.SharedThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedThreadsTest {

    private static final int AGENTS = 30;
    private static final String HEALTH = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;

    private Agent start(int number, SharedThreads threads) throws IOException {
        return Agent.start(
                AgentConfig.of("agent-" + number, folder.resolve("" + number), TestAgents.http()),
                new Additions(Optional.of(threads), List.of(), Additions.NONE.routes()));
    }

    @Test
    void manyAgentsShareThreadsAndOneStopsWithoutTheOthers() throws IOException {
        try (SharedThreads threads = SharedThreads.start(AGENTS)) {
            List<Agent> agents = new ArrayList<>();
            for (int i = 0; i < AGENTS; i++) {
                agents.add(start(i, threads));
            }
            agents.removeFirst().close();
            for (Agent agent : agents) {
                assertThat(RawHttp.exchange(agent.port(), HEALTH)).endsWith("ok\n");
            }
            agents.add(start(0, threads));
            assertThat(RawHttp.exchange(agents.getLast().port(), HEALTH)).endsWith("ok\n");
            agents.parallelStream().forEach(Agent::close);
        }
    }
}
