package dev.labhand.agent.cli;

import dev.labhand.agent.AgentConfig;
import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.http.HttpSettings;
import dev.labhand.agent.job.RetentionSettings;
import dev.labhand.agent.library.Hostname;
import dev.labhand.agent.plugin.KeywordSource;
import dev.labhand.agent.plugin.PluginSettings;
import dev.labhand.agent.robot.RobotSettings;
import dev.labhand.api.Target;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.SshSettings;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import dev.labhand.ssh.UserPath;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes an agent's configuration of what was set. Every complaint names who set the value and says what to do. */
final class ConfigReader {

    private static final HttpSettings HTTP = HttpSettings.DEFAULTS;

    private final Settings settings;
    private final Map<String, String> environment;

    ConfigReader(Settings settings, Map<String, String> environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /** Reads and checks all settings. */
    AgentConfig read() throws ConfigException {
        String name = name();
        return new AgentConfig(
                name,
                settings.text(Setting.DESCRIPTION).orElse(""),
                labels(),
                dataDir(name),
                http(),
                access(),
                new RobotSettings(isSet(Setting.ALLOW_REMOTE_STOP)),
                plugins(),
                ssh(),
                retention(),
                localSshd(),
                targets());
    }

    /** Whether everyone who can connect, from beyond this machine, may call. */
    boolean isOpenToAll() throws ConfigException {
        return !bindAddress().isLoopbackAddress()
                && settings.get(Setting.TOKEN_FILE).isEmpty();
    }

    /** Where the port is written when the agent is ready. */
    Optional<Path> portFile() throws ConfigException {
        return path(Setting.PORT_FILE);
    }

    private String name() throws ConfigException {
        String name = settings.text(Setting.NAME).orElse(Hostname.LOCAL);
        if (!AgentConfig.isName(name)) {
            throw settings.wrong(
                    Setting.NAME,
                    "'" + name + "': a name is 1 to 64 of A-Z a-z 0-9 . _ - and starts with a letter or digit");
        }
        return name;
    }

    private Map<String, String> labels() throws ConfigException {
        return pairs(Setting.LABELS);
    }

    private Map<String, Target.SshHost> targets() throws ConfigException {
        Map<String, Target.SshHost> targets = new LinkedHashMap<>();
        for (Map.Entry<String, String> pair : pairs(Setting.TARGETS).entrySet()) {
            String name = pair.getKey();
            if (!(target(name) instanceof Target.SshHost key) || !key.host().equals(name)) {
                throw settings.wrong(Setting.TARGETS, "'" + name + "' should be a name and not 'local'");
            }
            if (!(target(pair.getValue()) instanceof Target.SshHost host)) {
                throw settings.wrong(Setting.TARGETS, name + ": 'local' should be [USER@]HOST[:PORT]");
            }
            targets.put(name, host);
        }
        return targets;
    }

    private Target target(String text) throws ConfigException {
        try {
            return Target.parse(text);
        } catch (IllegalArgumentException e) {
            throw settings.wrong(Setting.TARGETS, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> pairs(Setting setting) throws ConfigException {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String item : settings.items(setting)) {
            int equals = item.indexOf('=');
            if (equals < 1) {
                throw settings.wrong(setting, "'" + item + "' should be NAME=VALUE");
            }
            pairs.put(
                    item.substring(0, equals).strip(),
                    item.substring(equals + 1).strip());
        }
        return pairs;
    }

    /** By default below the place that the XDG base directory specification has for state. */
    private Path dataDir(String name) throws ConfigException {
        Optional<Path> set = path(Setting.DATA_DIR);
        if (set.isPresent()) {
            return set.get().toAbsolutePath();
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base =
                state.startsWith("/") ? Path.of(state) : Path.of(System.getProperty("user.home"), ".local", "state");
        return base.resolve("labhand").resolve(name);
    }

    private HttpSettings http() throws ConfigException {
        if (isOpenToAll() && !isSet(Setting.INSECURE)) {
            throw settings.wrong(
                    Setting.BIND,
                    bind() + " lets other machines in: give a --token-file, or --insecure to do without a token");
        }
        return new HttpSettings(
                bind(),
                Math.toIntExact(number(Setting.PORT, HTTP.port(), 0, 65535)),
                Set.copyOf(settings.items(Setting.ALLOWED_HOSTS)),
                Math.toIntExact(number(Setting.MAX_BODY, HTTP.maxBody(), 1024, 1 << 30)),
                HTTP.maxConnections(),
                HTTP.idleTimeout(),
                HTTP.bodyTimeout(),
                Duration.ofSeconds(
                        number(Setting.STOP_TIMEOUT, HTTP.stopTimeout().toSeconds(), 0, 3600)));
    }

    private String bind() {
        return settings.text(Setting.BIND).orElse(HTTP.bind());
    }

    private InetAddress bindAddress() throws ConfigException {
        try {
            return InetAddress.getByName(bind());
        } catch (UnknownHostException e) {
            throw settings.wrong(Setting.BIND, bind() + ": this name has no address");
        }
    }

    private AccessSettings access() throws ConfigException {
        return new AccessSettings(readable(Setting.TOKEN_FILE));
    }

    private PluginSettings plugins() throws ConfigException {
        List<KeywordSource> sources = new ArrayList<>();
        for (String text : settings.items(Setting.KEYWORDS)) {
            KeywordSource source;
            try {
                source = KeywordSource.parse(text);
            } catch (InvalidPathException e) {
                throw settings.wrong(Setting.KEYWORDS, "'" + text + "' should be the path of a folder");
            } catch (IllegalArgumentException e) {
                throw settings.wrong(Setting.KEYWORDS, String.valueOf(e.getMessage()));
            }
            if (sources.contains(source)) {
                throw settings.wrong(Setting.KEYWORDS, "names " + text + " twice");
            }
            sources.add(source);
        }
        return new PluginSettings(sources, python());
    }

    /** A path, or a name that is looked up later. */
    private String python() throws ConfigException {
        String python = settings.text(Setting.PYTHON).orElse(PluginSettings.DEFAULTS.python());
        return python.contains("/") ? toPath(Setting.PYTHON, python).toString() : python;
    }

    private SshSettings ssh() throws ConfigException {
        SshSettings defaults = SshSettings.defaults();
        List<Path> identities = new ArrayList<>();
        for (String file : settings.items(Setting.IDENTITY)) {
            identities.add(checkReadable(Setting.IDENTITY, file));
        }
        Optional<Path> knownHosts = path(Setting.KNOWN_HOSTS);
        if (knownHosts.isPresent() && Files.exists(knownHosts.get()) && !Files.isReadable(knownHosts.get())) {
            throw settings.wrong(Setting.KNOWN_HOSTS, knownHosts.get() + ": the file cannot be read");
        }
        return new SshSettings(
                identities,
                defaults.agentSocket(),
                readable(Setting.PASSWORD_FILE),
                readable(Setting.PASSPHRASE_FILE),
                hostKeys(),
                knownHosts,
                defaults.connectTimeout(),
                sshConfig(defaults),
                defaults.jumps());
    }

    private RetentionSettings retention() throws ConfigException {
        RetentionSettings defaults = RetentionSettings.DEFAULTS;
        return new RetentionSettings(
                Math.toIntExact(number(Setting.KEEP_JOBS, defaults.jobs(), 1, 10_000_000)),
                Duration.ofDays(number(Setting.KEEP_DAYS, defaults.age().toDays(), 0, 36_500)),
                number(Setting.KEEP_BYTES, defaults.bytes(), 0, Long.MAX_VALUE),
                number(Setting.RESERVE_BYTES, defaults.reserve(), 0, Long.MAX_VALUE));
    }

    private Optional<HostKeyPolicy> hostKeys() throws ConfigException {
        Optional<String> text = settings.text(Setting.HOST_KEYS);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (text.get()) {
                    case "strict" -> HostKeyPolicy.STRICT;
                    case "accept-new" -> HostKeyPolicy.ACCEPT_NEW;
                    default -> throw settings.wrong(Setting.HOST_KEYS, "should be strict or accept-new");
                });
    }

    private Optional<Path> sshConfig(SshSettings defaults) throws ConfigException {
        Optional<String> text = settings.text(Setting.SSH_CONFIG);
        if (text.isEmpty()) {
            return defaults.config();
        }
        return text.get().equals("none")
                ? Optional.empty()
                : Optional.of(checkReadable(Setting.SSH_CONFIG, text.get()));
    }

    private Optional<SshEndpoint> localSshd() throws ConfigException {
        Optional<String> ssh = settings.text(Setting.SSH).filter(value -> !value.equals("embedded"));
        if (ssh.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (Target.parse(ssh.get()) instanceof Target.SshHost host
                    && host.jumps().isEmpty()) {
                SshEndpoint endpoint = SshEndpoint.of(host.user(), host.host(), host.port());
                return Optional.of(host.hostKey().map(endpoint::withHostKey).orElse(endpoint));
            }
        } catch (IllegalArgumentException e) {
            // Told below, like "local".
        }
        throw settings.wrong(Setting.SSH, "should be embedded or [USER@]HOST[:PORT], not '" + ssh.get() + "'");
    }

    private long number(Setting setting, long standIn, long least, long most) throws ConfigException {
        Optional<String> text = settings.text(setting);
        if (text.isEmpty()) {
            return standIn;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw settings.wrong(
                setting, "should be a whole number from " + least + " to " + most + ", not '" + text.get() + "'");
    }

    boolean isSet(Setting flag) throws ConfigException {
        return switch (settings.text(flag).orElse("false")) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw settings.wrong(flag, "should be true or false");
        };
    }

    private Optional<Path> path(Setting setting) throws ConfigException {
        Optional<String> text = settings.text(setting);
        return text.isEmpty() ? Optional.empty() : Optional.of(toPath(setting, text.get()));
    }

    private Optional<Path> readable(Setting setting) throws ConfigException {
        Optional<String> text = settings.text(setting);
        return text.isEmpty() ? Optional.empty() : Optional.of(checkReadable(setting, text.get()));
    }

    private Path checkReadable(Setting setting, String text) throws ConfigException {
        Path file = toPath(setting, text);
        if (!Files.exists(file)) {
            throw settings.wrong(setting, file + ": there is no such file");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw settings.wrong(setting, file + ": this file cannot be read");
        }
        return file;
    }

    private Path toPath(Setting setting, String text) throws ConfigException {
        try {
            return UserPath.of(text);
        } catch (InvalidPathException e) {
            throw settings.wrong(setting, "should be the path of a file");
        }
    }
}
