package dev.labhand.controller.cli;

import static dev.labhand.controller.FakeAgent.ended;
import static dev.labhand.controller.FakeAgent.passed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labhand.api.Outcome;
import dev.labhand.controller.FakeAgent;
import dev.labhand.protocol.JobInput;
import dev.labhand.protocol.JobOutput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose standard input {@code labhand attach} forwards. */
class AttachCommandTest extends CommandLineTest {

    private static final FakeAgent.Reaction RUNNING = passed(
            new JobOutput(new byte[0], new byte[0], 0, 0, new Outcome.Running(), Optional.empty(), false).toStruct());

    private final CountDownLatch closed = new CountDownLatch(1);

    @BeforeEach
    void type() {
        in = new ByteArrayInputStream("slot 7\n".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void standardInputGoesToTheJobFromATerminalToo(boolean terminal) {
        inTerminal = terminal;
        one.on("job.write", call -> {
                    if (Boolean.TRUE.equals(call.positional().get(2))) {
                        closed.countDown();
                    }
                    return passed(new JobInput(0, 0).toStruct());
                })
                .on("job.read", call -> {
                    await(closed);
                    return ended("recording slot 7\n", "", new Outcome.Exited(0));
                });

        assertThat(jobs(AttachCommand::new, "-N", "-w", one.url().toString(), "nightly"))
                .as(err())
                .isZero();

        assertThat(out()).isEqualTo("recording slot 7\n1 target: 1 exited 0\n");
        assertThat(one.calls("job.write"))
                .extracting(
                        call -> call.positional().get(1),
                        call -> call.positional().get(2))
                .containsExactly(
                        tuple(Map.of("base64", ""), false),
                        tuple(Map.of("base64", "c2xvdCA3Cg=="), false),
                        tuple(Map.of("base64", ""), true));
    }

    @Test
    void itStaysWhereItIsWithTheOptionForThat() {
        endsSoon(one);

        jobs(AttachCommand::new, "-n", "-w", one.url().toString(), "nightly");

        assertThat(one.calls("job.write")).isEmpty();
    }

    @Test
    void itIsNoInputForSeveralMachines() {
        endsSoon(one);
        endsSoon(two);

        assertThat(jobs(AttachCommand::new, "-w", both(), "nightly")).as(err()).isZero();

        assertThat(one.calls("job.write")).isEmpty();
        assertThat(two.calls("job.write")).isEmpty();
    }

    private static void endsSoon(FakeAgent agent) {
        AtomicInteger reads = new AtomicInteger();
        agent.on("job.write", call -> passed(new JobInput(0, 0).toStruct()))
                .on("job.read", call -> reads.incrementAndGet() < 9 ? RUNNING : ended("", "", new Outcome.Exited(0)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
