package dev.labhand.controller.inventory;

import dev.labhand.api.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How names are reached, by an inventory and what the user asked for. */
final class AddressBook {

    private final Inventory inventory;
    private final Selector selector;
    private final Optional<Address.Agent> via;

    AddressBook(Inventory inventory, Selector selector) {
        this.inventory = inventory;
        this.selector = selector;
        selector.user().filter(user -> !NodeName.isUser(user)).ifPresent(user -> {
            throw new InventoryException("-l: this is no user's name (passwords do not belong here either)");
        });
        this.via = selector.via().map(this::viaAgent);
    }

    private Address.Agent viaAgent(String text) {
        String name = NodeName.withoutSlash(text);
        NodeName parsed = NodeName.parse(name);
        Address address = parsed.scheme().isPresent()
                ? ofUrl(parsed, user(parsed.user(), Optional.empty()), name)
                : ofInventory(parsed, name).orElseGet(() -> agent(parsed, name));
        if (address instanceof Address.Agent agent) {
            return agent;
        }
        throw new InventoryException("--via '" + name + "' is an SSH host: name an agent, or its http:// URL");
    }

    /**
     * The address of a node.
     *
     * @throws InventoryException if the name is malformed or contradicts the inventory
     */
    Address of(String name) {
        NodeName parsed = NodeName.parse(name);
        if (parsed.scheme().isPresent()) {
            checkStraight(parsed, name);
            return ofUrl(parsed, user(parsed.user(), Optional.empty()), name);
        }
        Optional<Address> known = ofInventory(parsed, name);
        if (known.isPresent()) {
            return known.get();
        }
        if (selector.ssh() || via.isPresent()) {
            return ssh(
                    via, new Target.SshHost(user(parsed.user(), Optional.empty()), parsed.host(), parsed.port()), name);
        }
        return agent(parsed, name);
    }

    /** What the user writes as ssh:// is reached without an agent, and must not be thought to be reached by one. */
    private void checkStraight(NodeName url, String text) {
        boolean straight = url.scheme().equals(Optional.of("ssh"));
        if (straight && via.isPresent() && inventory.address(text).isEmpty()) {
            throw InventoryException.in(
                    text,
                    "ssh:// is without an agent, and --via names one: leave out ssh:// to go through the agent, or --via");
        }
    }

    /**
     * The address that a URL is.
     *
     * @param user of an SSH host
     * @param text the URL as written, for errors
     */
    static Address ofUrl(NodeName url, Optional<String> user, String text) {
        String scheme = url.scheme().orElseThrow();
        return scheme.equals("ssh")
                ? new Address.Ssh(user, url.host(), url.port())
                : new Address.Agent(NodeName.agentUrl(scheme, url.host(), url.port(), text));
    }

    private static Address agent(NodeName name, String text) {
        if (name.user().isPresent()) {
            throw InventoryException.in(
                    text, "a user is for SSH only: add --ssh or --via AGENT, or write ssh://" + text);
        }
        OptionalInt port = OptionalInt.of(name.port().orElse(Inventory.AGENT_PORT));
        return new Address.Agent(NodeName.agentUrl("http", name.host(), port, text));
    }

    private Optional<Address> ofInventory(NodeName name, String text) {
        return inventory.address(name.host()).map(address -> switch (address) {
            case Address.Agent agent when name.isPlain() -> agent;
            case Address.Agent agent
            when name.user().isEmpty() ->
                new Address.Agent(
                        NodeName.agentUrl(agent.url().getScheme(), agent.url().getHost(), name.port(), text));
            case Address.Agent agent ->
                throw InventoryException.in(
                        text, "a user is for SSH only, and the inventory has " + name.host() + " as an agent");
            case Address.Ssh(Target.SshHost host) -> new Address.Ssh(asNamed(name, host));
            case Address.Via(Address.Agent agent, Target.SshHost host) ->
                ssh(Optional.of(agent), asNamed(name, host), text);
            case Address.Via via -> via;
        });
    }

    /** The inventory's host, with what the name says besides. */
    private Target.SshHost asNamed(NodeName name, Target.SshHost host) {
        return new Target.SshHost(
                user(name.user(), host.user()),
                host.host(),
                first(name.port(), host.port()),
                host.jumps(),
                host.hostKey());
    }

    /** An SSH host, through an agent or without. */
    static Address ssh(Optional<Address.Agent> via, Target.SshHost host, String name) {
        if (via.isPresent() && host.host().equals("local")) {
            throw InventoryException.in(
                    name, "to an agent 'local' is its own machine: give the host's address or another name");
        }
        return via.<Address>map(agent -> new Address.Via(agent, host)).orElseGet(() -> new Address.Ssh(host));
    }

    private Optional<String> user(Optional<String> named, Optional<String> ofNode) {
        return named.or(() -> ofNode).or(selector::user).or(inventory::defaultUser);
    }

    private static OptionalInt first(OptionalInt one, OptionalInt other) {
        return one.isPresent() ? one : other;
    }

    /** A user or an agent that no node would use was meant for something else. */
    void checkUse(List<Node> nodes) {
        boolean agentsOnly = nodes.stream().allMatch(node -> node.address() instanceof Address.Agent);
        if (selector.user().isPresent() && agentsOnly) {
            throw new InventoryException(
                    "-l is the user for SSH, and every selected node is an agent: add --ssh or --via AGENT, or leave it out");
        }
        if (via.isPresent() && nodes.stream().noneMatch(node -> isReachedBy(via.get(), node))) {
            throw new InventoryException("--via " + via.get().url()
                    + ": no selected node is reached through it, for each is a URL or has a way of its own in the"
                    + " inventory: leave it out, or name hosts that are neither");
        }
    }

    private static boolean isReachedBy(Address.Agent agent, Node node) {
        return node.address() instanceof Address.Via via && via.agent().equals(agent);
    }
}
