package dev.labhand.controller.client;

import dev.labhand.api.JobId;
import dev.labhand.api.Target;
import java.util.HexFormat;

/**
 * One id for a run on many machines: an agent's own machine has it as it is, and each host behind an agent, of which one agent
 * may have many, has an ending of its own.
 */
final class JobIdOnAgent {

    private static final int LONGEST = 64;

    private JobIdOnAgent() {}

    /** The id under which an agent knows the run's job on a target; an id that has the ending already stays as it is. */
    static JobId of(JobId run, Target target) {
        if (target instanceof Target.Local) {
            return run;
        }
        String ending = "-" + HexFormat.of().toHexDigits(target.toString().hashCode());
        String id = run.value();
        return id.endsWith(ending)
                ? run
                : new JobId(id.substring(0, Math.min(id.length(), LONGEST - ending.length())) + ending);
    }
}
