package dev.labhand.controller.inventory;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;

/** One resolution of a {@link Selector}: what is included, less what is excluded, each with its address. */
final class Selection {

    private final Inventory inventory;
    private final Selector selector;
    private final InputStream stdin;
    private final NodeSetEvaluator evaluator;
    private final AddressBook addresses;

    Selection(Inventory inventory, Selector selector, InputStream stdin) {
        this.inventory = inventory;
        this.selector = selector;
        this.stdin = stdin;
        this.evaluator = new NodeSetEvaluator(inventory);
        this.addresses = new AddressBook(inventory, selector);
    }

    List<Node> nodes() {
        SequencedMap<String, Address> selected = new LinkedHashMap<>();
        for (String name : included()) {
            selected.put(name, addresses.of(name));
        }
        Excluded excluded = excluded(selected);
        List<Node> nodes = new ArrayList<>();
        selected.forEach((name, address) -> {
            if (!excluded.names().contains(name) && !excluded.addresses().contains(address)) {
                nodes.add(new Node(name, address));
            }
        });
        if (nodes.isEmpty()) {
            throw new UnknownTargetsException("no node is selected: everything named is also left out");
        }
        addresses.checkUse(nodes);
        return nodes;
    }

    private SequencedSet<String> included() {
        SequencedSet<String> names = new LinkedHashSet<>();
        selector.nodes().forEach(nodes -> SetOperator.UNION.apply(names, option("-w", nodes, this::nodesOrFile)));
        selector.groups()
                .forEach(groups -> SetOperator.UNION.apply(names, option("-g", groups, evaluator::evaluateGroups)));
        selector.hostfiles().forEach(file -> SetOperator.UNION.apply(names, Hostfile.read(file, stdin, inventory)));
        if (selector.all()) {
            if (!inventory.hasNodes()) {
                throw new UnknownTargetsException(
                        "-a means all nodes of the inventory: give one that has some (-i FILE)");
            }
            SetOperator.UNION.apply(names, inventory.all().names());
        }
        if (names.isEmpty()) {
            throw new UnknownTargetsException("no node is selected: name some with -w, -g, -a or --hostfile");
        }
        return names;
    }

    private SequencedSet<String> nodesOrFile(String text) {
        return text.startsWith("^") && text.length() > 1
                ? Hostfile.read(text.substring(1), stdin, inventory)
                : evaluator.evaluate(text);
    }

    /** The machines to spare. */
    private record Excluded(Set<String> names, Set<Address> addresses) {}

    private Excluded excluded(SequencedMap<String, Address> selected) {
        Excluded excluded = new Excluded(new HashSet<>(), new HashSet<>());
        for (String groups : selector.excludeGroups()) {
            option("-X", groups, evaluator::evaluateGroups).forEach(name -> {
                excluded.names().add(name);
                excluded.addresses().add(addresses.of(name));
            });
        }
        if (!selector.exclude().isEmpty()) {
            Set<Address> selectedAddresses = new HashSet<>(selected.values());
            Set<Address> known = inventory.addresses();
            for (String nodes : selector.exclude()) {
                List<String> strangers = new ArrayList<>();
                SequencedSet<String> names = option("-x", nodes, this::nodesOrFile);
                for (String name : names) {
                    Address address = addresses.of(name);
                    excluded.names().add(name);
                    excluded.addresses().add(address);
                    boolean isKnown = selected.containsKey(name)
                            || selectedAddresses.contains(address)
                            || inventory.address(name).isPresent()
                            || known.contains(address);
                    if (!isKnown) {
                        strangers.add(name);
                    }
                }
                checkStrangers(nodes, strangers, names.size());
            }
        }
        return excluded;
    }

    /** A typo here would run the command on a machine that should be spared. */
    private void checkStrangers(String nodes, List<String> strangers, int excluded) {
        String option = "-x '" + InventoryException.printable(nodes) + "': ";
        String folded = InventoryException.printable(Folding.fold(strangers));
        if (inventory.hasNodes() && !strangers.isEmpty()) {
            throw new UnknownTargetsException(
                    option + folded + " is neither selected nor in the inventory: correct it or leave it out");
        }
        if (excluded > 0 && strangers.size() == excluded) {
            throw new UnknownTargetsException(option + "none of it is selected: correct it or leave it out");
        }
    }

    private static SequencedSet<String> option(
            String option, String text, Function<String, SequencedSet<String>> evaluation) {
        try {
            return evaluation.apply(text);
        } catch (InventoryException e) {
            throw e.at(option);
        }
    }
}
