package dev.labhand.ssh;

import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Optional;

/**
 * An SSH server and the account to use there. Equal endpoints share connections.
 *
 * @param port 1 to 65535
 * @param pinned for a server of our own: the only key to log in with and the only host key to accept
 */
public record SshEndpoint(String user, String host, int port, Optional<Pinned> pinned) {

    /** Keys that replace those of the {@link SshSettings}. */
    public record Pinned(KeyPair identity, PublicKey hostKey) {}

    /** An endpoint under the settings' own rules. */
    public static SshEndpoint of(String user, String host, int port) {
        return new SshEndpoint(user, host, port, Optional.empty());
    }

    @Override
    public String toString() {
        return user + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
