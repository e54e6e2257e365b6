package dev.labhand.controller.inventory;

import java.util.List;
import java.util.Optional;

/**
 * Which nodes a run is for, and how names that the inventory does not have are reached.
 *
 * @param nodes node sets to include ({@code -w}); {@code ^FILE} is a host file
 * @param groups names of groups to include ({@code -g}), such as {@code racks,io[1-3]}
 * @param all whether to include every node of the inventory ({@code -a})
 * @param hostfiles files with one node set per line, {@code #} comments; {@code -} is standard input
 * @param exclude node sets to leave out ({@code -x}); {@code ^FILE} is a host file
 * @param excludeGroups names of groups to leave out ({@code -X})
 * @param ssh whether names that are not in the inventory are SSH hosts instead of agents ({@code --ssh})
 * @param via the agent, a URL or a name, through which SSH hosts that are not in the inventory are reached ({@code --via})
 * @param user the SSH user where neither the name nor the node's own entry in the inventory gives one ({@code -l})
 */
public record Selector(
        List<String> nodes,
        List<String> groups,
        boolean all,
        List<String> hostfiles,
        List<String> exclude,
        List<String> excludeGroups,
        boolean ssh,
        Optional<String> via,
        Optional<String> user) {

    public Selector {
        nodes = List.copyOf(nodes);
        groups = List.copyOf(groups);
        hostfiles = List.copyOf(hostfiles);
        exclude = List.copyOf(exclude);
        excludeGroups = List.copyOf(excludeGroups);
    }

    /** These node sets, as {@code -w} takes them, and nothing else. */
    public static Selector of(String... nodes) {
        return new Selector(
                List.of(nodes),
                List.of(),
                false,
                List.of(),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** Every node of the inventory. */
    public static Selector everyNode() {
        return new Selector(
                List.of(), List.of(), true, List.of(), List.of(), List.of(), false, Optional.empty(), Optional.empty());
    }
}
