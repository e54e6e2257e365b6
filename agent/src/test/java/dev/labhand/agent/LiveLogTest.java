package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of a keyword while it runs. */
@Timeout(60)
class LiveLogTest {

    private static final Pattern LINE = Pattern.compile("id: (\\d+)\ndata: \\{\"time\":\"([^\"]+)\",");
    private static final Pattern OUTPUT = Pattern.compile("\\*INFO:(\\d+)\\.(\\d{3})\\* ");

    /** The end of an event whose data are an object. What ends the HTTP chunk comes with the next one. */
    private static final String EVENT_END = "}\n\n";

    @TempDir
    private Path folder;

    private final Teller teller = new Teller();
    private Agent agent;

    @BeforeEach
    void start() throws IOException {
        Duration ample = Duration.ofSeconds(30);
        agent = TestAgents.start(
                folder.resolve("data"), TestAgents.http(Duration.ofSeconds(1), ample, ample), Optional.empty(), teller);
    }

    @AfterEach
    void stop() {
        teller.lines.add(Teller.END);
        agent.close();
    }

    /** A keyword that logs what the test says, when it says so. */
    static final class Teller {

        private static final String END = "end";

        private final CountDownLatch started = new CountDownLatch(1);
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Keyword(value = "tell", doc = "Logs.", returns = "nothing")
        public void tell(@Arg(value = "Whether it fails.", defaultValue = "false") boolean fails, Log log)
                throws InterruptedException {
            started.countDown();
            while (true) {
                String line = lines.take();
                if (line.equals(END)) {
                    break;
                }
                log.info(line);
            }
            if (fails) {
                throw KeywordException.failed("it \"broke\"");
            }
        }

        @Keyword(value = "tell_much", doc = "Logs a lot.", returns = "nothing")
        public void tellMuch(Log log) throws InterruptedException {
            started.countDown();
            lines.take();
            for (int i = 0; i < 20_000; i++) {
                log.info("line " + i + " " + "x".repeat(1000));
            }
        }
    }

    private RawHttp call(String method, String params) throws Exception {
        RawHttp client = new RawHttp(agent.port());
        client.send(RawHttp.post(
                "/rpc",
                "application/json",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + params + "]}"));
        teller.started.await();
        return client;
    }

    private String get(String path) throws IOException {
        return RawHttp.exchange(agent.port(), request(path, "Connection: close\r\n"));
    }

    private static String request(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    private String eventsPath() throws IOException {
        Matcher m = Pattern.compile("\"events\":\"([^\"]+)\"").matcher(get("/invocations"));
        assertThat(m.find()).isTrue();
        return m.group(1);
    }

    private RawHttp watch(String path, String headers) throws IOException {
        RawHttp viewer = new RawHttp(agent.port());
        viewer.send(request(path, headers));
        return viewer;
    }

    @Test
    void linesAreSentAsTheyComeAndThenTheEnd() throws Exception {
        try (RawHttp client = call("tell", "");
                RawHttp viewer = watch(eventsPath(), "")) {
            assertThat(viewer.readUntil(": tell\n\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Content-Type: text/event-stream\r\n", "Cache-Control: no-store");
            for (String line : List.of("one", "two \\u00e9\\n😀")) {
                teller.lines.add(line.replace("\\u00e9", "é").replace("\\n", "\n"));
                assertThat(viewer.readUntil(EVENT_END))
                        .contains("\"level\":\"INFO\",\"message\":\"" + line.replace("\\u00e9", "é") + "\"}");
            }
            teller.lines.add(Teller.END);

            assertThat(viewer.readUntil("0\r\n\r\n"))
                    .contains("event: end\nid: 3\ndata: {\"status\":\"passed\",\"elapsedMs\":");
            assertThat(client.readAll()).contains("\"result\":null");
        }
    }

    @Test
    void theFailureIsInTheEnd() throws Exception {
        try (RawHttp client = call("tell", "true");
                RawHttp viewer = watch(eventsPath(), "Connection: close\r\n")) {
            teller.lines.add(Teller.END);

            assertThat(viewer.readAll())
                    .contains("{\"status\":\"failed\",\"code\":-32000,"
                            + "\"error\":\"Keyword failed: it \\\"broke\\\"\",\"elapsedMs\":");
            client.readAll();
        }
    }

    @Test
    void whoComesLateOrAgainGetsWhatTheyHaveNotSeen() throws Exception {
        String path;
        try (RawHttp client = call("tell", "")) {
            path = eventsPath();
            teller.lines.addAll(List.of("one", "two", "three", Teller.END));
            client.readAll();
        }
        assertThat(get(path)).contains("\"one\"", "\"two\"", "\"three\"", "event: end");
        assertThat(again(path, "2")).doesNotContain("\"two\"").contains("\"three\"", "event: end");
        assertThat(again(path, "3")).doesNotContain("\"three\"").contains("event: end");
        assertThat(again(path, "4")).as("nothing more will come").startsWith("HTTP/1.1 204 ");
        assertThat(again(path, "nonsense")).contains("\"one\"", "event: end");
        assertThat(get("/invocations")).endsWith("\r\n\r\n[]\n");
    }

    private String again(String path, String lastSeen) throws IOException {
        return RawHttp.exchange(
                agent.port(), request(path, "Connection: close\r\nLast-Event-ID: " + lastSeen + "\r\n"));
    }

    @Test
    void theResultHasTheSameLinesWithTheSameTimes() throws Exception {
        try (RawHttp robot = new RawHttp(agent.port())) {
            robot.send(RawHttp.post(
                    "/RPC2",
                    "text/xml",
                    "<methodCall><methodName>run_keyword</methodName><params><param><value>Tell</value></param>"
                            + "</params></methodCall>"));
            teller.started.await();
            String path = eventsPath();
            teller.lines.addAll(List.of("one", "two", Teller.END));
            String result = robot.readAll();

            assertThat(times(result)).hasSize(2).isEqualTo(eventTimes(get(path)));
        }
    }

    private static List<Instant> eventTimes(String events) {
        List<Instant> times = new ArrayList<>();
        LINE.matcher(events)
                .results()
                .forEach(line -> times.add(Instant.parse(line.group(2)).truncatedTo(ChronoUnit.MICROS)));
        return times;
    }

    private static List<Instant> times(String output) {
        return OUTPUT.matcher(output)
                .results()
                .map(line -> Instant.ofEpochMilli(Long.parseLong(line.group(1)))
                        .plus(Long.parseLong(line.group(2)), ChronoUnit.MICROS))
                .toList();
    }

    @Test
    void whoDoesNotReadHoldsNobodyUpAndMissesLines() throws Exception {
        try (RawHttp client = call("tell_much", "");
                RawHttp viewer = watch(eventsPath(), "")) {
            viewer.readUntil(": tell_much\n\n");
            teller.lines.add("go");

            assertThat(client.readAll()).contains("\"result\":null");

            assertThat(viewer.readUntil("0\r\n\r\n"))
                    .contains("event: gap\n")
                    .contains("\"message\":\"line 19999 x")
                    .contains("event: end");
        }
    }

    @Test
    void aViewerWhoGoesLeavesTheKeywordAlone() throws Exception {
        try (RawHttp client = call("tell", "")) {
            try (RawHttp viewer = watch(eventsPath(), "")) {
                viewer.readUntil(": tell\n\n");
            }
            try (RawHttp viewer = watch(eventsPath(), "")) {
                viewer.readUntil(": tell\n\n");
                viewer.reset();
            }
            teller.lines.addAll(List.of("one", Teller.END));

            assertThat(client.readAll()).contains("\"result\":null");
        }
    }

    @Test
    void aStreamOutlastsTheIdleTimeOfConnections() throws Exception {
        try (RawHttp client = call("tell", "");
                RawHttp viewer = watch(eventsPath(), "")) {
            viewer.readUntil(": tell\n\n");
            IdleTime.passTwice(agent.port());
            teller.lines.add("still there");
            assertThat(viewer.readUntil(EVENT_END)).contains("still there");
            teller.lines.add(Teller.END);
            client.readAll();
        }
    }

    @Test
    void aStopDoesNotWaitForViewers() throws Exception {
        try (RawHttp client = call("tell", "");
                RawHttp viewer = watch(eventsPath(), "")) {
            viewer.readUntil(": tell\n\n");
            Thread stop = Thread.ofVirtual().start(agent::close);
            teller.lines.add(Teller.END);

            assertThat(client.readAll()).contains("\"result\":null");
            assertThat(viewer.readAll()).contains("event: end");
            stop.join();
        }
    }

    @Test
    void pagesShowWhatRuns() throws Exception {
        assertThat(get("/")).contains("<h2>Running now</h2>\n<p>Nothing.</p>");
        try (RawHttp client = call("tell", "")) {
            String path = eventsPath();
            String page = path.substring(0, path.lastIndexOf('/'));

            assertThat(get("/")).contains("<a href=\"" + page + "\"><code>tell</code></a></td><td>127.0.0.1</td>");
            assertThat(get(page))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("<h1>tell</h1>", "Called by 127.0.0.1 since 20", "data-events=\"" + path + "\"")
                    .contains("; connect-src 'self'; script-src 'sha256-")
                    .doesNotContain("{{");
            teller.lines.add(Teller.END);
            client.readAll();
            assertThat(get(page)).as("a moment after the end").startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        for (String path : List.of("/invocations/", "/invocations/x", "/invocations/x/events", "/invocations/x/y/z")) {
            assertThat(get(path)).startsWith("HTTP/1.1 404 ").contains("There is no invocation '");
        }
        assertThat(RawHttp.exchange(agent.port(), RawHttp.post("/invocations/x/events", "text/xml", "")))
                .startsWith("HTTP/1.1 405 ");
    }

    @Test
    void aTokenIsNeeded() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "sesame");
        try (Agent guarded = TestAgents.start(folder.resolve("guarded"), TestAgents.http(), Optional.of(token))) {
            for (String path : List.of("/invocations", "/invocations/x", "/invocations/x/events")) {
                assertThat(RawHttp.exchange(guarded.port(), request(path, "Connection: close\r\n")))
                        .startsWith("HTTP/1.1 401 ");
            }
        }
    }
}
