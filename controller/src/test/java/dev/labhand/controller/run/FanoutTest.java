package dev.labhand.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.controller.client.Cancellation;
import dev.labhand.controller.client.Following;
import dev.labhand.controller.client.TargetClient;
import dev.labhand.controller.inventory.Address;
import dev.labhand.controller.inventory.Node;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanoutTest {

    private static final Outcome OK = new Outcome.Exited(0);

    private final Cancellation cancellation = new Cancellation();

    @Test
    void everyTargetHasItsResultInTheOrderOfThePlan() throws InterruptedException {
        RunResult result = run(plan(100, RunOptions.DEFAULTS), (index, output, stop) -> new Outcome.Exited(index % 3));

        assertThat(result.targets()).extracting(target -> target.node().name()).containsExactlyElementsOf(names(100));
        assertThat(result.outcomes().get(7)).isEqualTo(new Outcome.Exited(1));
        assertThat(result.tally()).hasToString("100 targets: 34 exited 0, 33 exited 1, 33 exited 2");
        assertThat(result.stopped()).isEmpty();
        assertThat(result.succeeded()).isFalse();
    }

    @Test
    void asManyAtOnceAsAllowedAndNeverMore() throws InterruptedException {
        CyclicBarrier together = new CyclicBarrier(4);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        RunResult result = run(plan(40, new RunOptions(4, false)), (index, output, stop) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            together.await();
            running.decrementAndGet();
            together.await();
            return OK;
        });

        assertThat(result.succeeded()).isTrue();
        assertThat(most).hasValue(4);
    }

    @Test
    void anErrorInOneTargetIsItsOutcomeAndNothingToTheOthers() throws InterruptedException {
        RunResult result = run(plan(3, RunOptions.DEFAULTS), (index, output, stop) -> {
            if (index == 1) {
                throw new IllegalStateException("a bug");
            }
            return OK;
        });

        assertThat(result.outcomes())
                .containsExactly(
                        OK, new Outcome.Failed(Failure.internal("java.lang.IllegalStateException: a bug")), OK);
        assertThat(result.faults()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAddressThatCannotBeReachedAtAllIsAFaultOfOneTarget() throws InterruptedException {
        Fanout fanout = new Fanout(address -> {
            throw new IllegalArgumentException("no client");
        });

        RunResult result = fanout.run(plan(2, RunOptions.DEFAULTS), List.of(), cancellation);

        assertThat(result.outcomes()).hasSize(2).allMatch(Outcome.Failed.class::isInstance);
    }

    @Test
    void withFailFastTheFirstFailureStopsWhatRunsAndStartsNothingMore() throws InterruptedException {
        CountDownLatch bothRun = new CountDownLatch(2);

        RunResult result = run(plan(10, new RunOptions(2, true)), (index, output, stop) -> {
            bothRun.countDown();
            bothRun.await();
            return index == 0 ? new Outcome.Exited(1) : untilStopped(stop);
        });

        assertThat(result.tally()).hasToString("10 targets: 1 exited 1, 1 cancelled, 8 not_run");
        assertThat(result.outcomes().get(1)).isEqualTo(new Outcome.Cancelled("stopped after the first failure, on n0"));
        assertThat(result.stopped()).contains(RunResult.Stop.FAILURE);
    }

    @Test
    void withoutFailFastAFailureStopsNothing() throws InterruptedException {
        RunResult result = run(plan(5, new RunOptions(1, false)), (index, output, stop) -> new Outcome.Exited(1));

        assertThat(result.tally()).hasToString("5 targets: 5 exited 1");
    }

    @Test
    void cancellationStopsWhatRunsAndAccountsForEveryTarget() throws InterruptedException {
        RunResult result = run(plan(10, new RunOptions(3, false)), (index, output, stop) -> {
            if (index == 2) {
                cancellation.request("Ctrl-C");
            }
            return untilStopped(stop);
        });

        assertThat(result.targets()).hasSize(10);
        assertThat(result.tally()).hasToString("10 targets: 3 cancelled, 7 not_run");
        assertThat(result.outcomes().getLast()).isEqualTo(new Outcome.NotRun("Ctrl-C"));
        assertThat(result.stopped()).contains(RunResult.Stop.CANCELLED);
    }

    @Test
    void abandonedItReturnsAtOnceAndNamesWhatHasNotEndedLost() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        List<String> told = new ArrayList<>();

        RunResult result = run(
                plan(10, new RunOptions(3, false)),
                (index, output, stop) -> {
                    if (index == 0) {
                        return OK;
                    }
                    if (index == 3) {
                        cancellation.abandon("no more waiting");
                    }
                    never.await();
                    return OK;
                },
                new Recorder(told));
        never.countDown();

        assertThat(result.tally()).hasToString("10 targets: 1 exited 0, 3 lost, 6 not_run");
        assertThat(result.outcomes().get(3)).isEqualTo(new Outcome.Lost("no more waiting"));
        assertThat(told).filteredOn(line -> line.endsWith(" finished")).hasSize(10);
        assertThat(told).last().isEqualTo(result.tally().toString());
    }

    @Test
    void cancelledBeforeItStartsNothing() throws InterruptedException {
        cancellation.request("Ctrl-C");

        RunResult result = run(plan(3, RunOptions.DEFAULTS), (index, output, stop) -> {
            throw new IllegalStateException("must not start");
        });

        assertThat(result.tally()).hasToString("3 targets: 3 not_run");
        assertThat(result.faults()).isEmpty();
    }

    @Test
    void anInterruptStopsTheRunBeforeItIsToldOn() {
        List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
        RunListener listener = new RunListener() {
            @Override
            public void finished(TargetResult result) {
                outcomes.add(result.outcome());
            }
        };
        Thread runner = Thread.currentThread();

        assertThatThrownBy(() -> run(
                        plan(3, new RunOptions(2, false)),
                        (index, output, stop) -> {
                            runner.interrupt();
                            return untilStopped(stop);
                        },
                        listener))
                .isInstanceOf(InterruptedException.class);
        assertThat(outcomes).hasSize(3);
    }

    @Test
    void aListenerThatThrowsIsToldNothingMoreAndHurtsNobody() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        RunListener broken = new RunListener() {
            @Override
            public void started(Node node) {
                calls.incrementAndGet();
                throw new IllegalStateException("broken");
            }

            @Override
            public void runFinished(RunResult result) {
                calls.incrementAndGet();
            }
        };
        List<String> told = new ArrayList<>();

        RunResult result = run(plan(3, RunOptions.DEFAULTS), (index, output, stop) -> OK, broken, new Recorder(told));

        assertThat(result.succeeded()).isTrue();
        assertThat(calls).hasValue(1);
        assertThat(result.faults()).singleElement().asString().contains("broken");
        assertThat(told).hasSize(8).startsWith("run started").endsWith("3 targets: 3 exited 0");
    }

    @Test
    void whatAListenerDoesAtTheVeryEndIsAFaultToo() throws InterruptedException {
        RunListener broken = new RunListener() {
            @Override
            public void runFinished(RunResult result) {
                throw new IllegalStateException("disk full");
            }
        };

        assertThat(run(plan(1, RunOptions.DEFAULTS), (index, output, stop) -> OK, broken)
                        .faults())
                .hasSize(1);
    }

    @Test
    void callsOfListenersNeverOverlap() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        RunListener listener = new RunListener() {
            @Override
            public void stdout(Node node, byte[] bytes) {
                if (inside.incrementAndGet() > 1) {
                    overlaps.incrementAndGet();
                }
                inside.decrementAndGet();
            }
        };

        run(
                plan(50, RunOptions.DEFAULTS),
                (index, output, stop) -> {
                    for (int i = 0; i < 20; i++) {
                        output.stdout(new byte[] {'x'}, 0, 1);
                    }
                    return OK;
                },
                listener);

        assertThat(overlaps).hasValue(0);
    }

    @Test
    void outputThatComesAfterTheEndIsNobodys() throws InterruptedException {
        List<CommandOutput> kept = Collections.synchronizedList(new ArrayList<>());
        List<String> told = new ArrayList<>();

        run(
                plan(1, RunOptions.DEFAULTS),
                (index, output, stop) -> {
                    kept.add(output);
                    output.stdout(new byte[] {'a', 'b', 'c'}, 1, 1);
                    return OK;
                },
                new Recorder(told));
        try {
            kept.getFirst().stdout(new byte[] {'z'}, 0, 1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }

        assertThat(told).contains("n0 wrote b").noneMatch(line -> line.contains("z"));
    }

    @Test
    void aFanOutOfNothingMakesNoSense() {
        assertThatThrownBy(() -> new RunOptions(0, false)).hasMessageContaining("at least 1, not 0");
    }

    /** What the client does with one target. */
    private interface Behaviour {
        Outcome run(int index, CommandOutput output, Cancellation stop) throws Exception;
    }

    private static Outcome untilStopped(Cancellation stop) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        try (var _ = stop.onRequest(stopped::countDown)) {
            stopped.await();
        }
        return new Outcome.Cancelled(stop.requested().orElseThrow());
    }

    private RunResult run(Plan plan, Behaviour behaviour, RunListener... listeners) throws InterruptedException {
        return new Fanout(clients(behaviour)).run(plan, List.of(listeners), cancellation);
    }

    private static Function<Address, TargetClient> clients(Behaviour behaviour) {
        return address -> new TargetClient() {
            @Override
            public Ending exec(String command, ExecOptions options, CommandOutput output, Cancellation stop) {
                int index = ((Address.Agent) address).url().getPort() - 1;
                try {
                    return new Ending(behaviour.run(index, output, stop), Optional.empty());
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public Outcome call(Invocation call, Optional<Duration> limit, Cancellation stop) {
                throw new AssertionError("no call was planned");
            }

            @Override
            public Outcome start(String command, ExecOptions options, Cancellation stop) {
                throw new AssertionError("no start was planned");
            }

            @Override
            public Ending follow(
                    JobId job, Following how, Optional<InputStream> input, CommandOutput output, Cancellation stop) {
                throw new AssertionError("no job was to be followed");
            }

            @Override
            public Outcome stop(JobId job, Cancellation stop) {
                throw new AssertionError("no stop was planned");
            }

            @Override
            public FileResult<RemoteFiles> openFiles() {
                throw new AssertionError("no copy was planned");
            }
        };
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }

    private static Plan plan(int count, RunOptions options) {
        List<Node> nodes = IntStream.range(0, count)
                .mapToObj(i -> new Node("n" + i, new Address.Agent(URI.create("http://127.0.0.1:" + (i + 1)))))
                .toList();
        return Plan.exec(nodes, "true").with(options);
    }
}
