package dev.labhand.controller.cli;

import dev.labhand.controller.inventory.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which machines. */
final class SelectionOptions {

    @Option(
            names = {"-w", "--nodes"},
            paramLabel = "NODES",
            description = {
                "Machines, such as rack[1-20]n[01-10], lab7:7081, @group,",
                "http(s)://host:port (an agent) or ssh://user@host:port (no agent); ^FILE reads a host file."
            })
    List<String> nodes = new ArrayList<>();

    @Option(
            names = {"-x", "--exclude"},
            paramLabel = "NODES",
            description = "Leave these out.")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            description = "Machines of these groups of the inventory.")
    List<String> groups = new ArrayList<>();

    @Option(names = "-X", paramLabel = "GROUP", description = "Leave these groups out.")
    List<String> excludeGroups = new ArrayList<>();

    @Option(
            names = {"-a", "--all"},
            description = "All machines of the inventory.")
    boolean all;

    @Option(
            names = {"--hostfile", "--machinefile"},
            paramLabel = "FILE",
            description = "Machines from a file, a node set on each line; - is standard input.")
    List<String> hostfiles = new ArrayList<>();

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "FILE",
            description = "The inventory (LABHAND_INVENTORY; by default ~/.config/labhand/inventory.yaml).")
    @Nullable
    Path inventory;

    @Option(
            names = "--via",
            paramLabel = "AGENT",
            description =
                    "Names that the inventory does not have are SSH hosts, reached through this agent (a name or an"
                            + " http:// URL). Not for ssh:// names, which are reached without an agent.")
    @Nullable
    String via;

    @Option(names = "--ssh", description = "Names that the inventory does not have are SSH hosts, not agents.")
    boolean ssh;

    @Option(
            names = {"-l", "--user"},
            paramLabel = "USER",
            description = "The SSH user where the name and the inventory give none.")
    @Nullable
    String user;

    @Option(names = "--list-hosts", description = "Only print the machines, one on each line.")
    boolean listHosts;

    Selector selector() {
        return new Selector(
                nodes,
                groups,
                all,
                hostfiles,
                exclude,
                excludeGroups,
                ssh,
                Optional.ofNullable(via),
                Optional.ofNullable(user));
    }

    /** Whether the machines come from standard input, which then is no input for commands. */
    boolean readsStandardInput() {
        return hostfiles.contains("-") || nodes.contains("^-") || exclude.contains("^-");
    }
}
