package dev.labhand.controller.client;

import static dev.labhand.controller.FakeAgent.failed;
import static dev.labhand.controller.FakeAgent.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.controller.FakeAgent;
import dev.labhand.protocol.JobInput;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InputForwarderTest {

    private static final JobId JOB = new JobId("nightly");

    private final FakeAgent agent = new FakeAgent();
    /** The agent's job ends when this is open. */
    private final CountDownLatch end = new CountDownLatch(1);

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        end.countDown();
        agent.close();
    }

    @Test
    void allOfTheStreamReachesTheJobAndThenItsEnd() {
        byte[] much = new byte[300_000];
        new Random(1).nextBytes(much);
        agent.on("job.write", this::takeAndEndAfterTheLast);

        assertThat(follow(new ByteArrayInputStream(much))).isEqualTo(new Outcome.Exited(0));

        assertThat(received.toByteArray()).isEqualTo(much);
        assertThat(writes()).filteredOn(InputForwarderTest::isLast).hasSize(1);
        assertThat(isLast(writes().getLast())).isTrue();
    }

    @Test
    void nothingIsReadForAJobThatTakesNoInput() {
        agent.on("job.write", call -> {
            end.countDown();
            return failed(new Failure(Failure.WRONG_STATE, "Not possible now", "its standard input is closed"));
        });
        AtomicBoolean read = new AtomicBoolean();

        follow(stream(() -> {
            read.set(true);
            return -1;
        }));

        assertThat(writes()).hasSize(1);
        assertThat(read).isFalse();
    }

    @Test
    void bytesThatTheAgentMayHaveGotAreSentAgainAtTheirPlace() {
        AtomicInteger attempts = new AtomicInteger();
        agent.on("job.write", call -> {
            FakeAgent.Reaction answer = takeAndEndAfterTheLast(call);
            return data(call).length > 0 && attempts.incrementAndGet() == 1 ? new FakeAgent.HangUp() : answer;
        });

        follow(new ByteArrayInputStream(bytes("once")));

        assertThat(received.toString(StandardCharsets.UTF_8)).isEqualTo("once");
        assertThat(writes().stream().filter(call -> data(call).length > 0))
                .extracting(call ->
                        call.positional().size() == 4 ? call.positional().get(3) : "none")
                .containsExactly("none", 0L);
    }

    @Test
    void nothingIsReadWhileTooMuchWaitsOnTheAgent() {
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger looks = new AtomicInteger();
        agent.on("job.write", call -> {
            if (data(call).length > 0) {
                return passed(new JobInput(5, 16 << 20).toStruct());
            }
            if (looks.incrementAndGet() == 4) {
                end.countDown();
            }
            return passed(new JobInput(0, reads.get() == 0 ? 0 : 16 << 20).toStruct());
        });

        follow(stream(() -> {
            reads.incrementAndGet();
            return 5;
        }));

        assertThat(reads).hasValue(1);
    }

    @Test
    void aStreamWithoutAnEndDoesNotHoldUpTheEndOfTheJob() {
        CountDownLatch never = new CountDownLatch(1);
        agent.on("job.write", call -> passed(new JobInput(0, 0).toStruct()));

        Outcome outcome = follow(stream(() -> {
            end.countDown();
            await(never);
            return -1;
        }));

        assertThat(outcome).isEqualTo(new Outcome.Exited(0));
        never.countDown();
    }

    @Test
    void aStreamThatCannotBeReadLeavesTheInputOpen() {
        agent.on("job.write", call -> passed(new JobInput(0, 0).toStruct()));

        follow(stream(() -> {
            end.countDown();
            throw new IOException("Input/output error");
        }));

        assertThat(writes()).noneMatch(InputForwarderTest::isLast);
    }

    /** As an agent does: what has an offset and is known is not taken again. */
    private FakeAgent.Reaction takeAndEndAfterTheLast(Invocation call) {
        byte[] data = data(call);
        int from = call.positional().size() == 4 && call.positional().get(3) instanceof Long offset
                ? received.size() - offset.intValue()
                : 0;
        received.write(data, from, data.length - from);
        if (isLast(call)) {
            end.countDown();
        }
        return passed(new JobInput(received.size(), 0).toStruct());
    }

    private Outcome follow(InputStream input) {
        agent.on("job.read", call -> {
            await(end);
            return FakeAgent.ended("", "", new Outcome.Exited(0));
        });
        AgentAccess access = new AgentAccess(Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(10));
        return new AgentClient(agent.address(), new Target.Local(), access, new JsonRpcCodec())
                .follow(JOB, Following.ATTACHED, Optional.of(input), new CollectedOutput(), new Cancellation())
                .outcome();
    }

    private List<Invocation> writes() {
        return agent.calls("job.write");
    }

    private static byte[] data(Invocation write) {
        return Base64.getDecoder()
                .decode(String.valueOf(((Map<?, ?>) write.positional().get(1)).get("base64")));
    }

    private static boolean isLast(Invocation write) {
        return Boolean.TRUE.equals(write.positional().get(2));
    }

    /** What a read gives: so many bytes, whichever they are. */
    @FunctionalInterface
    private interface Source {
        int read() throws IOException;
    }

    private static InputStream stream(Source source) {
        return new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return source.read();
            }
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
