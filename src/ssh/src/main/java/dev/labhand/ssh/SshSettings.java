package dev.labhand.ssh;

import dev.labhand.api.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How SSH connections are made. What is said here wins over the configuration file, and what an endpoint says wins over both.
 *
 * @param identities private key files, tried in order; if empty, those of the configuration file, else the usual ones of
 *     {@code ~/.ssh} that exist
 * @param agentSocket the socket of a running ssh-agent, as in {@code SSH_AUTH_SOCK}
 * @param passwordFile a file whose first line is the password to offer after all keys; read at each login
 * @param passphraseFile a file whose first line opens identities that are protected by a passphrase; read at each login
 * @param hostKeys what to do with a host whose key is not known; strict if nobody says anything
 * @param knownHosts in the format of sshd(8); need not exist. If empty, the files that OpenSSH uses
 * @param connectTimeout for the TCP connection, key exchange and login together, of each host on the way; 15 s if nobody says
 *     anything
 * @param config a file in the format of ssh_config(5); need not exist
 * @param jumps the servers to go through, in order, where the endpoint does not say
 */
public record SshSettings(
        List<Path> identities,
        Optional<Path> agentSocket,
        Optional<Path> passwordFile,
        Optional<Path> passphraseFile,
        Optional<HostKeyPolicy> hostKeys,
        Optional<Path> knownHosts,
        Optional<Duration> connectTimeout,
        Optional<Path> config,
        Optional<List<Target.SshHost>> jumps) {

    /** What to do with a host key. A key other than the known one is refused under every policy. */
    public enum HostKeyPolicy {
        /** An unknown host is refused. */
        STRICT,
        /** An unknown host is accepted and remembered. */
        ACCEPT_NEW
    }

    public SshSettings {
        identities = List.copyOf(identities);
        jumps = jumps.map(List::copyOf);
    }

    /** Settings that leave nothing to a configuration file. */
    public SshSettings(
            List<Path> identities,
            Optional<Path> agentSocket,
            Optional<Path> passwordFile,
            HostKeyPolicy hostKeys,
            Path knownHosts,
            Duration connectTimeout) {
        this(
                identities,
                agentSocket,
                passwordFile,
                Optional.empty(),
                Optional.of(hostKeys),
                Optional.of(knownHosts),
                Optional.of(connectTimeout),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with another configuration file. */
    public SshSettings withConfig(Path file) {
        return withConfig(Optional.of(file));
    }

    /** The same without a configuration file. */
    public SshSettings withoutConfig() {
        return withConfig(Optional.empty());
    }

    private SshSettings withConfig(Optional<Path> file) {
        return new SshSettings(
                identities,
                agentSocket,
                passwordFile,
                passphraseFile,
                hostKeys,
                knownHosts,
                connectTimeout,
                file,
                jumps);
    }

    /**
     * Looks whether what is named can be used, so that a mistake shows at the start and not at the first login.
     *
     * @throws IllegalArgumentException in one line: which file, what is wrong with it, and what to do
     */
    public void check() {
        if (connectTimeout.isPresent() && !connectTimeout.get().isPositive()) {
            throw new IllegalArgumentException("the time limit for connecting should be more than 0 s");
        }
        Optional<String> passphrase = passphraseFile.map(file -> SecretFile.read("passphrase", file));
        identities.forEach(file -> IdentityFile.read(file, passphrase));
        passwordFile.ifPresent(file -> SecretFile.read("password", file));
        knownHosts.ifPresent(file -> checkReadable("known hosts file", file));
        config.ifPresent(file -> checkReadable("SSH configuration file", file));
    }

    private static void checkReadable(String what, Path file) {
        if (Files.exists(file) && (Files.isDirectory(file) || !Files.isReadable(file))) {
            throw new IllegalArgumentException(
                    what + " " + file + " cannot be read: name another one or change its permissions");
        }
    }

    /** The user's own configuration file, keys, ssh-agent and known hosts. */
    public static SshSettings defaults() {
        return new SshSettings(
                List.of(),
                Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
                        .filter(s -> !s.isBlank())
                        .map(Path::of),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(usualConfig()),
                Optional.empty());
    }

    /** Where OpenSSH has the user's configuration, {@code ~/.ssh/config}. */
    public static Path usualConfig() {
        return Path.of(System.getProperty("user.home"), ".ssh", "config");
    }
}
