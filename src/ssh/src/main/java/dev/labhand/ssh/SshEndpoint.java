package dev.labhand.ssh;

import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An SSH server as it was asked for: what is left out is told by the SSH configuration file, or is usual. Equal endpoints share
 * connections.
 *
 * @param user the account to log in as
 * @param host a name or an address, or an alias of the configuration file
 * @param port 1 to 65535
 * @param jumps the servers to go through, in order; an empty list says to go straight. Of these only the first one's own jumps
 *     count
 * @param hostKey the fingerprint ({@code SHA256:…}) of its key, which then counts alone
 * @param pinned for a server of our own: the only key to log in with and the only host key to accept
 */
public record SshEndpoint(
        Optional<String> user,
        String host,
        OptionalInt port,
        Optional<List<SshEndpoint>> jumps,
        Optional<String> hostKey,
        Optional<Pinned> pinned) {

    /** Keys that replace those of the {@link SshSettings}. */
    public record Pinned(KeyPair identity, PublicKey hostKey) {}

    public SshEndpoint {
        jumps = jumps.map(List::copyOf);
    }

    /** An endpoint under the settings' own rules. */
    public static SshEndpoint of(String user, String host, int port) {
        return of(Optional.of(user), host, OptionalInt.of(port));
    }

    /** An endpoint under the settings' own rules, of which something may be left open. */
    public static SshEndpoint of(Optional<String> user, String host, OptionalInt port) {
        return new SshEndpoint(user, host, port, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A server of our own. */
    public static SshEndpoint of(String user, String host, int port, Pinned pinned) {
        return new SshEndpoint(
                Optional.of(user), host, OptionalInt.of(port), Optional.empty(), Optional.empty(), Optional.of(pinned));
    }

    /** The same with another account. */
    public SshEndpoint withUser(String account) {
        return new SshEndpoint(Optional.of(account), host, port, jumps, hostKey, pinned);
    }

    /** The same by this way. */
    public SshEndpoint withJumps(List<SshEndpoint> way) {
        return new SshEndpoint(user, host, port, Optional.of(way), hostKey, pinned);
    }

    /** The same with this key and no other. */
    public SshEndpoint withHostKey(String fingerprint) {
        return new SshEndpoint(user, host, port, jumps, Optional.of(fingerprint), pinned);
    }

    @Override
    public String toString() {
        return user.map(name -> name + "@").orElse("")
                + (host.contains(":") ? "[" + host + "]" : host)
                + (port.isPresent() ? ":" + port.getAsInt() : "");
    }
}
