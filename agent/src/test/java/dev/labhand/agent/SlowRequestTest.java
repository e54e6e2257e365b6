package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.TestAgents.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SlowRequestTest {

    @TempDir
    private Path folder;

    private Agent start(Duration idle, Duration body, Object... libraries) throws IOException {
        return TestAgents.start(
                folder, TestAgents.http(idle, body, Duration.ofSeconds(10)), Optional.empty(), libraries);
    }

    @Test
    void aKeywordMayTakeLongerThanAConnectionMayBeIdle() throws IOException {
        try (Agent agent = start(Duration.ofSeconds(2), Duration.ofSeconds(2), new Waiting())) {
            String nap = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nap\",\"params\":[4.5]}";
            // Once for classes to be loaded, so that the next request is read while its connection is young.
            RawHttp.exchange(agent.port(), RawHttp.post("/rpc", "application/json", nap.replace("4.5", "0")));
            assertThat(RawHttp.exchange(agent.port(), RawHttp.post("/rpc", "application/json", nap)))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("rested");
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
            Thread trickle = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        connection.send(" ");
                        Thread.sleep(50);
                    }
                } catch (IOException | InterruptedException e) {
                    // The agent has closed the connection, or the test is over.
                }
            });
            assertThat(connection.readResponse()).startsWith("HTTP/1.1 408 ");
            trickle.interrupt();
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
            busy.send(RawHttp.post("/rpc", "application/json", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hold\"}"));
            String add = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":[1,2]}";
            for (int i = 0; i < 5; i++) {
                assertThat(RawHttp.exchange(agent.port(), RawHttp.post("/rpc", "application/json", add)))
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
