package dev.labhand.app.demo;

import dev.labhand.agent.Agent;
import dev.labhand.agent.AgentConfig;
import dev.labhand.agent.http.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Three agents on loopback and an inventory that names them, in a temporary folder that is gone when the lab is closed. */
final class DemoLab implements AutoCloseable {

    private static final int AGENTS = 3;

    private final Path folder;
    private final List<Agent> agents = new ArrayList<>();

    private DemoLab(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder; there are no agents yet. */
    static DemoLab open() throws IOException {
        return new DemoLab(Files.createTempDirectory("labhand-demo-"));
    }

    /**
     * Starts the agents.
     *
     * @throws IOException if one cannot start
     */
    synchronized void start() throws IOException {
        for (int i = 1; i <= AGENTS; i++) {
            String name = "lab" + i;
            HttpSettings http = HttpSettings.DEFAULTS.at("127.0.0.1", 0);
            agents.add(Agent.start(AgentConfig.of(name, folder.resolve(name), http)));
        }
        writeInventory();
    }

    private void writeInventory() throws IOException {
        StringBuilder yaml = new StringBuilder("nodes:\n");
        agents.forEach(agent -> yaml.append("  ")
                .append(agent.name())
                .append(": {url: \"")
                .append(agent.url())
                .append("\"}\n"));
        Files.writeString(inventory(), yaml);
    }

    Path inventory() {
        return folder.resolve("inventory.yaml");
    }

    List<Agent> agents() {
        return List.copyOf(agents);
    }

    /** Stops the agents and removes all that they wrote. May be called again. */
    @Override
    public synchronized void close() throws IOException {
        agents.parallelStream().forEach(Agent::close);
        agents.clear();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
