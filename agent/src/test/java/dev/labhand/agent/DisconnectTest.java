package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.TestAgents.Waiting;
import dev.labhand.api.Keyword;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a call when its client goes. */
@Timeout(60)
class DisconnectTest {

    /** Long enough for a running call to be watched; where it is not, the same must happen. */
    private static final Duration LASTING = Duration.ofMillis(200);

    private static final String ADD = add(2);

    @TempDir
    private Path folder;

    private final Stuck stuck = new Stuck();
    private final Waiting waiting = new Waiting();
    private Agent agent;

    @BeforeEach
    void start() throws IOException {
        Duration ample = Duration.ofSeconds(30);
        agent = TestAgents.start(
                folder,
                TestAgents.http(Duration.ofSeconds(1), ample, Duration.ZERO),
                Optional.empty(),
                stuck,
                waiting,
                new Lasting());
    }

    @AfterEach
    void stop() {
        waiting.release.countDown();
        agent.close();
    }

    /** A keyword that ends by itself. */
    static final class Lasting {

        @Keyword(value = "last", doc = "Lasts long enough to be watched.", returns = "a word")
        public String last() throws InterruptedException {
            return new CountDownLatch(1).await(LASTING.toMillis(), TimeUnit.MILLISECONDS) ? "nothing" : "lasted";
        }
    }

    /** Keywords that end only when they are interrupted. */
    static final class Stuck {

        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);
        private final AtomicInteger runs = new AtomicInteger();

        @Keyword(value = "stick", doc = "Waits for an interrupt.", returns = "nothing")
        public void stick() throws InterruptedException {
            try {
                await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }

        @Keyword(value = "stick_quietly", doc = "Waits for an interrupt, and tells nobody of it.", returns = "a word")
        public String stickQuietly() {
            try {
                await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return "done";
        }

        private void await() throws InterruptedException {
            runs.incrementAndGet();
            started.countDown();
            new CountDownLatch(1).await();
        }
    }

    enum Leaving {
        FIN {
            @Override
            void leave(RawHttp client) throws IOException {
                client.close();
            }
        },
        RST {
            @Override
            void leave(RawHttp client) throws IOException {
                client.reset();
            }
        };

        abstract void leave(RawHttp client) throws IOException;
    }

    private static String json(String body) {
        return keepAlive(RawHttp.post("/rpc", "application/json", body));
    }

    private static String add(int number) {
        return json("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"add\",\"params\":[1," + number + "]}");
    }

    private static String xml(String method, String params) {
        return keepAlive(RawHttp.post(
                "/RPC2",
                "text/xml",
                "<methodCall><methodName>" + method + "</methodName><params>" + params + "</params></methodCall>"));
    }

    private static String keepAlive(String request) {
        return request.replace("Connection: close\r\n", "");
    }

    private static String call(String keyword) {
        return json("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + keyword + "\"}");
    }

    /** What runs the keyword, first in a row of two where there are rows, on each face. */
    static Stream<Arguments> calls() {
        String struct = "<value><struct><member><name>methodName</name><value>KEYWORD</value></member><member>"
                + "<name>params</name><value><array><data/></array></value></member></struct></value>";
        String object = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"KEYWORD\"}";
        String note = "{\"jsonrpc\":\"2.0\",\"method\":\"KEYWORD\"}";
        Stream<String[]> requests = Stream.of(
                new String[] {"JSON-RPC", json(object)},
                new String[] {"a batch", json("[" + object + "," + object + "]")},
                new String[] {"a batch of notifications", json("[" + note + "," + note + "]")},
                new String[] {"XML-RPC", xml("KEYWORD", "")},
                new String[] {
                    "a multicall",
                    xml(
                            "system.multicall",
                            "<param><value><array><data>" + struct + struct + "</data></array></value></param>")
                },
                new String[] {"Robot", xml("run_keyword", "<param><value>KEYWORD</value></param>")});
        return requests.flatMap(request -> Stream.of("stick", "stick_quietly")
                .flatMap(keyword -> Stream.of(Leaving.values())
                        .map(leaving -> Arguments.of(
                                request[0],
                                keyword,
                                leaving,
                                request[1]
                                        .replace("KEYWORD", keyword)
                                        .replaceFirst(
                                                "Content-Length: \\d+",
                                                "Content-Length: "
                                                        + length(request[1].replace("KEYWORD", keyword)))))));
    }

    private static int length(String request) {
        return request.length() - request.indexOf("\r\n\r\n") - "\r\n\r\n".length();
    }

    @ParameterizedTest(name = "{0} of {1}, left with {2}")
    @MethodSource("calls")
    void theKeywordIsInterruptedAndTheRestOfItsRequestNotBegun(
            String face, String keyword, Leaving leaving, String request) throws Exception {
        RawHttp client = new RawHttp(agent.port());
        client.send(request);
        stuck.started.await();

        leaving.leave(client);

        stuck.interrupted.await();
        agent.close();
        assertThat(stuck.runs).as("%s of %s", face, keyword).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(Leaving.class)
    void alsoOfAClientThatHasSentMoreRequestsAhead(Leaving leaving) throws Exception {
        RawHttp client = new RawHttp(agent.port());
        client.send(call("stick") + ADD);
        stuck.started.await();
        client.send(ADD);
        LockSupport.parkNanos(LASTING.toNanos());
        client.send(ADD);

        leaving.leave(client);

        stuck.interrupted.await();
    }

    @Test
    void requestsSentAheadAreAnsweredInOrder() throws Exception {
        try (RawHttp client = new RawHttp(agent.port())) {
            client.send(call("hold") + ADD);
            waiting.started.await();
            LockSupport.parkNanos(LASTING.toNanos());
            for (int i = 10; i < 40; i++) {
                client.send(add(i));
            }
            LockSupport.parkNanos(LASTING.toNanos());
            client.send(ADD.substring(0, 30));
            waiting.release.countDown();

            assertThat(client.readResponse()).contains("\"result\":\"held\"");
            assertThat(client.readResponse()).contains("\"result\":3");
            for (int i = 10; i < 40; i++) {
                assertThat(client.readResponse()).contains("\"result\":" + (i + 1));
            }
            client.send(ADD.substring(30));
            assertThat(client.readResponse()).contains("\"result\":3");
        }
    }

    @Test
    void moreThanIsKeptIsAnsweredNevertheless() throws Exception {
        int count = 300;
        try (RawHttp client = new RawHttp(agent.port())) {
            client.send(call("hold"));
            waiting.started.await();
            LockSupport.parkNanos(LASTING.toNanos());
            client.send(ADD.repeat(count));
            LockSupport.parkNanos(LASTING.toNanos());
            waiting.release.countDown();

            assertThat(client.readResponse()).contains("\"result\":\"held\"");
            for (int i = 0; i < count; i++) {
                assertThat(client.readResponse()).contains("\"result\":3");
            }
        }
    }

    @Test
    void aConnectionIsAsGoodAfterAWatchedCallAsBefore() throws Exception {
        try (RawHttp client = new RawHttp(agent.port())) {
            for (int i = 0; i < 5; i++) {
                client.send(call("last"));
                assertThat(client.readResponse()).contains("lasted");
                client.send(ADD);
                assertThat(client.readResponse()).contains("\"result\":3");
            }
        }
    }

    @Test
    void aClientThatClosesOnlyItsOwnSideIsToldThatItsCallWasCancelled() throws Exception {
        try (RawHttp client = new RawHttp(agent.port())) {
            client.send(call("stick"));
            stuck.started.await();

            client.closeSending();

            assertThat(client.readAll())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("-32003", "the caller disconnected before the call had ended");
        }
    }

    @Test
    void aClientThatClosesOnlyItsOwnSideStillGetsWhatIsQuick() throws Exception {
        try (RawHttp client = new RawHttp(agent.port())) {
            client.send(ADD);
            client.closeSending();

            assertThat(client.readAll()).contains("\"result\":3");
        }
    }

    @Test
    void aKeywordThatMakesNothingOfTheInterruptIsAnsweredAsUsual() throws Exception {
        try (RawHttp client = new RawHttp(agent.port())) {
            client.send(call("stick_quietly"));
            stuck.started.await();

            client.closeSending();

            assertThat(client.readAll()).contains("\"result\":\"done\"");
        }
    }

    @Test
    void aKeywordThatOutlastsTheStopIsInterruptedToo() throws Exception {
        try (RawHttp client = new RawHttp(agent.port())) {
            client.send(call("stick"));
            stuck.started.await();

            agent.close();

            assertThat(client.readAll()).contains("-32002");
            stuck.interrupted.await();
        }
    }
}
