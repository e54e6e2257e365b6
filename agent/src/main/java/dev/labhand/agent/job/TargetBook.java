package dev.labhand.agent.job;

import dev.labhand.api.Target;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.embedded.EmbeddedSshServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the SSH server behind a target. Starts the embedded one when it is first asked for. */
final class TargetBook implements AutoCloseable {

    private static final int LONGEST_WAY = 10;

    private final Optional<SshEndpoint> local;
    private final Map<String, Target.SshHost> names;
    private volatile @Nullable EmbeddedSshServer embedded;

    TargetBook(Optional<SshEndpoint> local, Map<String, Target.SshHost> names) {
        this.local = local;
        this.names = names;
    }

    /**
     * The server and account for a target.
     *
     * @throws IOException if the embedded server cannot start, or jumps lead in a circle; says which
     */
    SshEndpoint find(Target target) throws IOException {
        return switch (target) {
            case Target.Local() -> local.isPresent() ? local.get() : embedded().endpoint();
            case Target.SshHost host -> endpoint(host, 0);
        };
    }

    /** Whether {@link #find} answers at once: the embedded server, which takes a moment to start, is not needed or runs. */
    boolean isAtHand(Target target) {
        return !(target instanceof Target.Local) || local.isPresent() || embedded != null;
    }

    /** What a bare name stands for; what the call says wins over the inventory. */
    private Target.SshHost named(Target.SshHost asked) {
        Target.SshHost known = names.get(asked.host());
        if (known == null) {
            return asked;
        }
        return new Target.SshHost(
                        asked.user().or(known::user),
                        known.host(),
                        asked.port().isPresent() ? asked.port() : known.port(),
                        asked.jumps(),
                        asked.hostKey())
                .withDefaults(known.jumps(), known.hostKey());
    }

    /** What is left open is for SSH to find out. Names may stand on the way, too. */
    private SshEndpoint endpoint(Target.SshHost asked, int depth) throws IOException {
        if (depth > LONGEST_WAY) {
            throw new IOException("the agent's targets lead in a circle: see the jump of " + asked.host());
        }
        Target.SshHost host = named(asked);
        SshEndpoint endpoint = SshEndpoint.of(host.user(), host.host(), host.port());
        if (host.hostKey().isPresent()) {
            endpoint = endpoint.withHostKey(host.hostKey().get());
        }
        if (host.jumps().isEmpty()) {
            return endpoint;
        }
        List<SshEndpoint> way = new ArrayList<>();
        for (Target.SshHost hop : host.jumps().get()) {
            way.add(endpoint(hop, depth + 1));
        }
        return endpoint.withJumps(way);
    }

    private synchronized EmbeddedSshServer embedded() throws IOException {
        EmbeddedSshServer server = embedded;
        if (server == null) {
            try {
                server = EmbeddedSshServer.start();
            } catch (IOException failure) {
                throw new IOException("the embedded SSH server does not start: " + failure.getMessage(), failure);
            }
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
