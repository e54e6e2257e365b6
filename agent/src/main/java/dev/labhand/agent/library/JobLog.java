package dev.labhand.agent.library;

import dev.labhand.agent.job.Job;
import dev.labhand.agent.job.ReadableText;
import dev.labhand.api.ExecOptions;
import dev.labhand.api.Log;
import dev.labhand.api.Outcome;
import dev.labhand.protocol.JobReport;
import dev.labhand.ssh.CommandOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What becomes of a job, as lines for a reader: the beginning of its output, while it comes, and its outcome. */
final class JobLog {

    /** Bytes of each stream: a log is for reading, the result has more. */
    private static final int MAX_OUTPUT = 20_000;

    private final Log log;
    private final WholeLines stdout = new WholeLines("stdout");
    private final WholeLines stderr = new WholeLines("stderr");

    JobLog(Log log) {
        this.log = log;
    }

    /** Waits for the job's end, or so long, and shows output that is text. */
    void follow(Job job, Optional<Duration> limit) throws IOException, InterruptedException {
        if (job.request().options().encoding() != ExecOptions.Encoding.TEXT) {
            job.await(limit);
            return;
        }
        job.view().follow(limit, MAX_OUTPUT, new CommandOutput() {
            @Override
            public void stdout(byte[] buffer, int offset, int length) {
                stdout.add(buffer, offset, length);
            }

            @Override
            public void stderr(byte[] buffer, int offset, int length) {
                stderr.add(buffer, offset, length);
            }
        });
        stdout.end();
        stderr.end();
    }

    /** What became of it. */
    void end(JobReport report) {
        log.info("Job " + report.job().value() + " " + outcome(report.outcome()) + " after " + report.elapsedMs()
                + " ms.");
        stdout.count(report.stdoutBytes());
        stderr.count(report.stderrBytes());
    }

    private static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited(int code) -> "exited with code " + code;
            case Outcome.Signalled(String signal) ->
                "died of " + (signal.isEmpty() ? "a signal that its target does not name" : "the signal " + signal);
            case Outcome.TimedOut(var limit) ->
                "was stopped: it "
                        + (limit == Outcome.TimedOut.Limit.MAX ? "took too long" : "was silent for too long");
            case Outcome.OutputLimit(String reason) -> "was stopped, for it wrote too much: " + reason;
            case Outcome.Cancelled(String reason) -> "was cancelled: " + reason;
            case Outcome.Unreachable(String reason) -> "did not start, its target is unreachable: " + reason;
            case Outcome.AuthFailed(String reason) -> "did not start, its target refused the login: " + reason;
            case Outcome.HostKeyRejected(String reason) ->
                "did not start, its target's host key is not trusted: " + reason;
            case Outcome.Rejected(String reason) -> "was rejected: " + reason;
            case Outcome.Lost(String reason) -> "is lost, its connection broke and its fate is unknown: " + reason;
            case Outcome.Running() -> "goes on";
            default -> "ended as " + outcome.word();
        };
    }

    /**
     * Characters past U+FFFF by their number, as Python writes them: Robot Framework 4 on the JVM loses count at each, and fails
     * the keyword if a message follows. The result has them as they are.
     */
    private static String escaped(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isSupplementaryCodePoint(c)) {
                escaped.append("\\U%08X".formatted(c));
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /** One stream: what comes between two looks is one message, but a line is never torn. */
    private final class WholeLines {

        private final String name;
        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
        private long shown;

        private WholeLines(String name) {
            this.name = name;
        }

        void add(byte[] buffer, int offset, int length) {
            int end = offset + length;
            while (end > offset && buffer[end - 1] != '\n') {
                end--;
            }
            if (end > offset) {
                begun.write(buffer, offset, end - offset);
                end();
            }
            begun.write(buffer, end, offset + length - end);
        }

        /** Shows what is there, be it a whole line or not. */
        void end() {
            if (begun.size() > 0) {
                String text = ReadableText.of(begun.toByteArray(), shown + begun.size() == MAX_OUTPUT);
                String lines = escaped(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
                log.info(name + (lines.contains("\n") ? ":\n" : ": ") + lines);
                shown += begun.size();
                begun.reset();
            }
        }

        /** Says if there is more of it than was shown. */
        void count(long bytes) {
            if (bytes > shown) {
                log.info(name + " has " + bytes + " bytes"
                        + (shown > 0 ? ", the beginning of which is shown above." : "."));
            }
        }
    }
}
