package dev.labhand.controller.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.labhand.api.Failure;
import dev.labhand.api.Target;
import dev.labhand.controller.FakeAgent;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.ssh.files.ByteRange;
import dev.labhand.ssh.files.Content;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.PutOptions;
import dev.labhand.ssh.files.PutOptions.Start;
import dev.labhand.ssh.files.RemoteFiles;
import dev.labhand.ssh.files.RemoteFiles.Stored;
import dev.labhand.ssh.files.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads through an agent, as the agent sees them. */
class AgentFilesTest {

    private static final int LARGE = 16 << 20;

    private final FakeAgent agent = new FakeAgent();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private RemoteFiles files;

    /** A request: what it says of its body, and the body; "" for a field that is missing. */
    private record Asked(String range, String digest, byte[] body) {}

    @BeforeEach
    void open() {
        agent.onFiles(this::answer);
        AgentAccess access = new AgentAccess(Optional.empty(), Duration.ofSeconds(10));
        files = done(new AgentClient(agent.address(), new Target.Local(), access, new JsonRpcCodec()).openFiles());
    }

    @AfterEach
    void close() {
        files.close();
        agent.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            asked.add(new Asked(field(exchange, "Content-Range"), field(exchange, "Repr-Digest"), body));
            int status = answers.remove();
            String text = status == 201
                    ? "{\"path\":\"/f\",\"type\":\"file\",\"size\":" + body.length
                            + ",\"mode\":\"0644\",\"modified\":\"2001-02-03T04:05:06Z\"}"
                    : "a line";
            if (status == 507) {
                exchange.getResponseHeaders().set("Labhand-Reason", "no_space");
            }
            exchange.sendResponseHeaders(status, text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String field(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static <T> T done(FileResult<T> result) {
        assertThat(result).isInstanceOf(FileResult.Done.class);
        return ((FileResult.Done<T>) result).value();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String digest(byte[] bytes) {
        return "sha-256=:" + Sha256.of(bytes).base64() + ":";
    }

    private FileResult<Stored> put(byte[] bytes, long announced, Start start) {
        Content counted = offset -> {
            opened.incrementAndGet();
            return Content.of(bytes).open(offset);
        };
        return files.put(
                "/f",
                counted,
                new PutOptions(
                        OptionalInt.empty(),
                        Optional.empty(),
                        false,
                        true,
                        start,
                        OptionalLong.of(announced),
                        Optional.empty()));
    }

    private FileFailure refused(byte[] bytes, long announced) {
        FileResult<Stored> result = put(bytes, announced, new Start.Fresh());
        assertThat(result).isInstanceOf(FileResult.Failed.class);
        return ((FileResult.Failed<Stored>) result).failure();
    }

    private FileFailure partRefused(int status, String... headers) {
        agent.close();
        files.close();
        try (FakeAgent other = new FakeAgent().onFiles(exchange -> {
            try (exchange) {
                for (int i = 0; i < headers.length; i += 2) {
                    exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
                }
                exchange.sendResponseHeaders(status, 4);
                exchange.getResponseBody().write("rest".getBytes(StandardCharsets.UTF_8));
            }
        })) {
            AgentAccess access = new AgentAccess(Optional.empty(), Duration.ofSeconds(10));
            try (RemoteFiles there = done(
                    new AgentClient(other.address(), new Target.Local(), access, new JsonRpcCodec()).openFiles())) {
                FileResult<?> result = there.get("/f", ByteRange.from(6), true, (_, _, _) -> {});
                assertThat(result).isInstanceOf(FileResult.Failed.class);
                return ((FileResult.Failed<?>) result).failure();
            }
        }
    }

    /** The reasons are those for which a copy that goes on begins anew. */
    @Test
    void nothingElseIsTakenForTheRestOfAFile() {
        assertThat(partRefused(200, "Repr-Digest", digest(random(10))).reason()).isEqualTo(Reason.OUT_OF_RANGE);
        assertThat(partRefused(206, "Content-Range", "bytes 6-9/10").reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
    }

    @Test
    void aLargeFileIsReadOnceAndItsCheckSumGoesWithTheLastByte() throws IOException {
        byte[] bytes = random(LARGE);
        answers.addAll(List.of(202, 201));

        Stored stored = done(put(bytes, LARGE, new Start.Fresh()));

        assertThat(opened).hasValue(1);
        assertThat(asked)
                .extracting(Asked::range)
                .containsExactly(
                        "bytes 0-" + (LARGE - 2) + "/" + LARGE,
                        "bytes " + (LARGE - 1) + "-" + (LARGE - 1) + "/" + LARGE);
        assertThat(asked).extracting(Asked::digest).containsExactly("", digest(bytes));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Asked each : asked) {
            all.write(each.body());
        }
        assertThat(all.toByteArray()).isEqualTo(bytes);
        assertThat(stored.complete()).isTrue();
        assertThat(stored.resumedFrom()).isZero();
    }

    @Test
    void aSmallFileIsOneRequest() {
        byte[] bytes = random(LARGE - 1);
        answers.add(201);

        done(put(bytes, bytes.length, new Start.Fresh()));

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.range()).isEmpty();
            assertThat(request.digest()).isEqualTo(digest(bytes));
            assertThat(request.body()).isEqualTo(bytes);
        });
    }

    @Test
    void aPieceThatIsRefusedEndsTheUpload() {
        answers.add(507);

        assertThat(refused(random(LARGE), LARGE).reason()).isEqualTo(Reason.NO_SPACE);
        assertThat(asked).hasSize(1);
    }

    @Test
    void aPieceThatIsTakenForTheWholeIsAnError() {
        answers.add(201);

        assertThat(refused(random(LARGE), LARGE).message()).contains("HTTP 201 before it has the whole file");
    }

    @Test
    void aFileThatBecameShorterIsNotFinished() {
        answers.add(202);

        FileFailure failure = refused(random(LARGE), LARGE + 1L);

        assertThat(failure.reason()).isEqualTo(Reason.CHANGED);
        assertThat(failure.message()).contains("/f", "became shorter");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aLargeFileOfWhichAPartIsThereIsGoneOnWith() {
        byte[] bytes = random(LARGE);
        int there = 1_000_000;
        agent.on(
                "file.stat",
                _ -> FakeAgent.passed(Map.of(
                        "path",
                        "/.labhand-f.part",
                        "type",
                        "file",
                        "size",
                        (long) there,
                        "mode",
                        "0600",
                        "modified",
                        "2001-02-03T04:05:06Z",
                        "sha256",
                        Sha256.of(Arrays.copyOf(bytes, there)).hex())));
        answers.add(201);

        assertThat(done(put(bytes, LARGE, new Start.Resume())).resumedFrom()).isEqualTo(there);

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.range()).isEqualTo("bytes " + there + "-" + (LARGE - 1) + "/" + LARGE);
            assertThat(request.digest()).isEqualTo(digest(bytes));
        });
    }

    @Test
    void whereNoPartIsThereALargeFileIsReadOnceAlsoToResume() {
        agent.on(
                "file.stat",
                _ -> FakeAgent.failed(new Failure(
                        Failure.KEYWORD_FAILED,
                        "Keyword failed",
                        Map.of("type", "no_such_file", "message", "/f: no such file or directory"))));
        answers.addAll(List.of(202, 201));

        done(put(random(LARGE), LARGE, new Start.Resume()));

        assertThat(opened).hasValue(1);
        assertThat(asked).hasSize(2);
    }
}
