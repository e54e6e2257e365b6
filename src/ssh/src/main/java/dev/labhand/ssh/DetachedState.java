package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult.Containment;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What became of a detached job, as its folder on the target tells. */
sealed interface DetachedState {

    /**
     * What the job's processes are known by.
     *
     * @param mark the value of the variable that they carry
     * @param command the first one, as {@code PID:START}
     * @param wrapper the process that keeps the job's record, as {@code PID:START}
     * @param over when the first one was found to have ended, by the target's count of starts; empty if that is not known
     */
    record Trace(String mark, String command, String wrapper, Containment containment, String over) {

        private static Trace of(String[] words) {
            if (words.length < 5) {
                throw new IllegalArgumentException("a trace is told in 5 words, not " + words.length);
            }
            Containment containment = Containment.valueOf(words[3].toUpperCase(Locale.ROOT));
            return new Trace(words[0], words[1], words[2], containment, words[4].equals("-") ? "" : words[4]);
        }

        private static Optional<Trace> ifAny(String[] words) {
            return Optional.of(of(words)).filter(trace -> !trace.mark().equals("-"));
        }
    }

    /** Nothing of it ever began, and nobody is about to begin it. */
    record Unclaimed() implements DetachedState {}

    /** It was stopped before it began, and will never begin. */
    record Stopped() implements DetachedState {}

    /** Its wrapper is alive, and its command has not begun. */
    record Starting() implements DetachedState {}

    /**
     * Its command is alive, or its output is still open.
     *
     * @param age since the command began
     * @param unkept why its output cannot be kept any more, if so
     */
    record Running(Trace trace, Duration age, Optional<Outcome> unkept) implements DetachedState {}

    /**
     * It ended and left word of that.
     *
     * @param trace of what it may have left behind; empty if there can be nothing
     */
    record Ended(Outcome outcome, Optional<Trace> trace) implements DetachedState {}

    /**
     * It began, its first process and its wrapper are gone, and it left no word.
     *
     * @param trace of what it may have left behind; empty if the machine was restarted
     */
    record Gone(Optional<Trace> trace) implements DetachedState {}

    /**
     * Reads what the script tells.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static DetachedState parse(String text) {
        String[] words = text.strip().split(" ", 2);
        String rest = words.length > 1 ? words[1].strip() : "";
        return switch (words[0]) {
            case "absent", "void" -> new Unclaimed();
            case "stopped" -> new Stopped();
            case "starting" -> new Starting();
            case "running" -> running(rest.split(" ", 7));
            case "ended" -> ended(rest.split(" ", 6));
            case "lost" -> new Gone(Trace.ifAny(rest.split(" ", -1)));
            case "rebooted" -> new Gone(Optional.empty());
            default -> throw new IllegalArgumentException("no state of a job: " + text);
        };
    }

    private static Running running(String[] words) {
        if (words.length < 6) {
            throw new IllegalArgumentException("a running job is told in 6 words or more, not " + words.length);
        }
        return new Running(
                Trace.of(words),
                Duration.ofMillis(Math.max(0, Long.parseLong(words[5])) * 10),
                words.length == 7 ? Optional.of(unkept(words[6])) : Optional.empty());
    }

    private static Ended ended(String[] words) {
        return new Ended(outcome(words.length < 6 ? "" : words[5].strip()), Trace.ifAny(words));
    }

    private static Outcome outcome(String verdict) {
        String[] words = verdict.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "exit" -> new Outcome.Exited(Integer.parseInt(rest));
            case "signal" -> new Outcome.Signalled(rest);
            case "unstarted" ->
                new Outcome.Rejected("the command could not be started on the target; its standard error tells why");
            case "unkept" -> {
                String[] parts = rest.split(": ", 2);
                yield parts[0].startsWith("unstarted")
                        ? outcome(parts[0])
                        : unkept((parts.length > 1 ? parts[1] : "") + "; then the command ended with " + parts[0]);
            }
            default -> throw new IllegalArgumentException("no end of a job: " + verdict);
        };
    }

    /** As where the agent's own disk is full: something ran. */
    private static Outcome unkept(String why) {
        return new Outcome.OutputLimit("the output cannot be kept on the target: " + why);
    }
}
