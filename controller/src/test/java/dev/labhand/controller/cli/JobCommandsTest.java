package dev.labhand.controller.cli;

import static dev.labhand.controller.FakeAgent.failed;
import static dev.labhand.controller.FakeAgent.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.controller.FakeAgent.Reaction;
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.JobSummary;
import dev.labhand.protocol.OutcomeStruct;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobCommandsTest extends CommandLineTest {

    private static final Reaction UNKNOWN = failed(new Failure(Failure.NO_SUCH_JOB, "No such job", "nightly"));

    private static JobSummary summary(String id, String command, Outcome outcome, long elapsedMs) {
        return new JobSummary(
                new JobId(id),
                "local",
                command,
                true,
                outcome,
                Optional.empty(),
                5,
                0,
                Instant.parse("2026-01-02T03:04:05Z"),
                elapsedMs);
    }

    private static Reaction part(String stdout, long from, Outcome outcome) {
        byte[] bytes = stdout.getBytes(StandardCharsets.UTF_8);
        return passed(
                new JobOutput(bytes, new byte[0], from + bytes.length, 0, outcome, Optional.empty(), outcome.isFinal())
                        .toStruct());
    }

    private static long offset(Invocation read) {
        Object offset = ((Map<?, ?>) read.positional().get(1)).get("stdout");
        return offset instanceof Long known ? known : -1;
    }

    private static Reaction stopped(Outcome outcome, StopResult stop) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        OutcomeStruct.write(outcome, struct);
        OutcomeStruct.write(stop, struct);
        return passed(struct);
    }

    private static String startedId(Invocation start) {
        return String.valueOf(((Map<?, ?>) start.positional().get(2)).get("jobId"));
    }

    @Test
    void detachedCommandsAreStartedUnderIdsOfOneRunThatArePrinted() {
        one.on("job.start", call -> passed("x"));
        two.on("job.start", call -> passed("x"));

        assertThat(exec("--detach", "-u", "60", "-w", both(), "make", "image"))
                .as(err())
                .isZero();

        Invocation start = one.calls("job.start").getFirst();
        assertThat(start.positional().subList(0, 2)).containsExactly("local", "make image");
        assertThat(start.positional().get(2))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("detached", true)
                .containsEntry("timeout", 60L);
        String first = startedId(start);
        String second = startedId(two.calls("job.start").getFirst());
        assertThat(first).matches("[0-9a-f]{24}-[0-9a-f]{8}").startsWith(second.substring(0, 24));
        assertThat(out().lines())
                .containsExactlyInAnyOrder(
                        one.url() + ": " + first, two.url() + ": " + second, "2 targets: 2 returned");
        assertThat(one.calls("job.read")).isEmpty();
    }

    /** Two agents may share a machine and an account, on which an id starts once. */
    @Test
    void noTwoTargetsHaveOneId() {
        one.on("job.start", call -> passed("x"));
        two.on("job.start", call -> passed("x"));

        exec("--detach", "-w", both(), "true");
        exec("--detach", "--via", one.url().toString(), "-w", "web[1-2]", "true");

        assertThat(one.calls("job.start"))
                .extracting(JobCommandsTest::startedId)
                .hasSize(3)
                .doesNotHaveDuplicates()
                .doesNotContain(startedId(two.calls("job.start").getFirst()));
    }

    @Test
    void whatARunPrintedForOneTargetFindsThoseOfAll() {
        one.on("job.start", call -> passed("x")).on("job.read", call -> part("", 0, new Outcome.Exited(0)));
        two.on("job.start", call -> passed("x")).on("job.read", call -> part("", 0, new Outcome.Exited(0)));
        exec("--detach", "-w", both(), "true");
        String first = startedId(one.calls("job.start").getFirst());

        assertThat(jobs(LogsCommand::new, "-w", both(), first)).isZero();

        assertThat(one.calls("job.read").getFirst().positional().getFirst()).isEqualTo(first);
        assertThat(two.calls("job.read").getFirst().positional().getFirst())
                .isEqualTo(startedId(two.calls("job.start").getFirst()));
    }

    @Test
    void anIdFromElsewhereIsTakenAsItIs() {
        String elsewhere = "0123456789abcdef01234567-00000000";
        one.on(
                        "job.read",
                        call -> call.positional().getFirst().equals(elsewhere)
                                ? part("x\n", 0, new Outcome.Exited(0))
                                : UNKNOWN)
                .on(
                        "job.stop",
                        call -> call.positional().getFirst().equals(elsewhere)
                                ? stopped(new Outcome.Cancelled("job.stop"), new StopResult.Verified())
                                : UNKNOWN);

        assertThat(jobs(LogsCommand::new, "-N", "-w", one.url().toString(), elsewhere))
                .isZero();
        assertThat(jobs(StopCommand::new, "-N", "-w", one.url().toString(), elsewhere))
                .isZero();
        assertThat(out()).startsWith("x\n").contains("cancelled: job.stop\n");
    }

    @Test
    void listsJobsInColumns() {
        one.on("job.list", call -> {
            assertThat(call.positional()).containsExactly("running", 7L);
            return passed(List.of(
                    summary("nightly", "make\nimage", new Outcome.Running(), 61_500)
                            .toStruct(),
                    summary("b", "true", new Outcome.Exited(3), 4).toStruct()));
        });

        assertThat(jobs(
                        JobsCommand::new,
                        "-N",
                        "--state",
                        "running",
                        "--limit",
                        "7",
                        "-w",
                        one.url().toString()))
                .as(err())
                .isZero();
        assertThat(out().lines().toList().get(0))
                .matches("nightly  running   2026-01-0. ..:..:05  61.5 s   local  make image");
        assertThat(out().lines().toList().get(1))
                .matches("b        exited 3  2026-01-0. ..:..:05  0.004 s  local  true");
    }

    @Test
    void anAgentWithoutJobsSaysSo() {
        one.on("job.list", call -> passed(List.of()));

        jobs(JobsCommand::new, "-N", "-w", one.url().toString());

        assertThat(out()).startsWith("no jobs\n");
    }

    @Test
    void aStateThatThereIsNotIsAMistake() {
        assertThat(jobs(JobsCommand::new, "-w", one.url().toString(), "--state", "dead"))
                .isEqualTo(2);
        assertThat(err()).contains("--state is all, running, finished, not 'dead'");
        assertThat(one.calls()).isEmpty();
    }

    @Test
    void logsShowWhatThereIsAndReturn() {
        one.on(
                "job.read",
                call -> offset(call) == 0
                        ? part("so far\n", 0, new Outcome.Running())
                        : part("", 7, new Outcome.Running()));

        assertThat(jobs(LogsCommand::new, "-w", one.url().toString(), "nightly"))
                .as(err())
                .isZero();

        assertThat(out()).isEqualTo(one.url() + ": so far\n1 target: 1 running\n");
        assertThat(err()).isEmpty();
    }

    @Test
    void logsOfAFinishedJobReturnItsCode() {
        one.on("job.read", call -> part("done\n", 0, new Outcome.Exited(3)));

        assertThat(jobs(LogsCommand::new, "-N", "-w", one.url().toString(), "nightly"))
                .isEqualTo(5);
        assertThat(out()).isEqualTo("done\n1 target: 1 exited 3\n");
    }

    @Test
    void logsFollowToTheEndWhereTheOptionStandsLast() {
        one.on("job.read", call -> switch ((int) offset(call)) {
            case 0 -> part("one\n", 0, new Outcome.Running());
            case 4 -> part("two\n", 4, new Outcome.Running());
            default -> part("", 8, new Outcome.Exited(0));
        });

        assertThat(jobs(LogsCommand::new, "-N", "-w", one.url().toString(), "nightly", "-f"))
                .isZero();
        assertThat(out()).isEqualTo("one\ntwo\n1 target: 1 exited 0\n");
    }

    @Test
    void whoStopsFollowingLeavesTheJobAlone() throws Exception {
        AtomicReference<Runnable> interrupt = new AtomicReference<>();
        signals = (stop, abandon) -> {
            interrupt.set(stop);
            return Signals.none();
        };
        CountDownLatch held = new CountDownLatch(1);
        one.on("job.read", call -> {
                    Thread.ofVirtual().start(() -> interrupt.get().run());
                    await(held);
                    return part("", 0, new Outcome.Running());
                })
                .on("job.stop", call -> passed("never"));

        assertThat(jobs(LogsCommand::new, "-f", "-w", one.url().toString(), "nightly"))
                .isZero();
        held.countDown();
        assertThat(out()).endsWith("1 target: 1 running\n");
        assertThat(err()).contains("the job is left alone").doesNotContain("stopping");
        assertThat(one.calls("job.stop")).isEmpty();
    }

    @Test
    void whoAttachesStopsTheJobWithAnInterrupt() {
        AtomicReference<Runnable> interrupt = new AtomicReference<>();
        signals = (stop, abandon) -> {
            interrupt.set(stop);
            return Signals.none();
        };
        CountDownLatch asked = new CountDownLatch(1);
        one.on("job.read", call -> {
                    interrupt.get().run();
                    await(asked);
                    return part("", 0, new Outcome.Cancelled("job.stop"));
                })
                .on("job.stop", call -> {
                    asked.countDown();
                    return stopped(new Outcome.Cancelled("job.stop"), new StopResult.Verified());
                });

        jobs(AttachCommand::new, "-w", one.url().toString(), "nightly");

        assertThat(out()).endsWith("1 target: 1 cancelled\n");
        assertThat(err()).contains("stopping what runs (once more: exit at once)");
        assertThat(one.calls("job.stop").getFirst().positional()).containsExactly("nightly");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aJobThatAnAgentDoesNotHaveIsSaid() {
        one.on("job.read", call -> UNKNOWN).on("job.stop", call -> UNKNOWN);

        assertThat(jobs(LogsCommand::new, "-w", one.url().toString(), "nightly"))
                .isEqualTo(5);
        assertThat(jobs(StopCommand::new, "-w", one.url().toString(), "nightly"))
                .isEqualTo(5);
        assertThat(err()).contains(one.url() + ": failed: No such job: nightly");
    }

    @Test
    void anAgentThatIsGoneIsUnreachableAndNotLost() {
        one.kill();

        assertThat(jobs(LogsCommand::new, "-w", one.url().toString(), "nightly"))
                .isEqualTo(4);
        assertThat(jobs(StopCommand::new, "-w", one.url().toString(), "nightly"))
                .isEqualTo(4);
    }

    @Test
    void stopSaysHowEachEnded() {
        one.on("job.stop", call -> stopped(new Outcome.Cancelled("job.stop"), new StopResult.Verified()));
        two.on("job.stop", call -> passed(Map.of("outcome", "exited", "exitCode", 0L)));

        assertThat(jobs(StopCommand::new, "-w", both(), "nightly")).as(err()).isZero();
        assertThat(out())
                .contains(one.url() + ": cancelled: job.stop\n", two.url() + ": exited 0\n")
                .endsWith("2 targets: 2 returned\n");
    }

    @Test
    void whatSurvivedAStopIsNamedAndNoSuccess() {
        one.on(
                "job.stop",
                call -> stopped(new Outcome.Cancelled("job.stop"), new StopResult.Survivors(List.of("sleep (pid 7)"))));

        assertThat(jobs(StopCommand::new, "-w", one.url().toString(), "nightly"))
                .isEqualTo(5);
        assertThat(err()).contains("cancelled: job.stop; still running there: sleep (pid 7)");
    }

    @Test
    void programsAreGivenStructs() {
        one.on("job.stop", call -> stopped(new Outcome.Cancelled("job.stop"), new StopResult.Verified()));

        jobs(StopCommand::new, "--json", "-w", one.url().toString(), "nightly");

        assertThat(out()).contains("\"value\":{\"outcome\":\"cancelled\",\"reason\":\"job.stop\"}");
    }

    @Test
    void aWordThatIsNoIdIsAMistake() {
        assertThat(jobs(LogsCommand::new, "-w", one.url().toString(), "a/b")).isEqualTo(2);
        assertThat(jobs(StopCommand::new, "-w", one.url().toString())).isEqualTo(2);
        assertThat(one.calls()).isEmpty();
    }
}
