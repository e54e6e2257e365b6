package dev.labhand.controller.inventory;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The section {@code groups} of an inventory file. Groups may refer to groups that stand later. */
final class GroupDefinitions implements NodeGroups {

    private static final Pattern NAME =
            Pattern.compile("[^\\s,!&^\\[\\]@*?:\\p{Cntrl}]+(?::[^\\s,!&^\\[\\]@*?:\\p{Cntrl}]+)?");

    private final Optional<NodeSet> nodes;
    private final SequencedMap<String, Yaml.Entry> definitions;
    private final SequencedMap<String, NodeSet> done = new LinkedHashMap<>();
    private final SequencedSet<String> inProgress = new LinkedHashSet<>();

    private GroupDefinitions(Optional<NodeSet> nodes, SequencedMap<String, Yaml.Entry> definitions) {
        this.nodes = nodes;
        this.definitions = definitions;
    }

    /**
     * Reads the section.
     *
     * @param nodes that may be members; empty if the groups themselves say which nodes there are
     * @return each group's members, in the order of the file
     * @throws Yaml.Fault if something is wrong
     */
    static SequencedMap<String, NodeSet> read(Yaml section, Optional<NodeSet> nodes) {
        SequencedMap<String, Yaml.Entry> definitions =
                Fields.mapping("groups", section).entries();
        definitions.forEach((name, entry) -> {
            if (!NAME.matcher(name).matches()) {
                throw new Yaml.Fault(
                        entry.line(),
                        "groups: '" + InventoryException.printable(name)
                                + "' is no group's name: use letters, digits, '-',"
                                + " '_' and '.', with a source before a ':' if you like");
            }
        });
        GroupDefinitions groups = new GroupDefinitions(nodes, definitions);
        SequencedMap<String, NodeSet> members = new LinkedHashMap<>();
        definitions.forEach((name, entry) -> members.put(name, groups.members(name, entry)));
        return members;
    }

    @Override
    public Set<String> groupNames() {
        return definitions.keySet();
    }

    @Override
    public Optional<NodeSet> group(String name) {
        return Optional.ofNullable(definitions.get(name)).map(entry -> members(name, entry));
    }

    @Override
    public NodeSet all() {
        return nodes.orElseThrow(() ->
                new InventoryException("'@*' and wildcards need a section 'nodes' that says which nodes there are"));
    }

    private NodeSet members(String name, Yaml.Entry entry) {
        NodeSet known = done.get(name);
        if (known != null) {
            return known;
        }
        if (!inProgress.add(name)) {
            List<String> path = List.copyOf(inProgress);
            throw new Yaml.Fault(
                    entry.line(),
                    "groups." + name + ": the group contains itself: "
                            + String.join(" → ", path.subList(path.indexOf(name), path.size())) + " → " + name);
        }
        SequencedSet<String> members = new LinkedHashSet<>();
        for (Yaml item : entry.value() instanceof Yaml.Sequence list ? list.items() : List.of(entry.value())) {
            SetOperator.UNION.apply(members, evaluate(name, item));
        }
        if (members.isEmpty()) {
            throw new Yaml.Fault(entry.line(), "groups." + name + ": the group has no node: name some, or remove it");
        }
        inProgress.remove(name);
        NodeSet result = new NodeSet(members);
        done.put(name, result);
        return result;
    }

    private SequencedSet<String> evaluate(String name, Yaml item) {
        if (!(item instanceof Yaml.Scalar(int line, Yaml.Scalar.Kind kind, String text))
                || kind != Yaml.Scalar.Kind.TEXT) {
            throw new Yaml.Fault(
                    item.line(),
                    "groups." + name
                            + ": must be a node set, or a list of node sets (in quotes if it looks like a number),"
                            + " not " + item.description());
        }
        SequencedSet<String> members;
        try {
            members = new NodeSetEvaluator(this).evaluate(text);
        } catch (InventoryException e) {
            throw new Yaml.Fault(line, "groups." + name + ": " + e.getMessage());
        }
        for (String member : members) {
            if (nodes.isPresent() && !nodes.get().contains(member)) {
                throw new Yaml.Fault(
                        line, "groups." + name + ": '" + member + "' is no node: define it under nodes, or correct it");
            }
        }
        return members;
    }
}
