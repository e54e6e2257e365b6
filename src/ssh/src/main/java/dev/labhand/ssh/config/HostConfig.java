package dev.labhand.ssh.config;

import dev.labhand.api.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What is known of a host from what the user asked for and the configuration file; empty where neither says anything.
 *
 * @param host the name or address to connect to
 * @param user the account to log in as: asked for, the file's, or this process's own
 * @param port asked for, the file's, or 22
 * @param keyAlias the name under which its key is known, instead of the host's
 * @param jumps the hosts to go through, in order; an empty list says to go straight
 * @param identityFiles named private keys (or, for keys of an ssh-agent, public ones), in order
 * @param certificateFiles named certificates
 * @param identitiesOnly whether an ssh-agent's other keys are not to be shown
 * @param identityAgent the ssh-agent to ask; an empty {@link Socket.At} for none
 * @param forwardAgent the ssh-agent to lend to the host; an empty {@link Socket.At} for none
 * @param acceptNew whether an unknown host is remembered instead of refused
 * @param userKnownHosts files of host keys; the first one is written to
 * @param globalKnownHosts files of host keys that are only read
 * @param connectTimeout for one connection
 * @param aliveInterval how long the server may be silent before it is asked; zero for never
 * @param aliveCount how many questions may stay unanswered
 * @param refused methods of authentication that are not to be used: publickey, password, keyboard-interactive
 * @param family 4 or 6, where only addresses of that version of IP are to be used
 * @param warnings lines that would matter and are not followed, each with its place
 */
public record HostConfig(
        String host,
        String user,
        int port,
        Optional<String> keyAlias,
        Optional<List<Target.SshHost>> jumps,
        List<Path> identityFiles,
        List<Path> certificateFiles,
        boolean identitiesOnly,
        Optional<Socket> identityAgent,
        Optional<Socket> forwardAgent,
        Optional<Boolean> acceptNew,
        Optional<List<Path>> userKnownHosts,
        Optional<List<Path>> globalKnownHosts,
        Optional<Duration> connectTimeout,
        Optional<Duration> aliveInterval,
        OptionalInt aliveCount,
        Set<String> refused,
        OptionalInt family,
        List<String> warnings) {

    /** Where an ssh-agent listens, if anywhere. */
    public sealed interface Socket {

        /** The one of this process, if it has one. */
        record Usual() implements Socket {}

        /** This one. */
        record At(Optional<Path> path) implements Socket {}

        /** The path, where there is one. */
        default Optional<Path> path(Optional<Path> usual) {
            return switch (this) {
                case Usual() -> usual;
                case At(Optional<Path> path) -> path;
            };
        }
    }
}
