package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.agent.TestAgents.Waiting;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StopTest {

    private static final String HOLD = keepAlive("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hold\"}");
    private static final String ADD = keepAlive("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":[1,2]}");

    @TempDir
    private Path folder;

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Waiting waiting = new Waiting();

    private static String keepAlive(String body) {
        return RawHttp.post("/rpc", "application/json", body).replace("Connection: close\r\n", "");
    }

    private Agent start(Duration stopTimeout) throws IOException {
        return TestAgents.start(
                folder,
                TestAgents.http(Duration.ofSeconds(30), Duration.ofSeconds(20), stopTimeout),
                Optional.empty(),
                waiting);
    }

    @Test
    void aRunningCallIsAnsweredBeforeTheAgentStops() throws Exception {
        Agent agent = start(Duration.ofSeconds(30));
        try (RawHttp running = new RawHttp(agent.port())) {
            running.send(HOLD);
            waiting.started.await();
            Thread stop = Thread.ofVirtual().start(agent::close);
            awaitClosedPort(agent.port());

            waiting.release.countDown();

            assertThat(running.readAll())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Connection: close")
                    .contains("\"result\":\"held\"");
            stop.join();
        }
    }

    @Test
    void whatArrivesWhileTheAgentStopsIsAnsweredThatItStops() throws Exception {
        Agent agent = start(Duration.ofMinutes(5));
        try (RawHttp running = new RawHttp(agent.port());
                RawHttp late = new RawHttp(agent.port())) {
            late.send(ADD);
            assertThat(late.readResponse()).contains("\"result\":3").doesNotContain("Connection: close");
            // A request that is on its way, so that its connection is not idle, when the stop begins.
            late.send(ADD.substring(0, ADD.length() - 1));
            running.send(HOLD);
            waiting.started.await();
            Thread stop = Thread.ofVirtual().start(agent::close);
            awaitClosedPort(agent.port());

            late.send(ADD.substring(ADD.length() - 1));

            assertThat(late.readAll())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Connection: close")
                    .contains("-32002")
                    .contains("takes no new calls");
            waiting.release.countDown();
            stop.join();
        }
    }

    @Test
    void aCallThatOutlastsTheStopIsAnsweredToo() throws Exception {
        Agent agent = start(Duration.ZERO);
        try (RawHttp running = new RawHttp(agent.port())) {
            running.send(HOLD);
            waiting.started.await();

            agent.close();

            assertThat(running.readAll())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("-32002")
                    .contains("stopped before the call ended");
        } finally {
            waiting.release.countDown();
        }
    }

    @Test
    void anIdleConnectionIsClosedAndNoNewOneTaken() throws Exception {
        Agent agent = start(Duration.ofSeconds(3));
        try (RawHttp idle = new RawHttp(agent.port())) {
            idle.send(ADD);
            idle.readResponse();

            agent.close();

            assertThat(idle.readAll()).isEmpty();
            assertThatThrownBy(() -> new RawHttp(agent.port())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void theDataDirectoryIsFreeAfterwards() throws Exception {
        start(Duration.ZERO).close();
        start(Duration.ZERO).close();
    }

    /** Asks now and then: without a pause it is a flood, which uses up the machine's port numbers. */
    private static void awaitClosedPort(int port) throws IOException {
        while (true) {
            try {
                new RawHttp(port).close();
            } catch (ConnectException refused) {
                return;
            } catch (SocketException reset) {
                // The port was closed in that very moment: what comes next is refused.
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
