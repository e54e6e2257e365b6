package dev.labhand.controller.client;

import static dev.labhand.controller.FakeAgent.ended;
import static dev.labhand.controller.FakeAgent.failed;
import static dev.labhand.controller.FakeAgent.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.api.Target;
import dev.labhand.controller.FakeAgent;
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentJobTest {

    private static final Outcome RUNNING = new Outcome.Running();

    private final FakeAgent agent = new FakeAgent();
    private final Cancellation cancellation = new Cancellation();
    private final CollectedOutput output = new CollectedOutput();

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void handsOverBothStreamsAndTheOutcome() {
        agent.commandsEnd("out\n", "err\n", new Outcome.Exited(3));

        assertThat(exec().outcome()).isEqualTo(new Outcome.Exited(3));
        assertThat(output.stdout()).isEqualTo("out\n");
        assertThat(output.stderr()).isEqualTo("err\n");
    }

    @Test
    void startsOnceWithTargetCommandAndAMintedId() {
        agent.commandsEnd("", "", new Outcome.Exited(0));

        exec();

        Invocation start = agent.calls("job.start").getFirst();
        assertThat(start.positional().subList(0, 2)).containsExactly("local", "uptime");
        assertThat(id(start)).matches("[0-9a-f]{24}");
        assertThat(agent.calls("job.start")).hasSize(1);
        assertThat(agent.calls("job.read").getFirst().positional().getFirst()).isEqualTo(id(start));
    }

    @Test
    void sendsOnlyTheOptionsThatAreAskedFor() {
        agent.commandsEnd("", "", new Outcome.Exited(0));
        ExecOptions options = ExecOptions.DEFAULTS
                .withTimeout(Duration.ofMillis(1500))
                .withStdin("é\0".getBytes(StandardCharsets.UTF_8))
                .withJobId(new JobId("mine"));

        exec(new Target.SshHost(Optional.of("root"), "::1", OptionalInt.of(23)), options, output);

        Invocation start = agent.calls("job.start").getFirst();
        assertThat(start.positional().getFirst()).isEqualTo("root@[::1]:23");
        assertThat(start.positional().get(2))
                .isEqualTo(Map.of("jobId", "mine", "timeout", 1.5, "stdin", Map.of("base64", "w6kA")));
    }

    @Test
    void readsOnFromWhereItWas() {
        agent.on("job.start", call -> passed("id")).on("job.read", call -> {
            long from = offset(call, "stdout");
            byte[] rest = "abcdef".substring((int) from).getBytes(StandardCharsets.UTF_8);
            return from < 4
                    ? part(new byte[] {rest[0], rest[1]}, from + 2, RUNNING, false)
                    : part(rest, 6, new Outcome.Exited(0), true);
        });

        assertThat(exec().outcome()).isEqualTo(new Outcome.Exited(0));
        assertThat(output.stdout()).isEqualTo("abcdef");
    }

    @Test
    void aStartWhoseAnswerGotLostIsSentAgainUnderTheSameId() {
        AtomicInteger starts = new AtomicInteger();
        agent.on("job.start", call -> starts.incrementAndGet() < 3 ? new FakeAgent.HangUp() : passed("id"))
                .on("job.read", call -> ended("x", "", new Outcome.Exited(0)));

        assertThat(exec().outcome()).isEqualTo(new Outcome.Exited(0));
        assertThat(agent.calls("job.start"))
                .extracting(AgentJobTest::id)
                .hasSize(3)
                .containsOnly(id(agent.calls("job.start").getFirst()));
    }

    @Test
    void aBrokenReadIsRepeatedAndNoByteComesTwice() {
        AtomicInteger reads = new AtomicInteger();
        agent.on("job.start", call -> passed("id")).on("job.read", call -> switch (reads.incrementAndGet()) {
            case 1 -> part("ab".getBytes(StandardCharsets.UTF_8), 2, RUNNING, false);
            case 2, 3 -> new FakeAgent.HangUp();
            case 4 -> new FakeAgent.Status(502, "");
            default -> {
                assertThat(offset(call, "stdout")).isEqualTo(2);
                yield part("cd".getBytes(StandardCharsets.UTF_8), 4, new Outcome.Exited(0), true);
            }
        });

        assertThat(exec().outcome()).isEqualTo(new Outcome.Exited(0));
        assertThat(output.stdout()).isEqualTo("abcd");
    }

    @Test
    void anAgentThatIsKilledMeanwhileLosesTheCommand() {
        agent.on("job.start", call -> passed("id")).on("job.read", call -> {
            Thread.ofVirtual().start(agent::kill);
            return new FakeAgent.HangUp();
        });

        assertThat(exec().outcome()).isInstanceOf(Outcome.Lost.class);
    }

    @Test
    void anAgentThatDiesWhileStartingMayHaveStartedIt() {
        agent.on("job.start", call -> {
            Thread.ofVirtual().start(agent::kill);
            return new FakeAgent.HangUp();
        });

        assertThat(exec().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Lost.class,
                        lost -> assertThat(lost.reason()).startsWith("the agent perhaps started it: "));
    }

    @Test
    void aJobThatTheAgentHasForgottenIsLost() {
        agent.on("job.start", call -> passed("id"))
                .on("job.read", call -> failed(new Failure(Failure.NO_SUCH_JOB, "No such job", "id")));

        assertThat(exec().outcome())
                .isEqualTo(new Outcome.Lost(
                        "the agent no longer knows the command: it was restarted elsewhere, or the job was removed"));
    }

    @Test
    void aStartThatIsTurnedAwayIsRejected() {
        agent.on("job.start", call -> failed(Failure.invalidParams("cwd: not yet")));

        assertThat(exec().outcome()).isEqualTo(new Outcome.Rejected("Invalid params: cwd: not yet"));
        assertThat(agent.calls()).hasSize(1);
    }

    @Test
    void nobodyListeningIsUnreachableAtOnce() {
        agent.kill();

        assertThat(exec().outcome()).isEqualTo(new Outcome.Unreachable("connection refused"));
    }

    @Test
    void anAgentThatWantsATokenRunsNothing() {
        agent.on("job.start", call -> new FakeAgent.Status(401, ""));

        assertThat(exec().outcome()).isInstanceOf(Outcome.AuthFailed.class);
        assertThat(agent.calls()).hasSize(1);
    }

    @Test
    void anAnswerWithoutSenseEndsIt() {
        agent.on("job.start", call -> passed("id")).on("job.read", call -> passed("what?"));

        assertThat(exec().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Lost.class, lost -> assertThat(lost.reason()).contains("makes no sense"));
    }

    @Test
    void cancelledBeforeTheStartItIsNotRun() {
        cancellation.request("Ctrl-C");

        assertThat(exec().outcome()).isEqualTo(new Outcome.NotRun("Ctrl-C"));
        assertThat(agent.calls()).isEmpty();
    }

    @Test
    void cancelledItIsStoppedOnTheAgentAndTellsWhatThatAchieved() {
        CountDownLatch stopped = new CountDownLatch(1);
        agent.on("job.start", call -> passed("id"))
                .on("job.stop", call -> {
                    stopped.countDown();
                    return passed(true);
                })
                .on("job.read", call -> {
                    cancellation.request("Ctrl-C");
                    await(stopped);
                    return passed(new JobOutput(
                                    "last words".getBytes(StandardCharsets.UTF_8),
                                    new byte[0],
                                    10,
                                    0,
                                    new Outcome.Cancelled("job.stop"),
                                    Optional.of(new StopResult.Verified()),
                                    true)
                            .toStruct());
                });

        Ending ending = exec();

        assertThat(ending.outcome()).isEqualTo(new Outcome.Cancelled("Ctrl-C"));
        assertThat(ending.stop()).contains(new StopResult.Verified());
        assertThat(output.stdout()).isEqualTo("last words");
        assertThat(agent.calls("job.stop").getFirst().positional().getFirst())
                .isEqualTo(id(agent.calls("job.start").getFirst()));
    }

    @Test
    void anAgentThatNeverStopsItEndsAsLost() {
        agent.on("job.start", call -> passed("id"))
                .on("job.stop", call -> passed(true))
                .on("job.read", call -> {
                    cancellation.request("Ctrl-C");
                    return part(new byte[0], 0, RUNNING, false);
                });
        ExecOptions options = new ExecOptions(
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1L << 30,
                1L << 20,
                ExecOptions.Encoding.TEXT,
                Optional.empty());

        assertThat(exec(new Target.Local(), options, output).outcome())
                .isEqualTo(new Outcome.Lost("it was asked to stop, and the agent tells of no end"));
    }

    @Test
    void outputThatCannotBeKeptStopsTheCommand() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        agent.on("job.start", call -> passed("id"))
                .on("job.read", call -> part(new byte[] {'x'}, 1, RUNNING, false))
                .on("job.stop", call -> {
                    stopped.countDown();
                    return passed(true);
                });
        CommandOutput full = new CommandOutput() {
            @Override
            public void stdout(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void stderr(byte[] buffer, int offset, int length) {}
        };

        assertThat(exec(new Target.Local(), ExecOptions.DEFAULTS, full).outcome())
                .isEqualTo(new Outcome.Rejected("its output could not be kept: No space left on device"));
        stopped.await();
    }

    @Test
    void troubleWithTheAgentIsNotTakenForTroubleWithTheHostBehindIt() {
        agent.on("job.start", call -> new FakeAgent.Status(401, ""));
        assertThat(reason(execBehind())).startsWith("agent " + agent.url() + ": the agent wants a token");

        agent.kill();
        assertThat(execBehind()).isEqualTo(new Outcome.Unreachable("agent " + agent.url() + ": connection refused"));
    }

    @Test
    void whatTheHostRefusedTheAgentIsToMendAtTheAgent() {
        agent.commandsEnd("", "", new Outcome.HostKeyRejected("the key of dut is unknown"));
        assertThat(execBehind())
                .isEqualTo(new Outcome.HostKeyRejected(
                        "at agent " + agent.url() + ", whose files and flags are meant: the key of dut is unknown"));

        agent.commandsEnd("", "", new Outcome.AuthFailed("name a key with --identity"));
        assertThat(reason(execBehind())).startsWith("at agent " + agent.url());

        agent.commandsEnd("", "", new Outcome.Unreachable("connection refused"));
        assertThat(reason(execBehind())).isEqualTo("connection refused");
    }

    private Outcome execBehind() {
        Target dut = new Target.SshHost(Optional.empty(), "dut", OptionalInt.empty());
        return exec(dut, ExecOptions.DEFAULTS, output).outcome();
    }

    private static String reason(Outcome outcome) {
        return Outcomes.reason(outcome);
    }

    private static FakeAgent.Reaction part(byte[] stdout, long next, Outcome outcome, boolean eof) {
        return passed(new JobOutput(stdout, new byte[0], next, 0, outcome, Optional.empty(), eof).toStruct());
    }

    private static long offset(Invocation read, String stream) {
        return Structs.of(read.positional().get(1)).get(stream) instanceof Long offset ? offset : -1;
    }

    private static String id(Invocation start) {
        return String.valueOf(Structs.of(start.positional().get(2)).get("jobId"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ending exec() {
        return exec(new Target.Local(), ExecOptions.DEFAULTS, output);
    }

    private Ending exec(Target target, ExecOptions options, CommandOutput sink) {
        AgentAccess access = new AgentAccess(Optional.empty(), Duration.ofSeconds(10), Duration.ofMillis(700));
        return new AgentClient(agent.address(), target, access, new JsonRpcCodec())
                .exec("uptime", options, sink, cancellation);
    }
}
