package dev.labhand.agent.library;

import dev.labhand.api.Log;
import dev.labhand.api.Outcome;
import dev.labhand.protocol.JobReport;

/** What became of a job, as lines for a reader: its outcome, and the beginning of what it wrote. */
final class JobLog {

    /** Characters of each stream: a log is for reading, the result has more. */
    private static final int MAX_OUTPUT = 20_000;

    private JobLog() {}

    static void write(JobReport report, Log log) {
        log.info("Job " + report.job().value() + " " + outcome(report.outcome()) + " after " + report.elapsedMs()
                + " ms.");
        stream("stdout", report.stdout(), report.stdoutBytes(), log);
        stream("stderr", report.stderr(), report.stderrBytes(), log);
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

    private static void stream(String name, Object output, long bytes, Log log) {
        if (bytes == 0) {
            return;
        }
        String begin = name + " (" + bytes + " bytes)";
        if (!(output instanceof String text)) {
            log.info(begin);
        } else if (text.length() <= MAX_OUTPUT) {
            log.info(begin + ":\n" + text);
        } else {
            log.info(begin + ", the beginning:\n" + text.substring(0, MAX_OUTPUT));
        }
    }
}
