package dev.labhand.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.protocol.jsonrpc.JsonStruct;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job's output as server-sent events. */
@Timeout(60)
class JobEventsTest {

    private static final Pattern EVENT = Pattern.compile("event: (\\w+)\nid: (\\S+)\ndata: (\\{.*})\n\n");

    @TempDir
    private Path folder;

    private Agent agent;

    private record Event(String type, String id, Map<String, @Nullable Object> data) {

        byte[] bytes() {
            return data.get("base64") instanceof String base64
                    ? Base64.getDecoder().decode(base64)
                    : String.valueOf(data.get("text")).getBytes(UTF_8);
        }
    }

    @BeforeEach
    void start() throws IOException {
        agent = TestAgents.start(folder.resolve("data"), TestAgents.http(), Optional.empty());
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private String rpc(String method, String params) throws IOException {
        return RawHttp.exchange(
                agent.port(),
                RawHttp.post(
                        "/rpc",
                        "application/json",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}"));
    }

    private void run(String id, String command) throws IOException {
        assertThat(rpc("exec", "{\"target\":\"local\",\"command\":\"" + command + "\",\"jobId\":\"" + id + "\"}"))
                .contains("\"outcome\":\"exited\"");
    }

    private static String request(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    private String events(String id, @Nullable String last) throws IOException {
        return RawHttp.exchange(
                agent.port(),
                request(
                        "/jobs/" + id + "/events",
                        "Connection: close\r\n" + (last == null ? "" : "Last-Event-ID: " + last + "\r\n")));
    }

    /** The events of an answer after which the connection was closed. */
    private static List<Event> parse(String answer) {
        List<Event> events = new ArrayList<>();
        EVENT.matcher(answer)
                .results()
                .forEach(event -> events.add(new Event(
                        event.group(1),
                        event.group(2),
                        JsonStruct.read(event.group(3).getBytes(UTF_8)))));
        return events;
    }

    private static byte[] bytes(List<Event> events, String stream) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        events.stream().filter(event -> event.type().equals(stream)).forEach(event -> bytes.writeBytes(event.bytes()));
        return bytes.toByteArray();
    }

    @Test
    void outputIsSentAsItComesAndThenTheOutcome() throws Exception {
        rpc(
                "job.start",
                "{\"target\":\"local\",\"command\":\"read a; echo 1 $a; read b; echo 2 $b >&2; exit 7\","
                        + "\"openStdin\":true,\"jobId\":\"live\"}");
        Instant begin = Instant.now().minusSeconds(60);
        try (RawHttp viewer = new RawHttp(agent.port())) {
            viewer.send(request("/jobs/live/events", ""));
            assertThat(viewer.readUntil(": job live\n\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Content-Type: text/event-stream\r\n", "Cache-Control: no-store");
            rpc("job.write", "[\"live\",\"é\\n\"]");
            assertThat(viewer.readUntil("}\n\n"))
                    .contains("event: stdout\nid: 5-0\ndata: {\"time\":\"20")
                    .endsWith("\"text\":\"1 é\\n\"}\n\n");
            rpc("job.write", "[\"live\",\"!\\n\"]");
            assertThat(viewer.readUntil("}\n\n")).contains("event: stderr\nid: 5-4\n");
            assertThat(viewer.readUntil("0\r\n\r\n"))
                    .contains("event: outcome\nid: 5-4-end\ndata: {\"job\":\"live\",")
                    .contains("\"outcome\":\"exited\",\"exitCode\":7,\"stdoutBytes\":5,\"stderrBytes\":4,");
        }
        List<Event> again = parse(events("live", null));
        assertThat(again).extracting(Event::type).containsExactly("stdout", "stderr", "outcome");
        assertThat(Instant.parse(String.valueOf(again.getFirst().data().get("time"))))
                .isBetween(begin, Instant.now());
        assertThat(events("live", "5-4-end")).as("nothing more will come").startsWith("HTTP/1.1 204 ");
    }

    @Test
    void fromEveryByteOnEveryByteComesOnce() throws Exception {
        run("text", "printf 'aé木😀'; sleep 0.05; printf 'ü' >&2; sleep 0.05; printf '\\\\377\\\\303'");
        byte[] out = "aé木😀??".getBytes(UTF_8);
        out[10] = (byte) 0xff;
        out[11] = (byte) 0xc3;
        byte[] err = "ü".getBytes(UTF_8);
        for (int from = 0; from <= out.length; from++) {
            for (int fromErr = 0; fromErr <= err.length; fromErr++) {
                List<Event> events = parse(events("text", from + "-" + fromErr));
                assertThat(bytes(events, "stdout")).isEqualTo(Arrays.copyOfRange(out, from, out.length));
                assertThat(bytes(events, "stderr")).isEqualTo(Arrays.copyOfRange(err, fromErr, err.length));
                assertThat(events.getLast().type()).isEqualTo("outcome");
                assertThat(events.getLast().id()).isEqualTo("12-2-end");
                // Whoever goes on from any event gets the rest.
                List<String> ids = events.stream().map(Event::id).toList();
                for (int seen = 0; seen < ids.size() - 1; seen++) {
                    assertThat(parse(events("text", ids.get(seen))))
                            .extracting(Event::id)
                            .isEqualTo(ids.subList(seen + 1, ids.size()));
                }
            }
        }
    }

    @Test
    void aCharacterThatComesInTwoPartsIsOne() throws Exception {
        rpc(
                "job.start",
                "{\"target\":\"local\",\"command\":\"printf '\\\\342\\\\202'; read a; printf '\\\\254'; read b\","
                        + "\"openStdin\":true,\"jobId\":\"euro\"}");
        rpc("job.read", "[\"euro\",{\"stdout\":0},10,60]");
        try (RawHttp viewer = new RawHttp(agent.port())) {
            viewer.send(request("/jobs/euro/events", ""));
            viewer.readUntil(": job euro\n\n");
            rpc("job.write", "[\"euro\",\"\\n\"]");

            assertThat(viewer.readUntil("}\n\n")).contains("id: 3-0\n").endsWith("\"text\":\"€\"}\n\n");
            assertThat(rpc("job.stop", "[\"euro\"]")).contains("cancelled");
            assertThat(viewer.readUntil("0\r\n\r\n")).contains("id: 3-0-end\n");
        }
    }

    @Test
    void whatIsNotThereIsNotFoundAndIdsThatAreNoneAreRefused() throws Exception {
        run("some", "echo x");
        for (String path : List.of("/jobs/nobody/events", "/jobs/a/b/events", "/jobs/some", "/jobs/")) {
            assertThat(RawHttp.exchange(agent.port(), request(path, "Connection: close\r\n")))
                    .startsWith("HTTP/1.1 404 ");
        }
        for (String id : List.of("nonsense", "1", "1-", "-1-0", "3-0", "0-1", "99999999999999999999-0")) {
            assertThat(events("some", id)).as(id).startsWith("HTTP/1.1 400 ").contains("Last-Event-ID: ");
        }
    }

    @Test
    void aTokenIsNeeded() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "sesame");
        try (Agent guarded = TestAgents.start(folder.resolve("guarded"), TestAgents.http(), Optional.of(token))) {
            assertThat(RawHttp.exchange(guarded.port(), request("/jobs/x/events", "Connection: close\r\n")))
                    .startsWith("HTTP/1.1 401 ");
        }
    }
}
