package dev.labhand.controller.client;

import dev.labhand.api.JobId;
import dev.labhand.api.Target;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The ids of one run's jobs. Each target has an id of its own, since a target starts an id once, whoever asks, and two nodes may
 * be one machine: the run's id with an ending that stands for the node. Any of them finds the others.
 */
record JobIdOnAgent(URI agent, Target target) {

    private static final Pattern OF_A_RUN = Pattern.compile("[0-9a-f]{24}-[0-9a-f]{8}");
    private static final int RUN = 24;

    /** The id of this node's job, of a run whose id was {@link JobId#mint minted}. */
    JobId of(JobId run) {
        String node = agent + " " + target;
        return new JobId(run.value() + "-" + HexFormat.of().toHexDigits(node.hashCode()));
    }

    /**
     * What the job may be called here that somebody asks for, the likeliest first: a run's id of any node is this node's; any
     * other id, and one that was made where the agent is known under another address, is what it is.
     */
    List<JobId> candidates(JobId asked) {
        if (!OF_A_RUN.matcher(asked.value()).matches()) {
            return List.of(asked);
        }
        JobId own = of(new JobId(asked.value().substring(0, RUN)));
        return own.equals(asked) || !(target instanceof Target.Local) ? List.of(own) : List.of(own, asked);
    }
}
