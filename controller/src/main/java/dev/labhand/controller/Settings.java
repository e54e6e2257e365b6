package dev.labhand.controller;

import dev.labhand.controller.inventory.InventoryFile;
import dev.labhand.ssh.SshSettings;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import dev.labhand.ssh.UserPath;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a controller needs to know beforehand.
 *
 * @param inventory the file that names the lab's machines
 * @param tokenFile a file whose first line is the token that agents ask for
 * @param connectTimeout for reaching an agent; SSH has its own
 * @param fanout how many targets are worked on at once where nothing else is said
 */
public record Settings(
        Optional<Path> inventory, Optional<Path> tokenFile, Duration connectTimeout, int fanout, SshSettings ssh) {

    private static final int FANOUT = 64;

    public Settings {
        if (fanout < 1) {
            throw new IllegalArgumentException("the fan-out must be at least 1, not " + fanout);
        }
        if (!connectTimeout.isPositive()) {
            throw new IllegalArgumentException("the time limit for connecting must be more than 0 s");
        }
    }

    /** No inventory, no token, 10 s to connect, 64 at once, the user's own SSH keys and known hosts. */
    public static Settings defaults() {
        return new Settings(Optional.empty(), Optional.empty(), Duration.ofSeconds(10), FANOUT, SshSettings.defaults());
    }

    /**
     * The defaults as changed by the variables {@code LABHAND_INVENTORY}, {@code LABHAND_TOKEN_FILE},
     * {@code LABHAND_FANOUT}, {@code LABHAND_IDENTITY} (several as in PATH), {@code LABHAND_KNOWN_HOSTS},
     * {@code LABHAND_HOST_KEYS}, {@code LABHAND_PASSWORD_FILE}, {@code LABHAND_PASSPHRASE_FILE} and
     * {@code LABHAND_SSH_CONFIG}.
     *
     * @throws IllegalArgumentException that names the variable and what is wrong with it
     */
    public static Settings of(Map<String, String> environment) {
        Settings defaults = defaults();
        return new Settings(
                InventoryFile.locate(Optional.empty(), environment),
                path(environment, "LABHAND_TOKEN_FILE"),
                defaults.connectTimeout,
                variable(environment, "LABHAND_FANOUT").map(Settings::fanout).orElse(FANOUT),
                new SshSettings(
                        identities(environment),
                        defaults.ssh.agentSocket(),
                        path(environment, "LABHAND_PASSWORD_FILE"),
                        path(environment, "LABHAND_PASSPHRASE_FILE"),
                        variable(environment, "LABHAND_HOST_KEYS").map(Settings::hostKeys),
                        path(environment, "LABHAND_KNOWN_HOSTS"),
                        defaults.ssh.connectTimeout(),
                        variable(environment, "LABHAND_SSH_CONFIG")
                                .map(Settings::sshConfig)
                                .orElse(defaults.ssh.config()),
                        defaults.ssh.jumps()));
    }

    /**
     * A file in the format of ssh_config(5), or none for {@code none}.
     *
     * @throws IllegalArgumentException if there is no such file
     */
    public static Optional<Path> sshConfig(String text) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        Path file = UserPath.of(text);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "SSH configuration file " + file + " cannot be read: name another one, or none");
        }
        return Optional.of(file);
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return variable(environment, name).map(UserPath::of);
    }

    private static List<Path> identities(Map<String, String> environment) {
        return variable(environment, "LABHAND_IDENTITY").stream()
                .flatMap(text -> Stream.of(text.split(File.pathSeparator, -1)))
                .filter(text -> !text.isBlank())
                .map(UserPath::of)
                .toList();
    }

    private static int fanout(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("LABHAND_FANOUT should be a whole number from 1 on, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static HostKeyPolicy hostKeys(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "strict" -> HostKeyPolicy.STRICT;
            case "accept-new" -> HostKeyPolicy.ACCEPT_NEW;
            default ->
                throw new IllegalArgumentException(
                        "LABHAND_HOST_KEYS should be strict or accept-new, not '" + text + "'");
        };
    }
}
