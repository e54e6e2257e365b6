package dev.labhand.controller.report;

import dev.labhand.controller.inventory.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The output of all nodes, held back until it is told. */
final class HeldOutput implements AutoCloseable {

    private final SpoolFile file = new SpoolFile();
    private final Map<String, Spool> spools = new HashMap<>();

    void add(Node node, byte[] bytes) {
        spools.computeIfAbsent(node.name(), _ -> new Spool(file)).append(bytes);
    }

    /** What a node wrote; empty if it wrote nothing. */
    Optional<Spool> of(Node node) {
        return Optional.ofNullable(spools.get(node.name()));
    }

    @Override
    public void close() {
        spools.clear();
        file.close();
    }
}
