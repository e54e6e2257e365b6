package dev.labhand.protocol;

import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code job.list} tells of each job.
 *
 * @param command as it was asked for
 * @param stdoutBytes how many bytes the command has written so far
 * @param elapsedMs from the start to the end or, if it is running, to now
 */
public record JobSummary(
        JobId job,
        String target,
        String command,
        boolean detached,
        Outcome outcome,
        Optional<StopResult> stop,
        long stdoutBytes,
        long stderrBytes,
        Instant startedAt,
        long elapsedMs) {

    /** The struct of the wire. */
    public Map<String, @Nullable Object> toStruct() {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("job", job.value());
        struct.put("target", target);
        struct.put("command", command);
        struct.put("detached", detached);
        OutcomeStruct.write(outcome, struct);
        stop.ifPresent(result -> OutcomeStruct.write(result, struct));
        struct.put("stdoutBytes", stdoutBytes);
        struct.put("stderrBytes", stderrBytes);
        struct.put("startedAt", startedAt);
        struct.put("elapsedMs", elapsedMs);
        return struct;
    }

    /**
     * Reads the struct of the wire.
     *
     * @throws IllegalArgumentException if it is another one
     */
    public static JobSummary fromStruct(Map<String, @Nullable Object> struct) {
        return new JobSummary(
                new JobId(Structs.string(struct, "job")),
                Structs.string(struct, "target"),
                Structs.string(struct, "command"),
                Structs.bool(struct, "detached"),
                OutcomeStruct.readOutcome(struct),
                OutcomeStruct.readStop(struct),
                Structs.integer(struct, "stdoutBytes"),
                Structs.integer(struct, "stderrBytes"),
                Structs.instant(struct, "startedAt"),
                Structs.integer(struct, "elapsedMs"));
    }
}
