package dev.labhand.ssh;

import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A connection as it is to be made, with nothing left open.
 *
 * @param pinned as in {@link SshEndpoint}
 * @param lentAgent the ssh-agent that commands get unless they say otherwise
 * @param connectTimeout for the TCP connection, key exchange and login
 * @param aliveInterval how long the server may be silent before it is asked; zero for never
 * @param aliveCount how many questions may stay unanswered
 * @param family 4 or 6, if only addresses of that version of IP are to be used
 * @param via the server to go through
 */
record Route(
        String user,
        String host,
        int port,
        Optional<SshEndpoint.Pinned> pinned,
        Trust trust,
        Keys keys,
        Optional<Path> lentAgent,
        Duration connectTimeout,
        Duration aliveInterval,
        int aliveCount,
        OptionalInt family,
        Optional<Route> via) {

    /**
     * What makes a host key the right one.
     *
     * @param name the name that the key is known for
     * @param port the port that goes with the name
     * @param fingerprint of the only key to accept
     * @param files in the format of sshd(8)
     * @param remembers the one of them that new keys are added to
     */
    record Trust(
            String name,
            int port,
            HostKeyPolicy policy,
            Optional<String> fingerprint,
            List<Path> files,
            Optional<Path> remembers) {}

    /**
     * What there is to log in with.
     *
     * @param files private keys, or public ones that choose keys of the agent
     * @param named whether somebody named them; else they are the usual ones
     * @param certificates named ones; one beside its key is found there
     * @param only whether the agent's other keys are not to be shown
     * @param agent the socket of an ssh-agent, to ask for keys or to lend
     * @param refused methods that are not to be used: publickey, password, keyboard-interactive
     * @param login the connection's own key and password
     */
    record Keys(
            List<Path> files,
            boolean named,
            List<Path> certificates,
            boolean only,
            Optional<Path> agent,
            Optional<Path> passwordFile,
            Optional<Path> passphraseFile,
            Set<String> refused,
            Optional<SshLogin> login) {

        /** The ssh-agent whose keys are offered. */
        Optional<Path> asked() {
            return login.map(SshLogin::usesAgent).orElse(true) ? agent : Optional.empty();
        }

        /** What an own login leaves of these; it was asked for by name, so that no method is refused. */
        private Keys with(SshLogin own) {
            return new Keys(
                    own.usesIdentities() ? files : List.of(),
                    named,
                    certificates,
                    only && own.usesIdentities(),
                    agent,
                    Optional.empty(),
                    passphraseFile,
                    Set.of(),
                    Optional.of(own));
        }
    }

    /** The same with a login of its own in the place of the settings' credentials; without their ssh-agent, none is lent. */
    Route withLogin(SshLogin login) {
        return new Route(
                user,
                host,
                port,
                pinned,
                trust,
                keys.with(login),
                login.usesAgent() ? lentAgent : Optional.empty(),
                connectTimeout,
                aliveInterval,
                aliveCount,
                family,
                via);
    }

    @Override
    public String toString() {
        return user + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
