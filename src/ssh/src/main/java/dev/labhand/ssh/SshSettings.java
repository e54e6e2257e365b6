package dev.labhand.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How SSH connections are made.
 *
 * @param identities private key files, tried in order; if empty, the usual ones of {@code ~/.ssh} that exist
 * @param agentSocket the socket of a running ssh-agent, as in {@code SSH_AUTH_SOCK}
 * @param passwordFile a file whose first line is the password to offer after all keys; read at each login
 * @param hostKeys what to do with a host whose key is not in {@code knownHosts}
 * @param knownHosts in the format of sshd(8); need not exist
 * @param connectTimeout for the TCP connection, key exchange and login together
 */
public record SshSettings(
        List<Path> identities,
        Optional<Path> agentSocket,
        Optional<Path> passwordFile,
        HostKeyPolicy hostKeys,
        Path knownHosts,
        Duration connectTimeout) {

    /** What to do with a host key. A key other than the known one is refused under every policy. */
    public enum HostKeyPolicy {
        /** An unknown host is refused. */
        STRICT,
        /** An unknown host is accepted and remembered. */
        ACCEPT_NEW
    }

    public SshSettings {
        identities = List.copyOf(identities);
    }

    /**
     * Looks whether what is named can be used, so that a mistake shows at the start and not at the first login.
     *
     * @throws IllegalArgumentException in one line: which file, what is wrong with it, and what to do
     */
    public void check() {
        if (!connectTimeout.isPositive()) {
            throw new IllegalArgumentException("the time limit for connecting should be more than 0 s");
        }
        identities.forEach(IdentityFile::read);
        passwordFile.ifPresent(Credentials::readPassword);
        if (Files.exists(knownHosts) && (Files.isDirectory(knownHosts) || !Files.isReadable(knownHosts))) {
            throw new IllegalArgumentException(
                    "known hosts file " + knownHosts + " cannot be read: name another one or change its permissions");
        }
    }

    /** The user's own keys, ssh-agent and known hosts; unknown hosts refused; 15 s to connect. */
    public static SshSettings defaults() {
        return new SshSettings(
                List.of(),
                Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
                        .filter(s -> !s.isBlank())
                        .map(Path::of),
                Optional.empty(),
                HostKeyPolicy.STRICT,
                Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"),
                Duration.ofSeconds(15));
    }
}
