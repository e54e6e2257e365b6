package dev.labhand.controller.inventory;

import dev.labhand.ssh.UserPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * Reads an inventory from a YAML file:
 *
 * <pre>{@code
 * nodes:
 *   rack[1-2]n[01-10]: {}                     # agents: http://rack1n01:7080 …
 *   lab7: {url: "https://lab7.example:7443"}  # an agent elsewhere
 *   lab[8-9]: {host: "{name}.example"}        # the same, by host and port
 *   switch1: {via: lab7, user: admin, host: 10.0.0.5}
 *   dut[1-3]: {ssh: true, user: root, port: 2222}
 *   dut4: {ssh: true, jump: gate, host-key: "SHA256:…"}
 * groups:
 *   racks: rack[1-2]n[01-10]
 *   duts: dut[1-3],switch1
 *   all-but: "@racks!rack1n01"
 * defaults: {port: 7080, user: lab}
 * }</pre>
 *
 * <p>A node is an agent unless {@code ssh: true} (reached straight from the controller) or {@code via} (reached through an
 * agent: a node of this file, or a URL) make it an SSH host. {@code host} is its address where the name is none, {@code port}
 * its agent's or SSH port, {@code user} its SSH user, {@code jump} the hosts to go through, {@code host-key} the fingerprint
 * of its only right key. In {@code url} and {@code host}, {@code {name}} stands for the node's
 * name. A node may also be named by a URL, with nothing below it. {@code defaults} hold the agents' port and the SSH user of
 * nodes that give none.
 *
 * <p>A group is a node set or a list of node sets, of nodes that the file defines. Without {@code nodes} the groups say
 * which nodes there are, all of them agents. What is unknown, contradictory or there twice is an error.
 */
public final class InventoryFile {

    private InventoryFile() {}

    /**
     * Reads a file.
     *
     * @throws InventoryException if it cannot be read or is faulty; the message names file, line and key
     */
    public static Inventory read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new InventoryException("inventory " + file + " cannot be read: " + Hostfile.reason(e));
        }
        try {
            return inventory(Yaml.read(text));
        } catch (Yaml.Fault e) {
            throw new InventoryException("inventory " + file + ":" + e.line() + ": " + e.getMessage());
        }
    }

    /**
     * Where the inventory is: the one asked for, else {@code LABHAND_INVENTORY}, else {@code labhand/inventory.yaml} in the
     * user's configuration folder ({@code XDG_CONFIG_HOME} or {@code ~/.config}) if that exists.
     *
     * @param option what the user asked for
     * @param environment such as {@link System#getenv()}
     */
    public static Optional<Path> locate(Optional<Path> option, Map<String, String> environment) {
        if (option.isPresent()) {
            return option;
        }
        String named = environment.getOrDefault("LABHAND_INVENTORY", "");
        if (!named.isBlank()) {
            return Optional.of(UserPath.of(named));
        }
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (xdg.isBlank() && home.isBlank()) {
            return Optional.empty();
        }
        Path folder = xdg.isBlank() ? Path.of(home, ".config") : Path.of(xdg);
        return Optional.of(folder.resolve("labhand/inventory.yaml")).filter(Files::exists);
    }

    /**
     * The inventory in a document.
     *
     * @throws Yaml.Fault if something is wrong
     */
    static Inventory inventory(Yaml document) {
        Fields root = Fields.of("inventory", document, "nodes", "groups", "defaults");
        Fields defaults = Fields.of("defaults", section(root, "defaults"), "port", "user");
        OptionalInt agentPort = OptionalInt.of(defaults.port("port").orElse(Inventory.AGENT_PORT));
        boolean hasNodes = root.has("nodes");
        SequencedMap<String, Address> nodes = NodeDefinitions.read(section(root, "nodes"), agentPort);
        SequencedMap<String, NodeSet> groups = GroupDefinitions.read(
                section(root, "groups"),
                hasNodes ? Optional.of(new NodeSet(nodes.sequencedKeySet())) : Optional.empty());
        if (!hasNodes) {
            nodes = NodeDefinitions.read(membersAsNodes(root, groups), agentPort);
        }
        if (nodes.isEmpty()) {
            throw new Yaml.Fault(document.line(), "there are no nodes: name some under 'nodes:', each as 'NAME: {}'");
        }
        return new Inventory(nodes, groups, defaults.user("user"));
    }

    private static Yaml section(Fields root, String key) {
        Yaml.Entry entry = root.mapping().entries().get(key);
        return entry == null ? new Yaml.Mapping(root.mapping().line(), new LinkedHashMap<>()) : entry.value();
    }

    private static Yaml membersAsNodes(Fields root, SequencedMap<String, NodeSet> groups) {
        SequencedMap<String, Yaml.Entry> nodes = new LinkedHashMap<>();
        SequencedMap<String, Yaml.Entry> sources =
                Fields.mapping("groups", section(root, "groups")).entries();
        groups.forEach((group, members) -> {
            int line = Objects.requireNonNull(sources.get(group)).line();
            Yaml nothing = new Yaml.Scalar(line, Yaml.Scalar.Kind.NULL, "");
            members.forEach(name -> nodes.putIfAbsent(name, new Yaml.Entry(line, nothing)));
        });
        return new Yaml.Mapping(root.mapping().line(), nodes);
    }
}
