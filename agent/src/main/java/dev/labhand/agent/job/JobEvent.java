package dev.labhand.agent.job;

import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.api.Target;
import dev.labhand.protocol.OutcomeStruct;
import dev.labhand.protocol.Structs;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A change of a job's state, as its journal keeps it. */
sealed interface JobEvent {

    /**
     * The first one: what was asked for.
     *
     * @param request without secrets, once it was written; see {@link KeptOptions}
     * @param whole whether there were none, so that the same command could be started again
     */
    record Asked(Instant at, JobId id, ExecRequest request, boolean whole) implements JobEvent {

        static Asked of(Instant at, JobId id, ExecRequest request) {
            return new Asked(at, id, request, KeptOptions.isWhole(request.options()));
        }
    }

    /** A detached command is known to have begun on its target, or to have been kept from that for good. */
    record Begun(Instant at) implements JobEvent {}

    /** Someone asked for a stop. */
    record Stopping(Instant at, String reason) implements JobEvent {}

    /**
     * The last one.
     *
     * @param lastOutputMs when the last chunk came, of which the timeline does not tell: milliseconds since the start
     */
    record Ended(
            Instant at,
            Outcome outcome,
            Optional<StopResult> stop,
            long elapsedMs,
            long stdoutBytes,
            long stderrBytes,
            long lastOutputMs)
            implements JobEvent {}

    Instant at();

    /** The event as wire values. */
    default Map<String, @Nullable Object> toStruct() {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("at", at());
        switch (this) {
            case Asked asked -> {
                struct.put("event", "asked");
                struct.put("job", asked.id().value());
                struct.put("target", asked.request().target().toString());
                struct.put("command", asked.request().command());
                struct.put("options", KeptOptions.write(asked.request().options()));
                struct.put("whole", asked.whole());
            }
            case Begun _ -> struct.put("event", "begun");
            case Stopping stopping -> {
                struct.put("event", "stopping");
                struct.put("why", stopping.reason());
            }
            case Ended ended -> {
                struct.put("event", "ended");
                OutcomeStruct.write(ended.outcome(), struct);
                ended.stop().ifPresent(result -> OutcomeStruct.write(result, struct));
                struct.put("elapsedMs", ended.elapsedMs());
                struct.put("stdoutBytes", ended.stdoutBytes());
                struct.put("stderrBytes", ended.stderrBytes());
                struct.put("lastOutputMs", ended.lastOutputMs());
            }
        }
        return struct;
    }

    /**
     * Reads wire values back.
     *
     * @throws IllegalArgumentException if they are no event
     */
    static JobEvent fromStruct(Map<String, @Nullable Object> struct) {
        Instant at = Structs.instant(struct, "at");
        return switch (Structs.string(struct, "event")) {
            case "asked" -> {
                JobId id = new JobId(Structs.string(struct, "job"));
                yield new Asked(
                        at,
                        id,
                        new ExecRequest(
                                Target.parse(Structs.string(struct, "target")),
                                Structs.string(struct, "command"),
                                KeptOptions.read(Structs.struct(struct, "options"), id)),
                        Structs.bool(struct, "whole"));
            }
            case "begun" -> new Begun(at);
            case "stopping" -> new Stopping(at, Structs.string(struct, "why"));
            case "ended" ->
                new Ended(
                        at,
                        OutcomeStruct.readOutcome(struct),
                        OutcomeStruct.readStop(struct),
                        Structs.integer(struct, "elapsedMs"),
                        Structs.integer(struct, "stdoutBytes"),
                        Structs.integer(struct, "stderrBytes"),
                        Structs.integer(struct, "lastOutputMs"));
            case String other -> throw new IllegalArgumentException("there is no event '" + other + "'");
        };
    }
}
