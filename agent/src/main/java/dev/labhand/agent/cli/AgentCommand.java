package dev.labhand.agent.cli;

import dev.labhand.agent.Agent;
import dev.labhand.agent.AgentConfig;
import dev.labhand.ssh.UserPath;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
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
        mixinStandardHelpOptions = true)
public final class AgentCommand implements Callable<Integer> {

    private static final int NOT_STARTED = 2;
    private static final String CONFIG_VARIABLE = "LABHAND_CONFIG";

    private final Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
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
            Settings settings = new Settings(flags, environment, file());
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

    private void flag(Setting setting, String value) {
        flags.put(setting, List.of(value));
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "Listen on this address (127.0.0.1). Beyond this machine only with --token-file or --insecure.")
    void bind(String value) {
        flag(Setting.BIND, value);
    }

    @Option(names = "--port", paramLabel = "N", description = "Listen on this port (7080); 0 takes any free one.")
    void port(String value) {
        flag(Setting.PORT, value);
    }

    @Option(names = "--port-file", paramLabel = "FILE", description = "Write the port there when ready.")
    void portFile(String value) {
        flag(Setting.PORT_FILE, value);
    }

    @Option(names = "--name", paramLabel = "NAME", description = "What the agent is called (the machine's name).")
    void name(String value) {
        flag(Setting.NAME, value);
    }

    @Option(names = "--description", paramLabel = "TEXT", description = "A line for people about this machine.")
    void description(String value) {
        flag(Setting.DESCRIPTION, value);
    }

    @Option(
            names = "--labels",
            paramLabel = "NAME=VALUE",
            description = "Words that describe this machine; several with commas between them.")
    void labels(List<String> values) {
        flags.put(Setting.LABELS, List.copyOf(values));
    }

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keep everything there (~/.local/state/labhand/NAME).")
    void dataDir(String value) {
        flag(Setting.DATA_DIR, value);
    }

    @Option(
            names = "--ssh",
            paramLabel = "HOW",
            description = "How this machine itself is reached: embedded (an own SSH server), or [USER@]HOST[:PORT].")
    void ssh(String value) {
        flag(Setting.SSH, value);
    }

    @Option(
            names = "--ssh-config",
            paramLabel = "FILE",
            description = "What is said of SSH hosts, as for ssh (~/.ssh/config if that exists); none reads no file.")
    void sshConfig(String value) {
        flag(Setting.SSH_CONFIG, value);
    }

    @Option(
            names = "--targets",
            paramLabel = "NAME=HOST",
            description =
                    "Names that commands may be sent to, as '[USER@]HOST[:PORT] [jump=HOST] [host-key=SHA256:...]';"
                            + " several with commas between them.")
    void targets(List<String> values) {
        flags.put(Setting.TARGETS, List.copyOf(values));
    }

    @Option(
            names = "--identity",
            paramLabel = "KEYFILE",
            description = "Private key for SSH; may be given again (the usual ones of ~/.ssh).")
    void identity(List<String> values) {
        flags.put(Setting.IDENTITY, List.copyOf(values));
    }

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "Host keys that are trusted (those of ssh: ~/.ssh/known_hosts and so on).")
    void knownHosts(String value) {
        flag(Setting.KNOWN_HOSTS, value);
    }

    @Option(
            names = "--host-keys",
            paramLabel = "POLICY",
            description = "Unknown SSH hosts: strict refuses them, accept-new remembers them (strict).")
    void hostKeys(String value) {
        flag(Setting.HOST_KEYS, value);
    }

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "Password for SSH, in the first line, tried after all keys.")
    void passwordFile(String value) {
        flag(Setting.PASSWORD_FILE, value);
    }

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Passphrase of private keys, in the first line.")
    void passphraseFile(String value) {
        flag(Setting.PASSPHRASE_FILE, value);
    }

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Callers must show the token in the first line: Bearer, or Basic's password.")
    void tokenFile(String value) {
        flag(Setting.TOKEN_FILE, value);
    }

    @Option(names = "--insecure", description = "Let other machines in without a token.")
    void insecure(boolean value) {
        flag(Setting.INSECURE, String.valueOf(value));
    }

    @Option(
            names = "--allowed-hosts",
            paramLabel = "NAME",
            description = "More names that callers may use for this machine; several with commas.")
    void allowedHosts(List<String> values) {
        flags.put(Setting.ALLOWED_HOSTS, List.copyOf(values));
    }

    @Option(names = "--allow-remote-stop", description = "Let Robot Framework stop this agent: stop_remote_server.")
    void allowRemoteStop(boolean value) {
        flag(Setting.ALLOW_REMOTE_STOP, String.valueOf(value));
    }

    @Option(
            names = "--keywords",
            paramLabel = "DIR",
            description = "Offer the plugins in this folder, or python:MODULE.CLASS, python:FILE.py[:CLASS]: a Robot"
                    + " Framework library; may be given again.")
    void keywords(List<String> values) {
        flags.put(Setting.KEYWORDS, List.copyOf(values));
    }

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            description = "The interpreter of libraries in Python (python3, from the PATH).")
    void python(String value) {
        flag(Setting.PYTHON, value);
    }

    @Option(names = "--max-body", paramLabel = "BYTES", description = "Largest request body (16777216).")
    void maxBody(String value) {
        flag(Setting.MAX_BODY, value);
    }

    @Option(
            names = "--stop-timeout",
            paramLabel = "SECONDS",
            description = "How long a stop waits for running calls (10).")
    void stopTimeout(String value) {
        flag(Setting.STOP_TIMEOUT, value);
    }

    @Option(names = "--keep-jobs", paramLabel = "N", description = "Keep the last N finished jobs (10000).")
    void keepJobs(String value) {
        flag(Setting.KEEP_JOBS, value);
    }

    @Option(names = "--keep-days", paramLabel = "N", description = "Forget jobs that ended N days ago (30).")
    void keepDays(String value) {
        flag(Setting.KEEP_DAYS, value);
    }

    @Option(
            names = "--keep-bytes",
            paramLabel = "BYTES",
            description = "Forget the oldest finished jobs if all have more output than that (10737418240).")
    void keepBytes(String value) {
        flag(Setting.KEEP_BYTES, value);
    }

    @Option(
            names = "--reserve-bytes",
            paramLabel = "BYTES",
            description = "Reject new jobs if less of the disk is free (104857600).")
    void reserveBytes(String value) {
        flag(Setting.RESERVE_BYTES, value);
    }
}
