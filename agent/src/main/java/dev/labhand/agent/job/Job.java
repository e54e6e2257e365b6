package dev.labhand.agent.job;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecOptions.Encoding;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.JobReport;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run of a command on one target. Thread-safe. */
public final class Job {

    /** 292 years: as good as no limit, and what a {@code long} has of nanoseconds. */
    private static final Duration LONGEST_WAIT = Duration.ofNanos(Long.MAX_VALUE);

    private final JobId id;
    private final ExecRequest request;
    private final Path folder;
    private final OutputFile stdout;
    private final OutputFile stderr;
    private final Instant startedAt = Instant.now();
    private final long startedNanos = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when output arrives and when the job ends. */
    private final Condition news = lock.newCondition();

    private Outcome outcome = new Outcome.Running();
    private Optional<StopResult> stop = Optional.empty();
    private long endedNanos;
    private @Nullable RunningCommand command;
    private @Nullable String stopReason;

    Job(JobId id, ExecRequest request, Path folder) {
        this.id = id;
        this.request = request;
        this.folder = folder;
        this.stdout = new OutputFile(folder, "stdout");
        this.stderr = new OutputFile(folder, "stderr");
    }

    /** The job's id. */
    public JobId id() {
        return id;
    }

    /** What it was started with. */
    public ExecRequest request() {
        return request;
    }

    Path folder() {
        return folder;
    }

    /** The outcome, {@code running} until the job ends. */
    public Outcome outcome() {
        lock.lock();
        try {
            return outcome;
        } finally {
            lock.unlock();
        }
    }

    /** Puts the command behind the job; a stop that was asked for meanwhile reaches it. */
    void begin(RunningCommand started) {
        String reason;
        lock.lock();
        try {
            command = started;
            reason = stopReason;
        } finally {
            lock.unlock();
        }
        if (reason != null) {
            started.stop(reason);
        }
    }

    void end(Outcome result, Optional<StopResult> stopResult) {
        lock.lock();
        try {
            stdout.close();
            stderr.close();
            outcome = result;
        } catch (IOException failure) {
            outcome = new Outcome.Rejected("output could not be kept: " + failure.getMessage());
        } finally {
            stop = stopResult;
            endedNanos = System.nanoTime();
            news.signalAll();
            lock.unlock();
        }
    }

    /** Where the command's output goes. */
    CommandOutput output() {
        return new CommandOutput() {
            @Override
            public void stdout(byte[] buffer, int offset, int length) throws IOException {
                append(stdout, buffer, offset, length);
            }

            @Override
            public void stderr(byte[] buffer, int offset, int length) throws IOException {
                append(stderr, buffer, offset, length);
            }
        };
    }

    private void append(OutputFile stream, byte[] buffer, int offset, int length) throws IOException {
        stream.append(buffer, offset, length);
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
        lock.lock();
        try {
            if (stopReason == null) {
                stopReason = reason;
            }
            running = command;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.stop(reason);
        }
    }

    /**
     * Waits until the job has ended, or for so long.
     *
     * @param limit unlimited if empty
     */
    public void await(Optional<Duration> limit) throws InterruptedException {
        awaitNews(nanos(limit), () -> false);
    }

    /**
     * Does the same, and hands over the beginning of each stream as it comes.
     *
     * @param maxBytes of each stream
     */
    public void follow(Optional<Duration> limit, int maxBytes, CommandOutput reader)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long nanos = nanos(limit);
        int out = 0;
        int err = 0;
        boolean last;
        do {
            int seenOut = out;
            int seenErr = err;
            long left = awaitNews(
                    nanos - (System.nanoTime() - start),
                    () -> Math.min(stdout.size(), maxBytes) > seenOut || Math.min(stderr.size(), maxBytes) > seenErr);
            // The outcome first: what is written before a final outcome is all there is.
            last = left <= 0 || outcome().isFinal();
            byte[] moreOut = stdout.read(out, maxBytes - out);
            reader.stdout(moreOut, 0, moreOut.length);
            out += moreOut.length;
            byte[] moreErr = stderr.read(err, maxBytes - err);
            reader.stderr(moreErr, 0, moreErr.length);
            err += moreErr.length;
        } while (!last);
    }

    private static long nanos(Optional<Duration> limit) {
        return limit.filter(time -> time.compareTo(LONGEST_WAIT) < 0)
                .map(Duration::toNanos)
                .orElse(Long.MAX_VALUE);
    }

    /** Waits until the job has ended, the condition holds, or the time is over; returns what is left of it. */
    private long awaitNews(long limit, BooleanSupplier enough) throws InterruptedException {
        lock.lock();
        try {
            long nanos = limit;
            while (!outcome.isFinal() && !enough.getAsBoolean() && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
            return nanos;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Exact bytes from two offsets on. If there are none yet, waits for some, for the end, or for so long.
     *
     * @param maxBytes of each stream
     * @throws IllegalArgumentException if an offset lies past what was written
     */
    public JobOutput read(long stdoutOffset, long stderrOffset, int maxBytes, Duration wait)
            throws IOException, InterruptedException {
        checkOffset("stdout", stdoutOffset, stdout);
        checkOffset("stderr", stderrOffset, stderr);
        awaitNews(nanos(Optional.of(wait)), () -> stdout.size() > stdoutOffset || stderr.size() > stderrOffset);
        // The outcome first: what is written before a final outcome is all there is.
        Outcome seen;
        Optional<StopResult> seenStop;
        lock.lock();
        try {
            seen = outcome;
            seenStop = stop;
        } finally {
            lock.unlock();
        }
        byte[] out = stdout.read(stdoutOffset, maxBytes);
        byte[] err = stderr.read(stderrOffset, maxBytes);
        long nextStdout = stdoutOffset + out.length;
        long nextStderr = stderrOffset + err.length;
        boolean eof = seen.isFinal() && nextStdout == stdout.size() && nextStderr == stderr.size();
        return new JobOutput(out, err, nextStdout, nextStderr, seen, seenStop, eof);
    }

    private static void checkOffset(String name, long offset, OutputFile stream) {
        if (offset > stream.size()) {
            throw new IllegalArgumentException(
                    name + ": the offset " + offset + " lies past the " + stream.size() + " bytes written so far");
        }
    }

    /** What is known now, with as much output as the options ask for. */
    public JobReport report() throws IOException {
        Outcome seen;
        Optional<StopResult> seenStop;
        long nanos;
        lock.lock();
        try {
            seen = outcome;
            seenStop = stop;
            nanos = (seen.isFinal() ? endedNanos : System.nanoTime()) - startedNanos;
        } finally {
            lock.unlock();
        }
        ExecOptions options = request.options();
        long stdoutBytes = stdout.size();
        long stderrBytes = stderr.size();
        int inline = Math.toIntExact(options.inline());
        boolean truncated = stdoutBytes > inline || stderrBytes > inline;
        return new JobReport(
                id,
                request.target().toString(),
                seen,
                seenStop,
                inlined(stdout, inline, stdoutBytes, options.encoding(), seen),
                inlined(stderr, inline, stderrBytes, options.encoding(), seen),
                stdoutBytes,
                stderrBytes,
                truncated,
                startedAt,
                TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    private static Object inlined(OutputFile stream, int inline, long size, Encoding encoding, Outcome seen)
            throws IOException {
        byte[] bytes = stream.read(0, (int) Math.min(inline, size));
        boolean more = bytes.length < size || !seen.isFinal();
        return encoding == Encoding.BASE64 ? bytes : ReadableText.of(bytes, more);
    }
}
