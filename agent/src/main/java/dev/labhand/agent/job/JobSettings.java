package dev.labhand.agent.job;

import dev.labhand.api.Target;
import dev.labhand.ssh.SshEndpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How an agent keeps and reaches jobs.
 *
 * @param folder where output is written; a folder of this agent alone
 * @param keep how many finished jobs are kept, at least 1; the oldest are forgotten first, with their output
 * @param local the SSH server by which the agent reaches its own machine; empty for an embedded one
 * @param targets the agent's own inventory: names that commands may be sent to, and what they stand for
 */
public record JobSettings(Path folder, int keep, Optional<SshEndpoint> local, Map<String, Target.SshHost> targets) {

    /** How many finished jobs are kept unless told otherwise. */
    public static final int DEFAULT_KEEP = 10_000;

    public JobSettings {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 finished job must be kept, not " + keep);
        }
        targets = Map.copyOf(targets);
    }
}
