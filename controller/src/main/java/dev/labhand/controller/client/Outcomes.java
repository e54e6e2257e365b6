package dev.labhand.controller.client;

import dev.labhand.api.Outcome;
import java.util.Locale;

/** Outcomes in words. */
public final class Outcomes {

    private Outcomes() {}

    /** What the outcome is: {@code exited 3}, {@code signalled KILL} where the signal has a name, else its word. */
    public static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exited(int code) -> "exited " + code;
            case Outcome.Signalled(String signal) -> signal.isEmpty() ? outcome.word() : "signalled " + signal;
            default -> outcome.word();
        };
    }

    /** Why it ended so; empty if there is nothing to add. */
    public static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.TimedOut(var limit) -> limit.name().toLowerCase(Locale.ROOT);
            case Outcome.OutputLimit(String reason) -> reason;
            case Outcome.Cancelled(String reason) -> reason;
            case Outcome.Unreachable(String reason) -> reason;
            case Outcome.AuthFailed(String reason) -> reason;
            case Outcome.HostKeyRejected(String reason) -> reason;
            case Outcome.Rejected(String reason) -> reason;
            case Outcome.Lost(String reason) -> reason;
            case Outcome.NotRun(String reason) -> reason;
            case Outcome.Failed(var failure) -> failure.text();
            case Outcome.Exited _, Outcome.Signalled _, Outcome.Returned _, Outcome.Running _ -> "";
        };
    }

    /** Name and reason, such as {@code unreachable: connection refused}. */
    public static String text(Outcome outcome) {
        String reason = reason(outcome);
        return reason.isEmpty() ? name(outcome) : name(outcome) + ": " + reason;
    }
}
