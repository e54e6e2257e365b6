package dev.labhand.agent.library;

import dev.labhand.agent.job.Job;
import dev.labhand.agent.job.JobEngine;
import dev.labhand.api.Arg;
import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.Log;
import dev.labhand.api.Options;
import dev.labhand.api.Target;
import dev.labhand.protocol.JobReport;
import dev.labhand.protocol.JobSummary;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/** Commands and their jobs as keywords. */
@KeywordLibrary(
        value = "Job",
        doc = "Shell commands over SSH, on the agent's own machine and on those it can reach; waited for, or as jobs.")
public final class JobLibrary {

    private static final String TARGET =
            "Where to run it: 'local' (the agent's own machine), [user@]host[:port], or a name of the agent's inventory.";
    private static final String COMMAND = "A line for the target's shell; it travels byte for byte.";
    private static final String ID = "The id of a job.";
    private static final String REPORT =
            "A struct: job, target, outcome, exitCode or signal or reason where they apply, stdout, stderr,"
                    + " stdoutBytes, stderrBytes, truncated, startedAt, elapsedMs; stop and survivors after a stop.";

    /** What one {@code job.read} returns of each stream at most: a body of 8 MiB is 11 MiB as base64. */
    private static final int READ_LIMIT = 8 << 20;

    private static final int LIST_LIMIT = 10_000;

    /** RFC 4254 §6.10. */
    private static final SequencedSet<String> SIGNALS = new LinkedHashSet<>(List.of(
            "ABRT", "ALRM", "FPE", "HUP", "ILL", "INT", "KILL", "PIPE", "QUIT", "SEGV", "TERM", "USR1", "USR2"));

    private final JobEngine engine;

    public JobLibrary(JobEngine engine) {
        this.engine = engine;
    }

    @Keyword(
            value = "exec",
            doc = "Runs a shell command over SSH and waits for its end. Whatever happens to the command is told by the"
                    + " outcome: exited, signalled, timed_out, output_limit, cancelled, unreachable, auth_failed,"
                    + " host_key_rejected, rejected, lost, or running if the wait was over first.",
            returns = REPORT,
            tags = "command")
    public Map<String, @Nullable Object> exec(
            @Arg(TARGET) Target target, @Arg(COMMAND) String command, @Options ExecOptions options, Log log)
            throws IOException, InterruptedException {
        Job job = start(new ExecRequest(target, command, options), log);
        try {
            return follow(job, options.waitLimit(), log);
        } catch (InterruptedException | ClosedByInterruptException cancelled) {
            // Whoever chose the job's id can find the job again, so it goes on for them.
            if (options.jobId().isEmpty()) {
                job.stop("the call was cancelled");
            }
            throw cancelled;
        }
    }

    @Keyword(
            value = "job.start",
            doc =
                    "Starts a shell command over SSH and returns at once. Starting the same jobId again attaches to the job"
                            + " that has it.",
            returns = "The job's id.",
            tags = "command")
    public String start(
            @Arg(TARGET) Target target, @Arg(COMMAND) String command, @Options ExecOptions options, Log log) {
        return start(new ExecRequest(target, command, options), log).id().value();
    }

    private Job start(ExecRequest request, Log log) {
        Job job = engine.start(request);
        log.info("Running '" + request.command() + "' on " + request.target() + " as job "
                + job.id().value() + ".");
        return job;
    }

    @Keyword(
            value = "job.wait",
            doc = "Waits until a job has ended, or for so long.",
            returns = REPORT,
            tags = "command")
    public Map<String, @Nullable Object> await(
            @Arg(ID) JobId id,
            @Arg("Seconds to wait at most; the outcome is running if the job goes on.") Duration seconds,
            Log log)
            throws IOException, InterruptedException {
        return follow(engine.find(id), Optional.of(seconds), log);
    }

    @Keyword(
            value = "job.read",
            doc = "Reads the exact output of a job from two byte offsets on. With waitSeconds it waits until there is"
                    + " something to read or the job has ended.",
            returns =
                    "A struct: stdout and stderr (base64), next (a struct of the two offsets to read on from), outcome"
                            + " with exitCode, signal or reason, and eof, true when the job has ended and all is read.",
            tags = "command")
    public Map<String, @Nullable Object> read(
            @Arg(ID) JobId id,
            @Arg("A struct of byte offsets: stdout and stderr; one left out is 0.")
                    Map<String, @Nullable Object> offsets,
            @Arg(value = "Bytes of each stream to return at most, 1 to 8388608.", defaultValue = "1048576")
                    long maxBytes,
            @Arg(value = "Seconds to wait for output or the end at most.", defaultValue = "0") Duration waitSeconds)
            throws IOException, InterruptedException {
        Job job = engine.find(id);
        for (String name : offsets.keySet()) {
            if (!name.equals("stdout") && !name.equals("stderr")) {
                throw KeywordException.invalidParams("offsets: no stream is called '" + name + "'");
            }
        }
        if (maxBytes < 1 || maxBytes > READ_LIMIT) {
            throw KeywordException.invalidParams("maxBytes: " + maxBytes + " is not 1 to " + READ_LIMIT);
        }
        try {
            return job.view()
                    .read(offset(offsets, "stdout"), offset(offsets, "stderr"), (int) maxBytes, waitSeconds)
                    .toStruct();
        } catch (IllegalArgumentException badOffset) {
            throw KeywordException.invalidParams("offsets: " + badOffset.getMessage());
        }
    }

    private static long offset(Map<String, @Nullable Object> offsets, String stream) {
        return switch (offsets.getOrDefault(stream, 0L)) {
            case Long offset when offset >= 0 -> offset;
            case null, default -> throw new IllegalArgumentException(stream + " is not an integer of 0 or more");
        };
    }

    @Keyword(
            value = "job.stop",
            doc =
                    "Stops a job's command and all it started (TERM, the job's grace time, KILL) and looks at what is left."
                            + " A job that has ended is left as it is.",
            returns = REPORT,
            tags = "command")
    public Map<String, @Nullable Object> stop(@Arg(ID) JobId id, Log log) throws IOException, InterruptedException {
        Job job = engine.find(id);
        job.stop("job.stop");
        return follow(job, Optional.empty(), log);
    }

    @Keyword(
            value = "job.write",
            doc =
                    "Sends bytes to the standard input of a job that was started with openStdin. With an offset the same bytes"
                            + " may be sent again, as after a broken connection: the command gets each once.",
            returns =
                    "A struct: received (bytes so far, the offset of the next) and waiting (those of them that the command"
                            + " has not taken yet; at most 16 MiB may).",
            tags = "command")
    public Map<String, @Nullable Object> write(
            @Arg(ID) JobId id,
            @Arg("Bytes, or text for its UTF-8.") byte[] data,
            @Arg(value = "Whether standard input is then closed.", defaultValue = "false") boolean close,
            @Arg("Where the first byte belongs, not counting those of the option stdin; behind all others by default.")
                    Optional<Long> offset)
            throws InterruptedException {
        OptionalLong place = offset.isPresent() ? OptionalLong.of(offset.get()) : OptionalLong.empty();
        return engine.find(id).control().write(data, place, close).toStruct();
    }

    @Keyword(
            value = "job.signal",
            doc =
                    "Sends a signal to the process group of a job's command. It fails if the target does not say that it did so.",
            returns = "Nothing.",
            tags = "command")
    public void signal(@Arg(ID) JobId id, @Arg("Its name, such as HUP or SIGHUP.") String signal)
            throws InterruptedException {
        String name = signal.strip().toUpperCase(Locale.ROOT);
        String bare = name.startsWith("SIG") ? name.substring(3) : name;
        if (!SIGNALS.contains(bare)) {
            throw KeywordException.invalidParams(
                    "signal: SSH has no signal '" + signal.strip() + "', but " + String.join(", ", SIGNALS));
        }
        engine.find(id).control().signal(bare);
    }

    @Keyword(
            value = "job.list",
            doc = "Lists jobs, also those that an earlier agent on the same data directory started; the newest first.",
            returns =
                    "A list of structs: job, target, command, detached, outcome, exitCode or signal or reason where they"
                            + " apply, stdoutBytes, stderrBytes, startedAt, elapsedMs; stop and survivors after a stop.",
            tags = "command")
    public List<Map<String, @Nullable Object>> list(
            @Arg(value = "Which ones.", defaultValue = "\"all\"") JobState state,
            @Arg(value = "How many at most, 1 to 10000.", defaultValue = "100") long limit) {
        if (limit < 1 || limit > LIST_LIMIT) {
            throw KeywordException.invalidParams("limit: " + limit + " is not 1 to " + LIST_LIMIT);
        }
        return engine.newestFirst().stream()
                .map(job -> job.view().summary())
                .filter(job -> state == JobState.ALL || job.outcome().isFinal() == (state == JobState.FINISHED))
                .limit(limit)
                .map(JobSummary::toStruct)
                .toList();
    }

    /** Which jobs are listed. */
    public enum JobState {
        ALL,
        RUNNING,
        FINISHED
    }

    @Keyword(
            value = "job.remove",
            doc =
                    "Forgets a finished job and its output, also that of a detached job on its target. Its id can then be used"
                            + " again.",
            returns = "Nothing.",
            tags = "command")
    public void remove(@Arg(ID) JobId id) {
        engine.remove(id);
    }

    /** The struct, at the job's end or after this time; the log is told the same for reading. */
    private static Map<String, @Nullable Object> follow(Job job, Optional<Duration> limit, Log log)
            throws IOException, InterruptedException {
        JobLog told = new JobLog(log);
        told.follow(job, limit);
        JobReport report = job.view().report();
        told.end(report);
        return report.toStruct();
    }
}
