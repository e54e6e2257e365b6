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
 * What {@code exec} and {@code job.wait} tell of a job.
 *
 * @param stdout the beginning of standard output: a {@link String} for reading, or {@code byte[]} if exact bytes were asked
 * @param stderr the same of standard error
 * @param stdoutBytes how many bytes the command has written so far
 * @param truncated whether either stream has more than is returned here
 * @param elapsedMs from the start to the end or, if it is running, to now
 */
public record JobReport(
        JobId job,
        String target,
        Outcome outcome,
        Optional<StopResult> stop,
        Object stdout,
        Object stderr,
        long stdoutBytes,
        long stderrBytes,
        boolean truncated,
        Instant startedAt,
        long elapsedMs) {

    /** The struct of the wire. */
    public Map<String, @Nullable Object> toStruct() {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("job", job.value());
        struct.put("target", target);
        OutcomeStruct.write(outcome, struct);
        stop.ifPresent(result -> OutcomeStruct.write(result, struct));
        struct.put("stdout", stdout);
        struct.put("stderr", stderr);
        struct.put("stdoutBytes", stdoutBytes);
        struct.put("stderrBytes", stderrBytes);
        struct.put("truncated", truncated);
        struct.put("startedAt", startedAt);
        struct.put("elapsedMs", elapsedMs);
        return struct;
    }
}
