package dev.labhand.controller.run;

import dev.labhand.api.Failure;
import dev.labhand.api.Outcome;
import dev.labhand.controller.client.Cancellation;
import dev.labhand.controller.client.FileCopy;
import dev.labhand.controller.client.TargetClient;
import dev.labhand.controller.inventory.Address;
import dev.labhand.controller.inventory.Node;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.files.Copied;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs plans: one virtual thread for each target, so many at once, each with its own deadline. Whatever happens to one target
 * is that target's outcome and nothing to the others.
 */
public final class Fanout {

    private final Function<Address, TargetClient> clients;

    /** An engine that reaches its targets through these clients. */
    public Fanout(Function<Address, TargetClient> clients) {
        this.clients = clients;
    }

    /**
     * Runs a plan and returns when every target has ended.
     *
     * @param cancellation asked for, it stops what runs and starts nothing more; this then returns within the commands' grace
     *     time and a few seconds. Abandoned, this returns at once: what has not ended is {@code lost}, and no longer listened to
     * @throws InterruptedException if the thread is interrupted; the run is then stopped as if cancelled, before this returns
     */
    public RunResult run(Plan plan, List<RunListener> listeners, Cancellation cancellation)
            throws InterruptedException {
        return new OneRun(plan, new Listeners(listeners), cancellation).run();
    }

    private final class OneRun {
        private final Plan plan;
        private final Listeners listeners;
        private final Cancellation fromOutside;
        private final Cancellation stop = new Cancellation();
        private final AtomicBoolean failed = new AtomicBoolean();
        private final AtomicReferenceArray<TargetResult> results;
        private final int width;
        private final Semaphore permits;
        private int begun;

        OneRun(Plan plan, Listeners listeners, Cancellation fromOutside) {
            this.plan = plan;
            this.listeners = listeners;
            this.fromOutside = fromOutside;
            this.results = new AtomicReferenceArray<>(plan.nodes().size());
            this.width = Math.clamp(plan.nodes().size(), 1, plan.options().fanout());
            this.permits = new Semaphore(width);
        }

        RunResult run() throws InterruptedException {
            listeners.tell(listener -> listener.runStarted(plan));
            boolean interrupted;
            // To abandon means to wait no longer for permits; nothing is started with them, for the run is stopped too.
            try (var _ = fromOutside.onRequest(
                            () -> stop.request(fromOutside.requested().orElse("stopped")));
                    var _ = fromOutside.onAbandonment(() -> permits.release(width))) {
                interrupted = startAll();
            }
            nameTheRest();
            RunResult result = result();
            listeners.tellLast(listener -> listener.runFinished(result));
            if (interrupted) {
                throw new InterruptedException("the run was interrupted: " + result.tally());
            }
            // What a listener did at the very end counts too.
            return result();
        }

        /** True if the thread was interrupted meanwhile. */
        private boolean startAll() {
            boolean interrupted = false;
            for (int i = 0; i < plan.nodes().size() && stop.requested().isEmpty(); i++) {
                interrupted |= acquire(1);
                if (stop.requested().isPresent()) {
                    permits.release();
                    break;
                }
                int index = i;
                begun++;
                Thread.ofVirtual().name("target-" + i).start(() -> {
                    try {
                        one(index);
                    } finally {
                        permits.release();
                    }
                });
            }
            boolean interruptedAtTheEnd = acquire(width);
            return interrupted || interruptedAtTheEnd;
        }

        /** Waits to the end even if interrupted, for targets must not be left running unseen; but then stops them. */
        private boolean acquire(int count) {
            try {
                permits.acquire(count);
                return false;
            } catch (InterruptedException e) {
                stop.request("interrupted");
                permits.acquireUninterruptibly(count);
                return true;
            }
        }

        private void one(int index) {
            Node node = plan.nodes().get(index);
            long begin = System.nanoTime();
            listeners.tell(listener -> listener.started(node));
            Ending ending;
            try {
                ending = work(node, clients.apply(node.address()));
            } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
                listeners.addFault(e);
                ending = ending(new Outcome.Failed(Failure.internal(e.toString())));
            }
            finish(
                    index,
                    new TargetResult(
                            node, ending.outcome(), ending.stop(), Duration.ofNanos(System.nanoTime() - begin)));
            if (plan.options().failFast()
                    && ending.outcome().isFinal()
                    && !ending.outcome().succeeded()
                    && !failed.getAndSet(true)) {
                stop.request("stopped after the first failure, on " + node.name());
            }
        }

        private Ending work(Node node, TargetClient client) {
            return switch (plan.work()) {
                case Plan.Exec(String command, var options) -> {
                    try (TargetOutput output = new TargetOutput(node, listeners)) {
                        yield client.exec(command, options, output, stop);
                    }
                }
                case Plan.Follow(var job, var how, var input) -> {
                    try (TargetOutput output = new TargetOutput(node, listeners)) {
                        yield client.follow(job, how, input, output, stop);
                    }
                }
                case Plan.Start(String command, var options) -> ending(client.start(command, options, stop));
                case Plan.Stop(var job, var reading) -> ending(read(client.stop(job, stop), reading));
                case Plan.Call(var invocation, var limit, var reading) ->
                    ending(read(client.call(invocation, limit, stop), reading));
                case Plan.Copy(var task, var limit) ->
                    ending(FileCopy.run(client::openFiles, files -> copy(task, node, files), limit, stop));
            };
        }

        private FileResult<Copied> copy(Plan.FileTask task, Node node, RemoteFiles files) {
            return task.run(node, files, bytes -> listeners.tell(listener -> listener.moved(node, bytes)));
        }

        private static Ending ending(Outcome outcome) {
            return new Ending(outcome, Optional.empty());
        }

        private static Outcome read(Outcome outcome, Function<@Nullable Object, @Nullable Object> reading) {
            if (!(outcome instanceof Outcome.Returned(var value))) {
                return outcome;
            }
            try {
                return new Outcome.Returned(reading.apply(value));
            } catch (IllegalArgumentException e) {
                return new Outcome.Rejected(String.valueOf(e.getMessage()));
            }
        }

        private void finish(int index, TargetResult result) {
            // One that was abandoned has its result already.
            listeners.tell(() -> results.compareAndSet(index, null, result), listener -> listener.finished(result));
        }

        private void nameTheRest() {
            String why = stop.requested().orElse("stopped");
            for (int i = 0; i < results.length(); i++) {
                if (results.get(i) == null) {
                    Outcome outcome =
                            i < begun ? new Outcome.Lost(fromOutside.abandoned().orElse(why)) : new Outcome.NotRun(why);
                    finish(i, new TargetResult(plan.nodes().get(i), outcome, Optional.empty(), Duration.ZERO));
                }
            }
        }

        private RunResult result() {
            List<TargetResult> all =
                    IntStream.range(0, results.length()).mapToObj(results::get).toList();
            return new RunResult(all, stopped(), listeners.faults());
        }

        private Optional<RunResult.Stop> stopped() {
            if (stop.requested().isEmpty()) {
                return Optional.empty();
            }
            boolean byFailure = failed.get() && fromOutside.requested().isEmpty();
            return Optional.of(byFailure ? RunResult.Stop.FAILURE : RunResult.Stop.CANCELLED);
        }
    }
}
