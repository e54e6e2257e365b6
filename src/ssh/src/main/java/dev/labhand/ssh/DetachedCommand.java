package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.ScriptSession.Cause;
import dev.labhand.ssh.ScriptSession.Silent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One detached job: starts it, follows it over as many connections as that takes, and stops it. Runs on a thread of its own. */
final class DetachedCommand implements RunningCommand, DetachedDialogue.Reader, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DetachedCommand.class);

    /** How long one look at the target may wait for news. */
    private static final Duration LOOK = Duration.ofSeconds(20);

    /** How long a stop may try to reach the target, besides the grace time. */
    private static final Duration TO_REACH = Duration.ofMinutes(1);

    /** How long the job's record may take to tell of an end that a stop has seen. */
    private static final Duration TO_END = Duration.ofSeconds(3);

    private static final int ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 30_000;

    private final Supplier<ConnectionPool> pool;
    private final DetachedJob job;
    private final CommandOutput output;
    private final OutputGate gate;
    private final TimeLimits limits;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();

    /** Bytes of each stream that were read, also those that are not wanted any more. */
    private final AtomicLong stdout;

    private final AtomicLong stderr;

    // These by several threads, guarded by this object.
    private @Nullable Outcome cause;
    private long stopUntil;
    private @Nullable DetachedDialogue dialogue;
    private boolean woken;
    private boolean ended;

    // These by its own thread alone.
    private boolean mayHaveRun;
    private boolean told;
    private boolean timed;
    private int attempts;
    private Optional<StopResult> stopped = Optional.empty();
    private long endUntil;
    private boolean over;

    DetachedCommand(
            Supplier<ConnectionPool> pool, ScheduledExecutorService timers, DetachedJob job, CommandOutput output) {
        this.pool = pool;
        this.job = job;
        this.output = output;
        this.gate = new OutputGate(output, job.options().outputLimit(), this::beginStop);
        this.limits = new TimeLimits(timers, job.options(), this::beginStop);
        this.mayHaveRun = job.resumed();
        this.stdout = new AtomicLong(job.stdoutFrom());
        this.stderr = new AtomicLong(job.stderrFrom());
        gate.resume(job.stdoutFrom(), job.stderrFrom());
    }

    @Override
    public CompletableFuture<Ending> ending() {
        return ending.copy();
    }

    @Override
    public void stop(String reason) {
        beginStop(new Outcome.Cancelled(reason));
    }

    /** Makes its own thread turn to the stop, whatever that waits for. */
    private void beginStop(Outcome why) {
        DetachedDialogue talk;
        synchronized (this) {
            if (cause != null || ended) {
                return;
            }
            cause = why;
            stopUntil = System.nanoTime()
                    + MonotonicTime.nanos(job.options().grace().plus(TO_REACH));
            woken = true;
            talk = dialogue;
            notifyAll();
        }
        if (talk != null) {
            talk.close();
        }
    }

    private synchronized Optional<Outcome> cause() {
        return Optional.ofNullable(cause);
    }

    private synchronized boolean isStopHopeless() {
        return cause != null && System.nanoTime() - stopUntil > 0;
    }

    @Override
    public void output(boolean error, byte[] buffer, int offset, int length) {
        limits.heard();
        (error ? stderr : stdout).addAndGet(length);
        gate.pass(error, buffer, offset, length);
    }

    @Override
    public void run() {
        Ending result;
        try {
            result = pursue();
        } catch (InterruptedException e) {
            result = new Ending(new Outcome.Running(), Optional.empty());
        } catch (RuntimeException e) {
            LOG.error("following the detached job {} failed", job.id(), e);
            result = lost("an internal error: " + e);
        }
        synchronized (this) {
            ended = true;
        }
        gate.shut();
        limits.end();
        ending.complete(result);
    }

    /** One dialogue after the other, until one tells the end. */
    private Ending pursue() throws InterruptedException {
        long pause = FIRST_PAUSE_MS;
        while (true) {
            Optional<Ending> end;
            try (DetachedDialogue talk = new DetachedDialogue(pool.get(), job, mayStart(), this)) {
                adopt(talk);
                talk.open();
                pause = FIRST_PAUSE_MS;
                limits.heard();
                end = converse(talk);
            } catch (Silent silent) {
                LOG.debug("detached job {}: {}", job.id(), silent.why);
                limits.deaf();
                end = unanswered(silent);
                if (end.isEmpty()) {
                    rest(pause);
                    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
                }
            } finally {
                adopt(null);
            }
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    private synchronized void adopt(@Nullable DetachedDialogue talk) {
        dialogue = talk;
    }

    /** Waits before the next try, half as long up to so long; a stop cuts it short. */
    private synchronized void rest(long milliseconds) throws InterruptedException {
        long until = System.nanoTime()
                + Duration.ofMillis(ThreadLocalRandom.current().nextLong(milliseconds / 2, milliseconds + 1))
                        .toNanos();
        for (long left = until - System.nanoTime(); left > 0 && !woken; left = until - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
        woken = false;
    }

    /** Goes from state to state; empty if another dialogue has to go on. */
    private Optional<Ending> converse(DetachedDialogue talk) throws Silent, InterruptedException {
        DetachedState state = greet(talk);
        while (!isStopHopeless()) {
            if (!(state instanceof DetachedState.Unclaimed || state instanceof DetachedState.Starting)) {
                tellBegun();
            }
            switch (state) {
                case DetachedState.Unclaimed _ -> {
                    return Optional.of(lost(
                            told ? "the job's folder on the target is gone" : "the target knows nothing of the job"));
                }
                case DetachedState.Stopped _ -> {
                    return Optional.of(DetachedStop.neverBegun(
                            cause().orElse(new Outcome.Cancelled("it was stopped before it began"))));
                }
                case DetachedState.Starting _ -> state = talk.await(stdout.get(), stderr.get(), Duration.ofSeconds(1));
                case DetachedState.Running running
                when stopped.isPresent() -> {
                    if (System.nanoTime() - endUntil > 0) {
                        return Optional.of(new Ending(
                                cause().orElseThrow(), Optional.of(DetachedStop.stillRunning(stopped.get()))));
                    }
                    state = talk.read(stdout.get(), stderr.get(), Duration.ofSeconds(1))
                            .state();
                }
                case DetachedState.Running running
                when cause().isPresent() -> {
                    // Its session is free for the stop; what is left is read by a dialogue of its own.
                    talk.close();
                    stopped = Optional.of(stop(running.trace()));
                    endUntil = System.nanoTime() + TO_END.toNanos();
                    return Optional.empty();
                }
                case DetachedState.Running running
                when running.unkept().isPresent() -> beginStop(running.unkept().get());
                case DetachedState.Running running -> {
                    time(running);
                    state = talk.read(stdout.get(), stderr.get(), LOOK).state();
                }
                case DetachedState.Ended(Outcome outcome, Optional<DetachedState.Trace> trace) -> {
                    readRest(talk);
                    return Optional.of(end(talk, outcome, trace));
                }
                case DetachedState.Gone(Optional<DetachedState.Trace> trace) -> {
                    readRest(talk);
                    String why = trace.isEmpty() ? "rebooted" : "its processes are gone and left no exit status";
                    return Optional.of(end(talk, new Outcome.Lost(why), trace));
                }
            }
        }
        return Optional.of(notStopped("the job's wrapper there does not come to start it"));
    }

    /** The first look: starts the job if that is still to be done, or keeps it from that. */
    private DetachedState greet(DetachedDialogue talk) throws Silent, InterruptedException {
        if (!mayStart()) {
            return talk.look();
        }
        if (cause().isPresent()) {
            return talk.prevent();
        }
        mayHaveRun = true;
        return talk.start();
    }

    private boolean mayStart() {
        return job.mayStart() && !told;
    }

    private void tellBegun() {
        if (!told) {
            told = true;
            try {
                output.begun();
            } catch (IOException | RuntimeException e) {
                beginStop(new Outcome.OutputLimit("the output cannot be kept: " + Failures.text(e)));
            }
        }
    }

    private void time(DetachedState.Running running) {
        if (!timed) {
            timed = true;
            limits.begin(running.age());
        }
    }

    private StopResult stop(DetachedState.Trace trace) throws Silent, InterruptedException {
        return DetachedStop.perform(pool.get(), trace, job.options().grace());
    }

    private void readRest(DetachedDialogue talk) throws Silent, InterruptedException {
        DetachedDialogue.Look look;
        do {
            look = talk.read(stdout.get(), stderr.get(), Duration.ZERO);
        } while (!gate.isShut() && (stdout.get() < look.stdoutSize() || stderr.get() < look.stderrSize()));
    }

    /**
     * A command that ended by itself keeps its outcome, if all its output could be taken. Else what it left behind is stopped,
     * as it would have been with the command.
     */
    private Ending end(DetachedDialogue talk, Outcome outcome, Optional<DetachedState.Trace> trace)
            throws Silent, InterruptedException {
        if (outcome instanceof Outcome.OutputLimit && !gate.isShut()) {
            gate.shut();
            beginStop(outcome);
        }
        boolean overruled = stopped.isPresent() || gate.isShut();
        if (overruled && stopped.isEmpty()) {
            over = true;
            talk.close();
            stopped = Optional.of(trace.isPresent() ? stop(trace.get()) : new StopResult.Verified());
        }
        return new Ending(overruled ? cause().orElse(outcome) : outcome, stopped);
    }

    private static Ending lost(String why) {
        return new Ending(new Outcome.Lost(why), Optional.empty());
    }

    private static Ending unreadable(String why) {
        return lost("the job's record on the target cannot be read: " + why);
    }

    private Ending notStopped(String silence) {
        return over ? DetachedStop.halfDone(cause().orElseThrow(), silence) : DetachedStop.hopeless(silence);
    }

    /** Empty if another try may help. */
    private Optional<Ending> unanswered(Silent silent) {
        if (pool.get().isClosed()
                || (silent.cause instanceof Cause.Unreached(var why) && why == ConnectionPool.CLOSED)) {
            return Optional.of(new Ending(new Outcome.Running(), Optional.empty()));
        }
        if (silent.cause instanceof Cause.Senseless) {
            return Optional.of(unreadable(silent.why));
        }
        if (isStopHopeless()) {
            return Optional.of(notStopped(silent.why));
        }
        if (silent.cause instanceof Cause.Refused) {
            return Optional.of(
                    !mayStart()
                            ? unreadable(silent.why)
                            : new Ending(new Outcome.Rejected(silent.why), Optional.empty()));
        }
        if (mayHaveRun) {
            return Optional.empty();
        }
        if (cause().isPresent()) {
            return cause().map(DetachedStop::neverBegun);
        }
        Optional<Outcome> nothingRan = switch (silent.cause) {
            case Cause.Unreached(Outcome outcome) -> Optional.of(outcome);
            case Cause.NoSession _, Cause.Unfit _, Cause.Senseless _, Cause.Refused _ ->
                Optional.of(new Outcome.Rejected(silent.why));
            case Cause.Broken _, Cause.Mute _ ->
                ++attempts < ATTEMPTS ? Optional.empty() : Optional.of(new Outcome.Unreachable(silent.why));
            case Cause.NoRoom _ -> Optional.empty();
        };
        return nothingRan.map(outcome -> new Ending(outcome, Optional.empty()));
    }
}
