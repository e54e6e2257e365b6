package dev.labhand.controller.inventory;

import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * An immutable set of node names in the order in which they were first named; a range counts up. Two sets of the same names
 * are equal in whatever order.
 *
 * <p>A name is a host ({@code rack1}, {@code 10.0.0.7}, {@code [2001:db8::1]}), optionally with a port and, for SSH, a user
 * ({@code root@rack1:22}), or a URL: {@code http(s)://HOST[:PORT]} or {@code ssh://[USER@]HOST[:PORT]}.
 */
public final class NodeSet implements Iterable<String> {

    /** The most nodes that a set may have. */
    public static final int MAX_SIZE = 1_000_000;

    static final String TOO_MANY = "more than 1,000,000 nodes: name fewer";

    private final SequencedSet<String> names;

    /** Takes the names over, unchecked. */
    NodeSet(SequencedSet<String> names) {
        this.names = Collections.unmodifiableSequencedSet(names);
    }

    /**
     * Reads a node set without groups.
     *
     * @throws InventoryException as {@link #parse(String, NodeGroups)}
     */
    public static NodeSet parse(String expression) {
        return parse(expression, NodeGroups.none());
    }

    /**
     * Reads a node set in ClusterShell's language: terms joined by {@code ,} (union), {@code !} (difference), {@code &}
     * (intersection) and {@code ^} (symmetric difference), all of equal precedence, from left to right. White space is
     * allowed around operators only. A term is one of
     *
     * <ul>
     *   <li>a name with any number of ranges: {@code rack[1-3,7]n[01-10]}, {@code node[0-6/2]}. Leading zeros pad; then both
     *       ends of a range have equally many digits. Digits before a bracket belong to both ends of a range, so
     *       {@code n1[8-11]} is n18 to n111, unless there is a step, or digits follow: then they are text;
     *   <li>a URL, with ranges in host and port. Brackets that hold {@code :} right after {@code //} or {@code @} are an IPv6
     *       address. {@code ,} ends a URL. The other operators end it where a host or a port may end; one that may belong to
     *       a user's name is an error (write it as %21, %26 or %5E). A password is refused, and so is a path;
     *   <li>{@code @group}, ranges and wildcards allowed ({@code @io[1-3]}, {@code @rack:*}); {@code @*}, all nodes;
     *       {@code @@}, the names of the groups without a source, and {@code @@source}, of those with this source;
     *   <li>a name with the wildcards {@code *} and {@code ?}, matched against all nodes.
     * </ul>
     *
     * @throws InventoryException if it is malformed or has more than {@link #MAX_SIZE} nodes
     * @throws UnknownTargetsException if a group is unknown or a wildcard matches nothing
     */
    public static NodeSet parse(String expression, NodeGroups groups) {
        return new NodeSet(new NodeSetEvaluator(groups).evaluate(expression));
    }

    /**
     * A set of these names, in this order.
     *
     * @throws InventoryException if one is no name of a single node
     */
    public static NodeSet of(Collection<String> names) {
        names.forEach(NodeName::parse);
        return new NodeSet(new LinkedHashSet<>(names));
    }

    /** What is in this set or in the other. */
    public NodeSet union(NodeSet other) {
        return combine(SetOperator.UNION, other);
    }

    /** What is in this set but not in the other. */
    public NodeSet difference(NodeSet other) {
        return combine(SetOperator.DIFFERENCE, other);
    }

    /** What is in both sets. */
    public NodeSet intersection(NodeSet other) {
        return combine(SetOperator.INTERSECTION, other);
    }

    /** What is in one set but not in both. */
    public NodeSet symmetricDifference(NodeSet other) {
        return combine(SetOperator.SYMMETRIC_DIFFERENCE, other);
    }

    private NodeSet combine(SetOperator operator, NodeSet other) {
        SequencedSet<String> result = new LinkedHashSet<>(names);
        operator.apply(result, other.names);
        return new NodeSet(result);
    }

    /** The names, in order, unmodifiable. */
    public SequencedSet<String> names() {
        return names;
    }

    public boolean contains(String name) {
        return names.contains(name);
    }

    public int size() {
        return names.size();
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }

    public Stream<String> stream() {
        return names.stream();
    }

    @Override
    public Iterator<String> iterator() {
        return names.iterator();
    }

    /**
     * A short text for the set, such as {@code rack[1-3]n[01-10],lab7}; parsing it gives an equal set. Empty for an empty
     * set.
     */
    public String fold() {
        return Folding.fold(names);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeSet set && names.equals(set.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return fold();
    }
}
