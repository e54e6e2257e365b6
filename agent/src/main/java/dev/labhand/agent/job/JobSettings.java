package dev.labhand.agent.job;

import dev.labhand.api.Target;
import dev.labhand.ssh.SshEndpoint;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How an agent keeps and reaches jobs.
 *
 * @param folder where they are kept; a folder of this agent alone
 * @param retention how long finished ones are kept
 * @param local the SSH server by which the agent reaches its own machine; empty for an embedded one
 * @param targets the agent's own inventory: names that commands may be sent to, and what they stand for
 */
public record JobSettings(
        Path folder, RetentionSettings retention, Optional<SshEndpoint> local, Map<String, Target.SshHost> targets) {

    public JobSettings {
        targets = Map.copyOf(targets);
    }
}
