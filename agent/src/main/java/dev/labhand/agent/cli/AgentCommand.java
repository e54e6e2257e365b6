package dev.labhand.agent.cli;

import dev.labhand.agent.Agent;
import dev.labhand.agent.AgentConfig;
import dev.labhand.ssh.UserPath;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code labhand agent}: runs an agent until a signal, or a caller who may do that, ends it. Exit codes: 0 after SIGTERM or
 * SIGINT and a clean stop, 2 if it could not start as it was told.
 */
@Command(
        name = "agent",
        description =
                "Runs an agent: offers commands on this machine over XML-RPC and JSON-RPC, and to Robot Framework.",
        footer = {
            "",
            "Every setting can also be a variable (LABHAND_PORT for --port) or stand in the file of --config (port: 7080)."
                    + " A flag goes before a variable, that before the file."
        },
        sortOptions = false,
        modelTransformer = SettingFlags.class)
public final class AgentCommand implements Callable<Integer> {

    private static final int NOT_STARTED = 2;
    private static final String CONFIG_VARIABLE = "LABHAND_CONFIG";

    private final Map<String, String> environment = System.getenv();

    @Option(names = "--config", paramLabel = "FILE", description = "Read settings from this YAML file.")
    private @Nullable Path config;

    @Option(names = "--print-config", description = "Print the settings in force and where each comes from, and exit.")
    private boolean printConfig;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        try {
            Settings settings = new Settings(SettingFlags.given(spec()), environment, file());
            ConfigReader reader = new ConfigReader(settings, environment);
            AgentConfig agentConfig = reader.read();
            if (printConfig) {
                out().print(ConfigPrinter.print(settings, agentConfig));
                out().flush();
                return 0;
            }
            run(agentConfig, reader);
            return 0;
        } catch (ConfigException | IOException e) {
            err().println("labhand agent: " + e.getMessage());
            return NOT_STARTED;
        }
    }

    private void run(AgentConfig agentConfig, ConfigReader reader) throws ConfigException, IOException {
        if (reader.isOpenToAll()) {
            err().println("labhand agent: WARNING: everyone who can reach "
                    + agentConfig.http().bind() + " can run commands on this machine, without a token (--insecure)");
        }
        Optional<Path> portFile = reader.portFile();
        Logging.start();
        Agent agent = Agent.start(agentConfig);
        if (portFile.isPresent()) {
            try {
                PortFile.write(portFile.get(), agent.port());
            } catch (IOException e) {
                agent.close();
                throw e;
            }
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent), "stop"));
        out().println("labhand agent " + agent.name() + " ready on " + agent.url());
        out().flush();
        IdleHeap.watch();
        agent.stopRequest().toCompletableFuture().join();
        // What comes now, the end of the process, stops the agent just as a signal does.
    }

    /** Runs when a signal came. Halts, because a JVM that a signal ends would not exit with 0. */
    private static void stop(Agent agent) {
        agent.close();
        Logging.stop();
        Runtime.getRuntime().halt(0);
    }

    private Map<Setting, Settings.Value> file() throws ConfigException {
        if (config != null) {
            return YamlFile.read(config);
        }
        String variable = environment.getOrDefault(CONFIG_VARIABLE, "");
        return variable.isBlank() ? Map.of() : YamlFile.read(UserPath.of(variable));
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }
}
