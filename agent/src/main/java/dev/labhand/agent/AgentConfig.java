package dev.labhand.agent;

import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.http.HttpSettings;
import dev.labhand.agent.job.RetentionSettings;
import dev.labhand.agent.plugin.PluginSettings;
import dev.labhand.agent.robot.RobotSettings;
import dev.labhand.api.Target;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.SshSettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All settings of an agent.
 *
 * @param name 1 to 64 of {@code A-Za-z0-9._-}, starting with a letter or digit
 * @param description a line for people
 * @param labels words that describe the machine, such as rack: 7
 * @param dataDir all that the agent writes is below it; no two agents share one
 * @param retention how long finished jobs are kept
 * @param localSshd the SSH server by which the agent reaches its own machine; empty for an embedded one
 * @param targets the agent's own inventory: names that commands may be sent to, and what they stand for
 */
public record AgentConfig(
        String name,
        String description,
        Map<String, String> labels,
        Path dataDir,
        HttpSettings http,
        AccessSettings access,
        RobotSettings robot,
        PluginSettings plugins,
        SshSettings ssh,
        RetentionSettings retention,
        Optional<SshEndpoint> localSshd,
        Map<String, Target.SshHost> targets) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public AgentConfig {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "an agent's name is 1 to 64 of the characters A-Z a-z 0-9 . _ - and starts with a letter or digit");
        }
        targets = Map.copyOf(targets);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Whether an agent may be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Defaults but for these. */
    public static AgentConfig of(String name, Path dataDir, HttpSettings http) {
        return new AgentConfig(
                name,
                "",
                Map.of(),
                dataDir,
                http,
                AccessSettings.open(),
                RobotSettings.DEFAULTS,
                PluginSettings.DEFAULTS,
                SshSettings.defaults(),
                RetentionSettings.DEFAULTS,
                Optional.empty(),
                Map.of());
    }
}
