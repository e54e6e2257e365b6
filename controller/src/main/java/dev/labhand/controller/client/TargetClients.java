package dev.labhand.controller.client;

import dev.labhand.api.Target;
import dev.labhand.controller.inventory.Address;
import dev.labhand.protocol.RpcCodec;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the client for each address. Thread-safe. */
public final class TargetClients implements AutoCloseable {

    private final AgentAccess access;
    private final RpcCodec codec;
    private final Supplier<SshCommands> openSsh;
    private @Nullable SshCommands ssh;

    /**
     * Opens nothing yet.
     *
     * @param openSsh is asked at most once, when the first SSH host is met
     */
    public TargetClients(AgentAccess access, RpcCodec codec, Supplier<SshCommands> openSsh) {
        this.access = access;
        this.codec = codec;
        this.openSsh = openSsh;
    }

    /** The client for an address. What an SSH host's address leaves open, the SSH settings tell. */
    public TargetClient clientFor(Address address) {
        return switch (address) {
            case Address.Agent agent -> new AgentClient(agent, new Target.Local(), access, codec);
            case Address.Via(Address.Agent agent, Target target) -> new AgentClient(agent, target, access, codec);
            case Address.Ssh(Target.SshHost host) -> new SshHostClient(endpoint(host), ssh());
        };
    }

    /**
     * Opens what these addresses need.
     *
     * @throws IllegalArgumentException as whoever opens SSH says
     */
    public void prepare(Collection<Address> addresses) {
        if (addresses.stream().anyMatch(Address.Ssh.class::isInstance)) {
            ssh();
        }
    }

    private static SshEndpoint endpoint(Target.SshHost host) {
        return new SshEndpoint(
                host.user(),
                host.host(),
                host.port(),
                host.jumps()
                        .map(hops -> hops.stream().map(TargetClients::endpoint).toList()),
                host.hostKey(),
                Optional.empty());
    }

    private synchronized SshCommands ssh() {
        if (ssh == null) {
            ssh = openSsh.get();
        }
        return ssh;
    }

    @Override
    public synchronized void close() {
        if (ssh != null) {
            ssh.close();
            ssh = null;
        }
    }
}
