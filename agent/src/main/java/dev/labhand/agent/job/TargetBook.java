package dev.labhand.agent.job;

import dev.labhand.api.Target;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.embedded.EmbeddedSshServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the SSH server behind a target. Starts the embedded one when it is first asked for. */
final class TargetBook implements AutoCloseable {

    private static final int SSH_PORT = 22;

    private final Optional<SshEndpoint> local;
    private final Map<String, Target.SshHost> names;
    private @Nullable EmbeddedSshServer embedded;

    TargetBook(Optional<SshEndpoint> local, Map<String, Target.SshHost> names) {
        this.local = local;
        this.names = names;
    }

    /**
     * The server and account for a target.
     *
     * @throws IOException if the embedded server cannot start
     */
    SshEndpoint find(Target target) throws IOException {
        return switch (target) {
            case Target.Local() -> local.isPresent() ? local.get() : embedded().endpoint();
            case Target.SshHost host -> endpoint(named(host));
        };
    }

    /** What a bare name stands for; the user and port of the call win over the inventory's. */
    private Target.SshHost named(Target.SshHost asked) {
        Target.SshHost known = names.get(asked.host());
        if (known == null) {
            return asked;
        }
        return new Target.SshHost(
                asked.user().or(known::user), known.host(), asked.port().isPresent() ? asked.port() : known.port());
    }

    private static SshEndpoint endpoint(Target.SshHost host) {
        return SshEndpoint.of(
                host.user().orElseGet(TargetBook::ownUser),
                host.host(),
                host.port().orElse(SSH_PORT));
    }

    private static String ownUser() {
        return System.getProperty("user.name");
    }

    private synchronized EmbeddedSshServer embedded() throws IOException {
        EmbeddedSshServer server = embedded;
        if (server == null) {
            server = EmbeddedSshServer.start();
            embedded = server;
        }
        return server;
    }

    @Override
    public synchronized void close() throws IOException {
        if (embedded != null) {
            embedded.close();
            embedded = null;
        }
    }
}
