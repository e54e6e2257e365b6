package dev.labhand.agent.job;

import dev.labhand.agent.job.Recording.State;
import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecOptions.Encoding;
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.JobReport;
import dev.labhand.protocol.JobSummary;
import dev.labhand.ssh.CommandOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Tells of a job what can be seen of it. Thread-safe. */
public final class JobView {

    private final Job job;
    private final Recording recording;

    JobView(Job job) {
        this.job = job;
        this.recording = job.recording();
    }

    /**
     * Waits for the job's end, or for so long, and hands over the beginning of each stream as it comes.
     *
     * @param maxBytes of each stream
     */
    public void follow(Optional<Duration> limit, int maxBytes, CommandOutput reader)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long nanos = Job.nanos(limit);
        int out = 0;
        int err = 0;
        boolean last;
        do {
            int seenOut = out;
            int seenErr = err;
            long rest = nanos == Job.UNLIMITED ? nanos : nanos - (System.nanoTime() - start);
            long left = job.awaitNews(rest, () -> {
                State state = recording.state();
                return Math.min(state.stdout(), maxBytes) > seenOut || Math.min(state.stderr(), maxBytes) > seenErr;
            });
            // The outcome first: what is written before a final outcome is all there is.
            last = left <= 0 || job.outcome().isFinal();
            byte[] moreOut = recording.read(StandardStream.STDOUT, out, maxBytes - out);
            reader.stdout(moreOut, 0, moreOut.length);
            out += moreOut.length;
            byte[] moreErr = recording.read(StandardStream.STDERR, err, maxBytes - err);
            reader.stderr(moreErr, 0, moreErr.length);
            err += moreErr.length;
        } while (!last);
    }

    /**
     * Exact bytes from two offsets on. If there are none yet, waits for some, for the end, or for so long.
     *
     * @param maxBytes of each stream
     * @throws IllegalArgumentException if an offset lies past what was written
     */
    public JobOutput read(long stdoutOffset, long stderrOffset, int maxBytes, Duration wait)
            throws IOException, InterruptedException {
        checkOffset(StandardStream.STDOUT, stdoutOffset);
        checkOffset(StandardStream.STDERR, stderrOffset);
        job.awaitNews(Job.nanos(Optional.of(wait)), () -> {
            State state = recording.state();
            return state.stdout() > stdoutOffset || state.stderr() > stderrOffset;
        });
        // The outcome first: what is written before a final outcome is all there is.
        Job.Status seen = job.status();
        byte[] out = recording.read(StandardStream.STDOUT, stdoutOffset, maxBytes);
        byte[] err = recording.read(StandardStream.STDERR, stderrOffset, maxBytes);
        long nextStdout = stdoutOffset + out.length;
        long nextStderr = stderrOffset + err.length;
        State state = recording.state();
        boolean eof = seen.outcome().isFinal() && nextStdout == state.stdout() && nextStderr == state.stderr();
        return new JobOutput(out, err, nextStdout, nextStderr, seen.outcome(), seen.stop(), eof);
    }

    private void checkOffset(StandardStream stream, long offset) {
        long written = recording.state().bytes(stream);
        if (offset > written) {
            throw new IllegalArgumentException(
                    stream.word() + ": the offset " + offset + " lies past the " + written + " bytes written so far");
        }
    }

    /** What is known now, with as much output as the options ask for. */
    public JobReport report() throws IOException {
        Job.Status seen = job.status();
        State state = recording.state();
        ExecOptions options = job.request().options();
        boolean truncated = state.stdout() > options.inline() || state.stderr() > options.inline();
        return new JobReport(
                job.id(),
                job.request().target().toString(),
                seen.outcome(),
                seen.stop(),
                inlined(StandardStream.STDOUT, state, options, seen.outcome().isFinal()),
                inlined(StandardStream.STDERR, state, options, seen.outcome().isFinal()),
                state.stdout(),
                state.stderr(),
                truncated,
                job.startedAt(),
                seen.elapsedMs());
    }

    private Object inlined(StandardStream stream, State state, ExecOptions options, boolean complete)
            throws IOException {
        long size = state.bytes(stream);
        byte[] bytes = recording.read(stream, 0, Math.toIntExact(Math.min(options.inline(), size)));
        boolean more = bytes.length < size || !complete;
        return options.encoding() == Encoding.BASE64 ? bytes : ReadableText.of(bytes, more);
    }

    /** What is known now, without its output. */
    public JobSummary summary() {
        Job.Status seen = job.status();
        State state = recording.state();
        return new JobSummary(
                job.id(),
                job.request().target().toString(),
                job.request().command(),
                job.request().options().detached(),
                seen.outcome(),
                seen.stop(),
                state.stdout(),
                state.stderr(),
                job.startedAt(),
                seen.elapsedMs());
    }
}
