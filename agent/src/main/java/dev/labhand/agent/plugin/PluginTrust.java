package dev.labhand.agent.plugin;

import dev.labhand.ssh.config.FileTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Whether what a file or folder holds may be run: what others can write, the agent would run for them. */
final class PluginTrust {

    private PluginTrust() {}

    /** What is wrong, as a clause after the path that says what to do; empty if nothing is. */
    static Optional<String> problem(Path path) throws IOException {
        return FileTrust.problem(path, "run anything through it");
    }
}
