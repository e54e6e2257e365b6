package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads to a target that says nothing, after their client has gone. */
@Timeout(60)
class FilesDisconnectTest {

    private static final Pattern EVENTS = Pattern.compile("\"events\":\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private ServerSocket silent;
    private Agent agent;

    @BeforeEach
    void start() throws IOException {
        silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Duration ample = Duration.ofSeconds(30);
        agent = TestAgents.start(
                folder, TestAgents.http(Duration.ofSeconds(2), ample, Duration.ZERO), Optional.empty());
    }

    @AfterEach
    void stop() throws IOException {
        agent.close();
        client.close();
        silent.close();
    }

    private String read(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + agent.port() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    /** Begins an upload, with so many bytes of its body, and waits until the agent asks the target something. */
    private RawHttp begin(int announced, int sent) throws IOException {
        RawHttp upload = new RawHttp(agent.port());
        upload.send("PUT /files?path=/x&target=127.0.0.1:" + silent.getLocalPort()
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + announced + "\r\n\r\n" + "x".repeat(sent));
        return upload;
    }

    private String events() throws IOException, InterruptedException {
        Matcher events = EVENTS.matcher(read("/invocations"));
        assertThat(events.find()).isTrue();
        return events.group(1);
    }

    /** Before there is a body, after a whole one, in the middle, and with more on its way than can be looked behind. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 5_000, 300_000})
    void theyAreCancelled(int sent) throws Exception {
        RawHttp upload = begin(sent == 10 ? 10 : 1_000_000, sent);
        try (Socket target = silent.accept()) {
            String events = events();

            upload.close();

            // Ends when the call does; that is long before the target is given up.
            assertThat(read(events)).contains("the caller disconnected");
            assertThat(read("/invocations")).isEqualTo("[]\n");
            assertThat(target.isClosed()).isFalse();
        }
    }

    @Test
    void aClientThatStaysIsNotTakenForGone() throws Exception {
        try (RawHttp upload = begin(1_000, 500)) {
            Socket target = silent.accept();
            String events = events();
            assertThat(upload.isQuietFor(Duration.ofMillis(1500)))
                    .as("so it is watched by now")
                    .isTrue();
            upload.send("x".repeat(500));
            target.close();

            assertThat(upload.readResponse()).startsWith("HTTP/1.1 502 ");
            assertThat(read(events)).doesNotContain("the caller disconnected");
        }
    }
}
