package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.TestAgents.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SlowRequestTest {

    private static final String ADD = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":[1,2]}";
    private static final String HOLD = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hold\"}";

    @TempDir
    private Path folder;

    private Agent start(Duration idle, Duration body, Object... libraries) throws IOException {
        return TestAgents.start(
                folder, TestAgents.http(idle, body, Duration.ofSeconds(10)), Optional.empty(), libraries);
    }

    @Test
    void aKeywordMayTakeLongerThanAConnectionMayBeIdle() throws Exception {
        Waiting waiting = new Waiting();
        try (Agent agent = start(Duration.ofSeconds(2), Duration.ofSeconds(2), waiting)) {
            // Once for classes to be loaded, so that the next request is read while its connection is young.
            RawHttp.exchange(agent.port(), RawHttp.post("/rpc", "application/json", ADD));
            try (RawHttp slow = new RawHttp(agent.port())) {
                slow.send(RawHttp.post("/rpc", "application/json", HOLD));
                waiting.started.await();
                IdleTime.passTwice(agent.port());
                waiting.release.countDown();

                assertThat(slow.readAll()).startsWith("HTTP/1.1 200 ").contains("held");
            }
        }
    }

    @Test
    void aBodyThatStopsComingIsGivenUp() throws IOException {
        try (Agent agent = start(Duration.ofSeconds(50), Duration.ofMillis(100))) {
            assertThat(RawHttp.exchange(agent.port(), RawHttp.JSON_HEAD + "Content-Length: 100\r\n\r\n{"))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("Connection: close");
        }
    }

    @Test
    void aBodyThatTricklesInIsGivenUp() throws Exception {
        try (Agent agent = start(Duration.ofSeconds(50), Duration.ofSeconds(1));
                RawHttp connection = new RawHttp(agent.port())) {
            connection.send(RawHttp.JSON_HEAD + "Content-Length: 100000\r\n\r\n{");
            CountDownLatch answered = new CountDownLatch(1);
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (!answered.await(50, TimeUnit.MILLISECONDS)) {
                        connection.send(" ");
                    }
                } catch (IOException | InterruptedException e) {
                    // The agent has closed the connection.
                }
            });
            assertThat(connection.readResponse()).startsWith("HTTP/1.1 408 ");
            answered.countDown();
            trickle.join();
        }
    }

    @Test
    void aHeadThatStopsComingIsGivenUp() throws IOException {
        try (Agent agent = start(Duration.ofMillis(100), Duration.ofSeconds(50))) {
            assertThat(RawHttp.exchange(agent.port(), "POST /rpc HTTP/1.1\r\nHost: loc"))
                    .doesNotContain("200");
        }
    }

    @Test
    void slowRequestsDoNotDelayOthers() throws IOException {
        Waiting waiting = new Waiting();
        try (Agent agent = start(Duration.ofSeconds(50), Duration.ofSeconds(50), waiting);
                RawHttp half = new RawHttp(agent.port());
                RawHttp busy = new RawHttp(agent.port())) {
            half.send(RawHttp.JSON_HEAD + "Content-Length: 100\r\n\r\n{");
            busy.send(RawHttp.post("/rpc", "application/json", HOLD));
            for (int i = 0; i < 5; i++) {
                assertThat(RawHttp.exchange(agent.port(), RawHttp.post("/rpc", "application/json", ADD)))
                        .contains("\"result\":3");
            }
            waiting.release.countDown();
            assertThat(busy.readResponse()).contains("held");
        }
    }

    @Test
    void aClientThatLeavesHalfwayDoesNoHarm() throws IOException {
        try (Agent agent = start(Duration.ofSeconds(50), Duration.ofSeconds(50))) {
            for (int i = 0; i < 20; i++) {
                try (RawHttp connection = new RawHttp(agent.port())) {
                    connection.send(RawHttp.JSON_HEAD + "Content-Length: 100\r\n\r\n{");
                }
            }
            assertThat(RawHttp.exchange(
                            agent.port(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .endsWith("ok\n");
        }
    }
}
