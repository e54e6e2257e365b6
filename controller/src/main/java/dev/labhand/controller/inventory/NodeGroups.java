package dev.labhand.controller.inventory;

import java.util.Optional;
import java.util.Set;

/** What {@code @group} and wildcards in a node set refer to. */
public interface NodeGroups {

    /** Every group's name, in order. A name may have a source before a colon: {@code rack:J1}. */
    Set<String> groupNames();

    /** The nodes of a group, or empty if there is no such group. */
    Optional<NodeSet> group(String name);

    /** All nodes, for {@code @*} and wildcards. */
    NodeSet all();

    /** No groups and no nodes. */
    static NodeGroups none() {
        return Inventory.empty();
    }
}
