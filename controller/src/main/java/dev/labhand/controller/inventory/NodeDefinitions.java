package dev.labhand.controller.inventory;

import dev.labhand.api.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The section {@code nodes} of an inventory file. */
final class NodeDefinitions {

    /**
     * What the file says of one node.
     *
     * @param line of its key
     * @param alone whether it shares its key with no other node
     */
    private record Definition(String name, int line, boolean alone, Fields fields) {

        boolean isAgent() {
            return !fields.has("via") && !fields.flag("ssh").orElse(false);
        }

        String path() {
            return fields.path();
        }
    }

    private final OptionalInt agentPort;
    private final SequencedMap<String, Definition> definitions = new LinkedHashMap<>();

    private NodeDefinitions(OptionalInt agentPort) {
        this.agentPort = agentPort;
    }

    /**
     * Reads the section.
     *
     * @param agentPort of agents whose own port is not given
     * @throws Yaml.Fault if something is wrong
     */
    static SequencedMap<String, Address> read(Yaml section, OptionalInt agentPort) {
        NodeDefinitions nodes = new NodeDefinitions(agentPort);
        Fields.mapping("nodes", section).entries().forEach(nodes::define);
        SequencedMap<String, Address> addresses = new LinkedHashMap<>();
        nodes.definitions.forEach((name, definition) -> addresses.put(name, nodes.address(definition)));
        return addresses;
    }

    private void define(String key, Yaml.Entry entry) {
        String path = "nodes." + InventoryException.printable(key);
        Fields fields = Fields.of(path, entry.value(), "url", "host", "port", "ssh", "via", "user", "jump", "host-key");
        NodeSet names = names(key, path, entry.line());
        for (String name : names) {
            NodeName parsed = NodeName.parse(name);
            if (parsed.scheme().isPresent() && !fields.mapping().entries().isEmpty()) {
                throw new Yaml.Fault(
                        entry.line(), path + ": a URL says it all: write {} after it, or use a plain name");
            }
            if (parsed.scheme().isEmpty() && !parsed.isPlain()) {
                throw new Yaml.Fault(entry.line(), path + ": give user and port below it, as 'user:' and 'port:'");
            }
            @Nullable
            Definition earlier = definitions.put(name, new Definition(name, entry.line(), names.size() == 1, fields));
            if (earlier != null) {
                throw new Yaml.Fault(
                        entry.line(),
                        path + ": the node '" + name + "' is also in line " + earlier.line() + ": keep one of them");
            }
        }
        if (definitions.size() > NodeSet.MAX_SIZE) {
            throw new Yaml.Fault(entry.line(), path + ": " + NodeSet.TOO_MANY);
        }
    }

    private static NodeSet names(String key, String path, int line) {
        try {
            return NodeSet.parse(key);
        } catch (UnknownTargetsException e) {
            throw new Yaml.Fault(line, path + ": nodes are defined here: names and ranges, no groups or wildcards");
        } catch (InventoryException e) {
            throw new Yaml.Fault(line, path + ": " + e.getMessage());
        }
    }

    private Address address(Definition node) {
        try {
            NodeName name = NodeName.parse(node.name());
            if (name.scheme().isPresent()) {
                return AddressBook.ofUrl(name, name.user(), node.name());
            }
            return node.fields().has("url") ? byUrl(node) : byHost(node);
        } catch (InventoryException e) {
            throw new Yaml.Fault(node.line(), node.path() + ": " + e.getMessage());
        }
    }

    private static Address byUrl(Definition node) {
        for (String other : List.of("host", "port", "ssh", "via", "user", "jump", "host-key")) {
            if (node.fields().has(other)) {
                throw node.fields().fault(other, "with a url this has no meaning: remove one of them");
            }
        }
        String template = node.fields().text("url").orElseThrow();
        String text = filledIn(node, "url", NodeName.withoutSlash(template));
        NodeName url = parse(node, "url", text);
        if (!url.scheme().orElse("").startsWith("http")) {
            throw node.fields()
                    .fault("url", "must be the http:// or https:// URL of an agent; for SSH write 'ssh: true'");
        }
        return AddressBook.ofUrl(url, Optional.empty(), text);
    }

    private Address byHost(Definition node) {
        Fields fields = node.fields();
        String host =
                fields.has("host") ? host(node) : NodeName.parse(node.name()).host();
        if (node.isAgent()) {
            for (String key : List.of("user", "jump", "host-key")) {
                if (fields.has(key)) {
                    throw fields.fault(key, "is for SSH only: add 'ssh: true' or 'via: AGENT', or remove it");
                }
            }
            OptionalInt port = fields.has("port") ? fields.port("port") : agentPort;
            return new Address.Agent(NodeName.agentUrl("http", host, port, node.name()));
        }
        if (fields.has("via") && !fields.flag("ssh").orElse(true)) {
            throw fields.fault("ssh", "contradicts 'via', which means SSH: remove one of them");
        }
        return AddressBook.ssh(
                fields.has("via") ? Optional.of(via(node)) : Optional.empty(),
                new Target.SshHost(fields.user("user"), host, fields.port("port"), jumps(node), hostKey(node)),
                node.name());
    }

    private Optional<List<Target.SshHost>> jumps(Definition node) {
        if (!node.fields().has("jump")) {
            return Optional.empty();
        }
        try {
            List<Target.SshHost> way = new ArrayList<>();
            for (Target.SshHost hop : Target.jumps(node.fields().text("jump").orElseThrow())) {
                way.add(node.fields().has("via") ? hop : ofInventory(node, hop));
            }
            return Optional.of(way);
        } catch (IllegalArgumentException e) {
            throw node.fields().fault("jump", e.getMessage() + ": it should be HOST, or HOST,HOST in order, or none");
        }
    }

    /** A jump host that is a node of this file is reached as that says. */
    private Target.SshHost ofInventory(Definition node, Target.SshHost hop) {
        @Nullable Definition known = definitions.get(hop.host());
        if (known == null) {
            return hop;
        }
        if (known.isAgent() || known.fields().has("via") || known.fields().has("jump")) {
            throw node.fields()
                    .fault(
                            "jump",
                            "'" + hop.host() + "' (line " + known.line() + ") is "
                                    + (known.fields().has("jump")
                                            ? "itself reached through a jump host: write the whole way here"
                                            : "no SSH host that is reached from here"));
        }
        Fields fields = known.fields();
        return new Target.SshHost(
                hop.user().or(() -> fields.user("user")),
                fields.has("host") ? host(known) : hop.host(),
                hop.port().isPresent() ? hop.port() : fields.port("port"),
                Optional.empty(),
                hostKey(known));
    }

    private static Optional<String> hostKey(Definition node) {
        try {
            return node.fields().text("host-key").map(Target::fingerprint);
        } catch (IllegalArgumentException e) {
            throw node.fields().fault("host-key", String.valueOf(e.getMessage()));
        }
    }

    private static String host(Definition node) {
        String text = filledIn(node, "host", node.fields().text("host").orElseThrow());
        boolean bareIpv6 =
                text.contains("::") || text.chars().filter(c -> c == ':').count() > 1;
        NodeName host = parse(node, "host", bareIpv6 && !text.startsWith("[") ? "[" + text + "]" : text);
        if (!host.isPlain()) {
            throw node.fields().fault("host", "must be a host alone: give user and port as 'user:' and 'port:'");
        }
        return host.host();
    }

    private Address.Agent via(Definition node) {
        String text = node.fields().text("via").orElseThrow();
        if (text.contains("://")) {
            NodeName url = parse(node, "via", NodeName.withoutSlash(text));
            if (AddressBook.ofUrl(url, Optional.empty(), text) instanceof Address.Agent agent) {
                return agent;
            }
            throw node.fields().fault("via", "an SSH host cannot reach others: name an agent, or give its http:// URL");
        }
        @Nullable Definition agent = definitions.get(text);
        if (agent == null) {
            throw node.fields()
                    .fault(
                            "via",
                            "there is no node '" + InventoryException.printable(text)
                                    + "': define it under nodes, or give an agent's http:// URL");
        }
        if (agent.isAgent() && address(agent) instanceof Address.Agent address) {
            return address;
        }
        throw node.fields()
                .fault(
                        "via",
                        text.equals(node.name())
                                ? "a node cannot be reached through itself: name an agent"
                                : "'" + text + "' (line " + agent.line()
                                        + ") is itself reached over SSH: name an agent");
    }

    private static String filledIn(Definition node, String key, String template) {
        if (!node.alone() && !template.contains("{name}")) {
            throw node.fields().fault(key, "several nodes would share it: write {name} where each one's name belongs");
        }
        return template.replace("{name}", node.name());
    }

    private static NodeName parse(Definition node, String key, String text) {
        try {
            return NodeName.parse(text);
        } catch (InventoryException e) {
            throw node.fields().fault(key, e.getMessage());
        }
    }
}
