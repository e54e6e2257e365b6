package dev.labhand.protocol;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.TimedOut.Limit;
import dev.labhand.api.StopResult;
import dev.labhand.api.StopResult.Containment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An outcome of a command as members of a struct: {@code outcome}, and of {@code exitCode}, {@code signal} and {@code reason}
 * those that apply; and what a stop achieved as {@code stop} ({@code verified}, {@code survivors} or {@code unverifiable}),
 * {@code survivors}, {@code containment} ({@code tree} or {@code group}) and {@code stopReason}.
 */
public final class OutcomeStruct {

    private OutcomeStruct() {}

    /** Adds the members that tell of an outcome. */
    public static void write(Outcome outcome, Map<String, @Nullable Object> struct) {
        struct.put("outcome", outcome.word());
        switch (outcome) {
            case Outcome.Exited(int code) -> struct.put("exitCode", (long) code);
            case Outcome.Signalled(String signal) -> {
                if (!signal.isEmpty()) {
                    struct.put("signal", signal);
                }
            }
            case Outcome.TimedOut(Limit limit) ->
                struct.put("reason", limit.name().toLowerCase(Locale.ROOT));
            case Outcome.OutputLimit(String reason) -> struct.put("reason", reason);
            case Outcome.Cancelled(String reason) -> struct.put("reason", reason);
            case Outcome.Unreachable(String reason) -> struct.put("reason", reason);
            case Outcome.AuthFailed(String reason) -> struct.put("reason", reason);
            case Outcome.HostKeyRejected(String reason) -> struct.put("reason", reason);
            case Outcome.Rejected(String reason) -> struct.put("reason", reason);
            case Outcome.Lost(String reason) -> struct.put("reason", reason);
            case Outcome.NotRun(String reason) -> struct.put("reason", reason);
            case Outcome.Failed(var failure) -> struct.put("reason", failure.text());
            case Outcome.Returned(var value) -> struct.put("value", value);
            case Outcome.Running() -> {}
        }
    }

    /** Adds the members that tell of a stop. */
    public static void write(StopResult stop, Map<String, @Nullable Object> struct) {
        switch (stop) {
            case StopResult.Verified(Containment containment) -> {
                struct.put("stop", "verified");
                struct.put("containment", word(containment));
            }
            case StopResult.Survivors(List<String> processes, Containment containment) -> {
                struct.put("stop", "survivors");
                struct.put("survivors", processes);
                struct.put("containment", word(containment));
            }
            case StopResult.Unverifiable(String reason) -> {
                struct.put("stop", "unverifiable");
                struct.put("stopReason", reason);
            }
        }
    }

    /**
     * Reads a command's outcome back.
     *
     * @throws IllegalArgumentException if the struct tells of none
     */
    public static Outcome readOutcome(Map<String, @Nullable Object> struct) {
        String word = Structs.string(struct, "outcome");
        String reason = struct.get("reason") instanceof String text ? text : "";
        return switch (word) {
            case "exited" -> new Outcome.Exited(Structs.smallInteger(struct, "exitCode"));
            case "signalled" ->
                new Outcome.Signalled(struct.containsKey("signal") ? Structs.string(struct, "signal") : "");
            case "timed_out" -> new Outcome.TimedOut(limit(reason));
            case "output_limit" -> new Outcome.OutputLimit(reason);
            case "cancelled" -> new Outcome.Cancelled(reason);
            case "unreachable" -> new Outcome.Unreachable(reason);
            case "auth_failed" -> new Outcome.AuthFailed(reason);
            case "host_key_rejected" -> new Outcome.HostKeyRejected(reason);
            case "rejected" -> new Outcome.Rejected(reason);
            case "lost" -> new Outcome.Lost(reason);
            case "running" -> new Outcome.Running();
            default -> throw new IllegalArgumentException("no command ends with the outcome '" + word + "'");
        };
    }

    private static Limit limit(String reason) {
        return switch (reason) {
            case "max" -> Limit.MAX;
            case "idle" -> Limit.IDLE;
            default -> throw new IllegalArgumentException("no time limit is called '" + reason + "'");
        };
    }

    /**
     * Reads back what a stop achieved; empty if nothing was stopped.
     *
     * @throws IllegalArgumentException if the struct tells of something else
     */
    public static Optional<StopResult> readStop(Map<String, @Nullable Object> struct) {
        if (!(struct.get("stop") instanceof String word)) {
            return Optional.empty();
        }
        return switch (word) {
            case "verified" -> Optional.of(new StopResult.Verified(readContainment(struct)));
            case "survivors" -> {
                List<String> processes = new ArrayList<>();
                if (struct.get("survivors") instanceof List<?> list) {
                    list.forEach(process -> processes.add(String.valueOf(process)));
                }
                yield Optional.of(new StopResult.Survivors(processes, readContainment(struct)));
            }
            case "unverifiable" ->
                Optional.of(new StopResult.Unverifiable(struct.get("stopReason") instanceof String text ? text : ""));
            default -> throw new IllegalArgumentException("no stop ends as '" + word + "'");
        };
    }

    private static String word(Containment containment) {
        return containment.name().toLowerCase(Locale.ROOT);
    }

    private static Containment readContainment(Map<String, @Nullable Object> struct) {
        return "group".equals(struct.get("containment")) ? Containment.GROUP : Containment.TREE;
    }
}
