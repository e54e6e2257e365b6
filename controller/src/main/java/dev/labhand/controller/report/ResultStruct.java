package dev.labhand.controller.report;

import dev.labhand.api.Outcome;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.TargetResult;
import dev.labhand.protocol.OutcomeStruct;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results as structs for programs. */
final class ResultStruct {

    private ResultStruct() {}

    /** One target: its name, its outcome as on the wire, the time it took. */
    static Map<String, @Nullable Object> of(TargetResult result) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("target", result.node().name());
        OutcomeStruct.write(result.outcome(), struct);
        result.stop().ifPresent(stop -> OutcomeStruct.write(stop, struct));
        if (result.outcome() instanceof Outcome.Failed(var failure)) {
            Map<String, @Nullable Object> error = new LinkedHashMap<>();
            error.put("code", failure.code());
            error.put("message", failure.message());
            error.put("data", failure.data());
            struct.put("error", error);
        }
        struct.put("elapsedMs", result.elapsed().toMillis());
        return struct;
    }

    /** How many targets ended how: the counts add up to the number of targets. */
    static Map<String, @Nullable Object> of(RunResult result) {
        Map<String, @Nullable Object> counts = new LinkedHashMap<>();
        result.tally().counts().forEach(count -> counts.put(count.outcome(), count.targets()));
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        struct.put("total", result.targets().size());
        struct.put("tally", counts);
        return struct;
    }
}
