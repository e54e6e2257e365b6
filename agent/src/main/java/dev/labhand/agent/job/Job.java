package dev.labhand.agent.job;

import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a command on one target. Thread-safe. */
public final class Job {

    private static final Logger LOG = LoggerFactory.getLogger(Job.class);

    /** Of a wait, in nanoseconds: 292 years, as good as no limit. */
    static final long UNLIMITED = Long.MAX_VALUE;

    private static final Duration LONGEST_WAIT = Duration.ofNanos(UNLIMITED);

    private final JobId id;
    private volatile ExecRequest request;
    private final JobFiles files;
    private final Instant startedAt;
    private final long startedNanos;

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when output arrives, when the command is there, and when the job ends. */
    private final Condition news = lock.newCondition();

    private final JobControl control = new JobControl(this);
    private final AtomicBoolean forgotten = new AtomicBoolean();
    private Optional<JobEvent.Ended> end = Optional.empty();
    private boolean left;
    private @Nullable RunningCommand command;
    private @Nullable String stopReason;

    /** How far it has come. */
    record Status(Outcome outcome, Optional<StopResult> stop, long elapsedMs) {}

    private Job(JobId id, ExecRequest request, JobFiles files, Instant startedAt, long startedNanos) {
        this.id = id;
        this.request = request;
        this.files = files;
        this.startedAt = startedAt;
        this.startedNanos = startedNanos;
    }

    /** One that is asked for now. */
    static Job asked(JobId id, ExecRequest request, JobFiles files) {
        return new Job(id, request, files, Instant.now(), System.nanoTime());
    }

    /** One that an earlier agent has left, ended or not. */
    static Job restored(StoredJob stored) {
        JobEvent.Asked asked = stored.asked();
        long age = TimeUnit.MILLISECONDS.toNanos(StoredJob.millis(asked.at(), Instant.now()));
        Job job = new Job(asked.id(), asked.request(), stored.files(), asked.at(), System.nanoTime() - age);
        job.end = stored.ended();
        job.stopReason = stored.stopping().orElse(null);
        return job;
    }

    /** The job's id. */
    public JobId id() {
        return id;
    }

    /** What it was started with; without secrets if it was started by an earlier agent. */
    public ExecRequest request() {
        return request;
    }

    public Instant startedAt() {
        return startedAt;
    }

    JobFiles files() {
        return files;
    }

    Recording recording() {
        return files.recording();
    }

    /** The outcome, {@code running} until the job ends. */
    public Outcome outcome() {
        return status().outcome();
    }

    Status status() {
        lock.lock();
        try {
            return end.map(ended -> new Status(ended.outcome(), ended.stop(), ended.elapsedMs()))
                    .orElseGet(() -> new Status(new Outcome.Running(), Optional.empty(), elapsedMs()));
        } finally {
            lock.unlock();
        }
    }

    private long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    /** When it ended; only for one that has. */
    Instant endedAt() {
        lock.lock();
        try {
            return end.orElseThrow().at();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of both streams together. */
    long outputBytes() {
        Recording.State state = recording().state();
        return state.stdout() + state.stderr();
    }

    /** Puts the command behind the job; a stop that was asked for meanwhile reaches it. */
    void begin(RunningCommand started) {
        String reason;
        lock.lock();
        try {
            command = started;
            reason = stopReason;
            news.signalAll();
        } finally {
            lock.unlock();
        }
        if (reason != null) {
            started.stop(reason);
        }
    }

    /**
     * Ends it. Its end is on disk before anyone is told, so that no agent ever tells another one.
     *
     * @return whether the end is on disk; else {@link #keepEnd} may do it later
     */
    boolean end(Outcome outcome, Optional<StopResult> stop, Optional<Instant> lastSign) {
        Recording.State state = recording().state();
        long elapsed = lastSign.map(sign -> StoredJob.millis(startedAt, sign)).orElseGet(this::elapsedMs);
        JobEvent.Ended ended = new JobEvent.Ended(
                Instant.now(), outcome, stop, elapsed, state.stdout(), state.stderr(), state.lastMs());
        boolean kept = keep(ended);
        closeFiles();
        lock.lock();
        try {
            end = Optional.of(ended);
            // Jobs are remembered for long; what a command was sent, and all that it holds of its connection, need not
            // be.
            command = null;
            request = request.withoutInput();
            news.signalAll();
        } finally {
            lock.unlock();
        }
        return kept;
    }

    /** Writes down an end that could not be written before; false if it still cannot. */
    boolean keepEnd() {
        lock.lock();
        try {
            boolean kept = end.isEmpty() || keep(end.get());
            closeFiles();
            return kept;
        } finally {
            lock.unlock();
        }
    }

    private boolean keep(JobEvent event) {
        try {
            // One that was rejected for want of room is not on disk at all.
            if (!files.journal().isEmpty()) {
                files.journal().append(event);
            }
            return true;
        } catch (IOException failure) {
            LOG.warn("What became of job {} cannot be written down: {}", id, failure.toString());
            return false;
        }
    }

    void closeFiles() {
        try {
            files.close();
        } catch (IOException failure) {
            LOG.warn("The files of job {} were not closed cleanly: {}", id, failure.toString());
        }
    }

    /** This agent follows it no more: whoever waits is told that it runs. */
    void leave() {
        lock.lock();
        try {
            left = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether this agent still follows it, or has seen its end. */
    public boolean isFollowed() {
        lock.lock();
        try {
            return !left;
        } finally {
            lock.unlock();
        }
    }

    /** True for the first who asks: who forgets the job. */
    boolean claimForgetting() {
        return forgotten.compareAndSet(false, true);
    }

    /** Where the command's output goes. */
    CommandOutput output() {
        return new CommandOutput() {
            @Override
            public void begun() throws IOException {
                files.journal().append(new JobEvent.Begun(Instant.now()));
            }

            @Override
            public void stdout(byte[] buffer, int offset, int length) throws IOException {
                append(StandardStream.STDOUT, buffer, offset, length);
            }

            @Override
            public void stderr(byte[] buffer, int offset, int length) throws IOException {
                append(StandardStream.STDERR, buffer, offset, length);
            }
        };
    }

    private void append(StandardStream stream, byte[] buffer, int offset, int length) throws IOException {
        recording().append(stream, buffer, offset, length, elapsedMs());
        lock.lock();
        try {
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a stop of the command and all it started; returns at once. */
    public void stop(String reason) {
        RunningCommand running;
        boolean first;
        lock.lock();
        try {
            first = stopReason == null && end.isEmpty();
            if (stopReason == null) {
                stopReason = reason;
            }
            running = command;
        } finally {
            lock.unlock();
        }
        if (first) {
            keep(new JobEvent.Stopping(Instant.now(), reason));
        }
        if (running != null) {
            running.stop(reason);
        }
    }

    /** The command, once it is there; empty if the job has ended, or this agent follows it no more. */
    Optional<RunningCommand> awaitCommand() throws InterruptedException {
        awaitNews(UNLIMITED, () -> command != null);
        lock.lock();
        try {
            return end.isPresent() || left ? Optional.empty() : Optional.ofNullable(command);
        } finally {
            lock.unlock();
        }
    }

    /** What speaks with its command. */
    public JobControl control() {
        return control;
    }

    /** What tells of it. */
    public JobView view() {
        return new JobView(this);
    }

    /**
     * Waits until the job has ended, or for so long.
     *
     * @param limit unlimited if empty
     */
    public void await(Optional<Duration> limit) throws InterruptedException {
        awaitNews(nanos(limit), () -> false);
    }

    static long nanos(Optional<Duration> limit) {
        return limit.filter(time -> time.compareTo(LONGEST_WAIT) < 0)
                .map(Duration::toNanos)
                .orElse(UNLIMITED);
    }

    /**
     * Waits until the job has ended, this agent follows it no more, the condition holds, or the time is over; returns what is
     * left of it.
     *
     * @param limit in nanoseconds; {@link #UNLIMITED} for none
     */
    long awaitNews(long limit, BooleanSupplier enough) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit;
            while (end.isEmpty() && !left && !enough.getAsBoolean() && nanos > 0) {
                if (limit == UNLIMITED) {
                    // Without a timer, which would have to be set and taken back for each wait.
                    news.await();
                } else {
                    nanos = news.awaitNanos(nanos);
                }
            }
            return left ? 0 : nanos;
        } finally {
            lock.unlock();
        }
    }
}
