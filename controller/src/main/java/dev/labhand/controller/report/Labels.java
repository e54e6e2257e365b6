package dev.labhand.controller.report;

import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.inventory.NodeSet;
import java.util.Collection;

/** Whose output a line is. */
public enum Labels {
    /** Each line begins with the node's name. */
    SHOWN,
    /** Lines as they came. */
    HIDDEN;

    /** What stands before a line of one node. */
    String of(Node node) {
        return this == SHOWN ? node.name() + ": " : "";
    }

    /** Several nodes in a short text. */
    static String fold(Collection<Node> nodes) {
        return NodeSet.of(nodes.stream().map(Node::name).toList()).fold();
    }

    /** The same, with their number if there are several. */
    static String foldAndCount(Collection<Node> nodes) {
        return nodes.size() == 1 ? fold(nodes) : fold(nodes) + " (" + nodes.size() + ")";
    }
}
