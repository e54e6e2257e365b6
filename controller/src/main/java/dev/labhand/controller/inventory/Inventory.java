package dev.labhand.controller.inventory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** The machines of a lab: named nodes with their addresses, and groups of them. Immutable. */
public final class Inventory implements NodeGroups {

    /** The port of an agent where none is given. */
    public static final int AGENT_PORT = 7080;

    private static final Inventory EMPTY =
            new Inventory(new LinkedHashMap<>(), new LinkedHashMap<>(), Optional.empty());

    private final SequencedMap<String, Address> nodes;
    private final SequencedMap<String, NodeSet> groups;
    private final Optional<String> defaultUser;

    /**
     * Takes the maps over.
     *
     * @param defaultUser for SSH hosts whose address has none
     */
    Inventory(SequencedMap<String, Address> nodes, SequencedMap<String, NodeSet> groups, Optional<String> defaultUser) {
        this.nodes = Collections.unmodifiableSequencedMap(nodes);
        this.groups = Collections.unmodifiableSequencedMap(groups);
        this.defaultUser = defaultUser;
    }

    /** One without nodes: names are reached as a {@link Selector} says. */
    public static Inventory empty() {
        return EMPTY;
    }

    /**
     * The nodes to work on, in the order in which they were named, each name once.
     *
     * <p>A bare name is looked up here; with {@code user@} or {@code :port} around it, these replace what the inventory has.
     * Any other bare name is the agent {@code http://name:7080}, or an SSH host if the selector says so.
     *
     * <p>Leaving out spares machines, not spellings: an excluded name also excludes a node of the same address. An excluded
     * name must be known: here, or among what is selected. Without an inventory at least one name of each excluded node set
     * must be among what is selected.
     *
     * @throws InventoryException if what the user wrote is malformed or contradicts itself
     * @throws UnknownTargetsException if nothing is selected or something is unknown
     */
    public List<Node> resolve(Selector selector) {
        return new Selection(this, selector, System.in).nodes();
    }

    /** The address of a node that is in this inventory, without default user. */
    Optional<Address> address(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    Set<Address> addresses() {
        return Set.copyOf(nodes.values());
    }

    boolean hasNodes() {
        return !nodes.isEmpty();
    }

    Optional<String> defaultUser() {
        return defaultUser;
    }

    @Override
    public Set<String> groupNames() {
        return groups.keySet();
    }

    @Override
    public Optional<NodeSet> group(String name) {
        return Optional.ofNullable(groups.get(name));
    }

    @Override
    public NodeSet all() {
        return new NodeSet(nodes.sequencedKeySet());
    }
}
