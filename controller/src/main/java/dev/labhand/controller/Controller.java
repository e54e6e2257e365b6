package dev.labhand.controller;

import dev.labhand.controller.client.AgentAccess;
import dev.labhand.controller.client.BearerToken;
import dev.labhand.controller.client.Cancellation;
import dev.labhand.controller.client.TargetClients;
import dev.labhand.controller.inventory.Inventory;
import dev.labhand.controller.inventory.InventoryFile;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.run.Fanout;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;
import dev.labhand.protocol.jsonrpc.JsonRpcCodec;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshSettings;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Drives the machines of a lab: resolve nodes, run plans on them. Thread-safe; several runs may go on at once. */
public final class Controller implements AutoCloseable {

    private final Inventory inventory;
    private final TargetClients clients;
    private final Fanout fanout;

    private Controller(Inventory inventory, TargetClients clients) {
        this.inventory = inventory;
        this.clients = clients;
        this.fanout = new Fanout(clients::clientFor);
    }

    /**
     * Reads what the settings name; nothing is connected yet.
     *
     * @throws IllegalArgumentException if the token file cannot be used
     * @throws dev.labhand.controller.inventory.InventoryException if the inventory file cannot be used
     */
    public static Controller open(Settings settings) {
        return open(settings, SshCommands::open);
    }

    /**
     * The same with another way to SSH hosts.
     *
     * @param openSsh is asked when the first SSH host is met
     * @throws IllegalArgumentException if the token file cannot be used
     * @throws dev.labhand.controller.inventory.InventoryException if the inventory file cannot be used
     */
    public static Controller open(Settings settings, Function<SshSettings, SshCommands> openSsh) {
        AgentAccess access = new AgentAccess(settings.tokenFile().map(BearerToken::read), settings.connectTimeout());
        return new Controller(
                settings.inventory().map(InventoryFile::read).orElseGet(Inventory::empty),
                new TargetClients(access, new JsonRpcCodec(), () -> openSsh.apply(settings.ssh())));
    }

    /** The lab's machines. */
    public Inventory inventory() {
        return inventory;
    }

    /**
     * Makes ready for these nodes, so that a mistake in the settings shows before anything runs.
     *
     * @throws IllegalArgumentException if the SSH settings cannot work and one of the nodes needs them
     */
    public void prepare(Collection<Node> nodes) {
        clients.prepare(nodes.stream().map(Node::address).toList());
    }

    /** Runs a plan and returns when every target has ended. */
    public RunResult run(Plan plan, RunListener... listeners) throws InterruptedException {
        return run(plan, List.of(listeners), new Cancellation());
    }

    /**
     * Runs a plan that can be cancelled, and returns when every target has ended.
     *
     * @throws IllegalArgumentException as {@link #prepare}
     * @throws InterruptedException if the thread is interrupted; everything is stopped before this returns
     */
    public RunResult run(Plan plan, List<RunListener> listeners, Cancellation cancellation)
            throws InterruptedException {
        prepare(plan.nodes());
        return fanout.run(plan, listeners, cancellation);
    }

    /** Closes all connections. */
    @Override
    public void close() {
        clients.close();
    }
}
