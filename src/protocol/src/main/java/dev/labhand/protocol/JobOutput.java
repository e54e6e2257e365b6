package dev.labhand.protocol;

import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code job.read} gives: the exact bytes from the offsets asked for, and where to read on.
 *
 * @param nextStdout the offset of the first byte of standard output not returned here
 * @param eof whether the job is final and both streams are read to their ends
 */
public record JobOutput(
        byte[] stdout,
        byte[] stderr,
        long nextStdout,
        long nextStderr,
        Outcome outcome,
        Optional<StopResult> stop,
        boolean eof) {

    /** The struct of the wire. */
    public Map<String, @Nullable Object> toStruct() {
        Map<String, @Nullable Object> next = new LinkedHashMap<>();
        next.put("stdout", nextStdout);
        next.put("stderr", nextStderr);
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("stdout", stdout);
        struct.put("stderr", stderr);
        struct.put("next", next);
        OutcomeStruct.write(outcome, struct);
        stop.ifPresent(result -> OutcomeStruct.write(result, struct));
        struct.put("eof", eof);
        return struct;
    }

    /**
     * Reads the struct of the wire.
     *
     * @throws IllegalArgumentException if it is another one
     */
    public static JobOutput fromStruct(Map<String, @Nullable Object> struct) {
        Map<String, @Nullable Object> next = Structs.struct(struct, "next");
        return new JobOutput(
                Structs.bytes(struct, "stdout"),
                Structs.bytes(struct, "stderr"),
                Structs.integer(next, "stdout"),
                Structs.integer(next, "stderr"),
                OutcomeStruct.readOutcome(struct),
                OutcomeStruct.readStop(struct),
                Structs.bool(struct, "eof"));
    }
}
