package dev.labhand.agent.cli;

import dev.labhand.agent.AgentConfig;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.SshSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prints the settings in force, and where each came from, as YAML that can be used as a config file. */
final class ConfigPrinter {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/._=@-]*");

    private ConfigPrinter() {}

    /** One line for each setting. */
    static String print(Settings settings, AgentConfig config) {
        StringBuilder text = new StringBuilder();
        for (Setting setting : Setting.values()) {
            List<String> items =
                    settings.get(setting).map(Settings.Value::items).orElseGet(() -> standIn(setting, config));
            String origin = settings.get(setting).map(Settings.Value::origin).orElse("default");
            String value = items.stream().map(ConfigPrinter::quoted).collect(Collectors.joining(", "));
            String shown = setting.isList() ? "[" + value + "]" : items.isEmpty() ? "null" : value;
            text.append(String.format(Locale.ROOT, "%-40s # %s%n", setting.key() + ": " + shown, origin));
        }
        return text.toString();
    }

    /** The default in force; none where the default is nothing. */
    private static List<String> standIn(Setting setting, AgentConfig config) {
        SshSettings ssh = config.ssh();
        return switch (setting) {
            case BIND -> List.of(config.http().bind());
            case PORT -> List.of(String.valueOf(config.http().port()));
            case NAME -> List.of(config.name());
            case DESCRIPTION -> List.of(config.description());
            case DATA_DIR -> List.of(config.dataDir().toString());
            case SSH -> List.of(config.localSshd().map(SshEndpoint::toString).orElse("embedded"));
            // A default file that is not there is no file that was forbidden.
            case SSH_CONFIG -> items(ssh.config().filter(Files::exists));
            case KNOWN_HOSTS -> items(ssh.knownHosts());
            case HOST_KEYS ->
                ssh.hostKeys().stream()
                        .map(policy -> policy.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList();
            case MAX_BODY -> List.of(String.valueOf(config.http().maxBody()));
            case STOP_TIMEOUT ->
                List.of(String.valueOf(config.http().stopTimeout().toSeconds()));
            case KEEP_JOBS -> List.of(String.valueOf(config.retention().jobs()));
            case KEEP_DAYS -> List.of(String.valueOf(config.retention().age().toDays()));
            case KEEP_BYTES -> List.of(String.valueOf(config.retention().bytes()));
            case RESERVE_BYTES -> List.of(String.valueOf(config.retention().reserve()));
            case INSECURE -> List.of("false");
            case ALLOW_REMOTE_STOP -> List.of(String.valueOf(config.robot().allowRemoteStop()));
            case PASSWORD_FILE -> items(ssh.passwordFile());
            case PASSPHRASE_FILE -> items(ssh.passphraseFile());
            case TOKEN_FILE -> items(config.access().tokenFile());
            case PYTHON -> List.of(config.plugins().python());
            case PORT_FILE, LABELS, TARGETS, IDENTITY, ALLOWED_HOSTS, KEYWORDS -> List.of();
        };
    }

    private static List<String> items(Optional<Path> path) {
        return path.map(Path::toString).stream().toList();
    }

    /** As YAML reads it back: plain if it can be taken for nothing but this text or number. */
    private static String quoted(String text) {
        return PLAIN.matcher(text).matches()
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
