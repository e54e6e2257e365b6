package dev.labhand.controller.report;

import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.report.Console.Channel;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.TargetResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds line by line: the first lines of all nodes, equal ones once, then the second lines, and so on, each as soon as every
 * node has written it or has ended.
 */
public final class FoldedLinesReport implements RunListener {

    private final Console console;
    private final Labels labels;
    private final boolean both;
    private final LabelledLines live;
    private final SpoolFile file = new SpoolFile();
    private final Map<String, NodeLines> nodes = new LinkedHashMap<>();
    private int ready;

    /**
     * A report on all nodes of a plan.
     *
     * @param both whether standard error is folded together with standard output; else it is told as it comes
     */
    public FoldedLinesReport(Console console, Labels labels, boolean both) {
        this.console = console;
        this.labels = labels;
        this.both = both;
        this.live = new LabelledLines(console, Channel.ERR, labels);
    }

    @Override
    public void runStarted(Plan plan) {
        plan.nodes().forEach(node -> nodes.put(node.name(), new NodeLines(node, file)));
    }

    @Override
    public void stdout(Node node, byte[] bytes) {
        update(node, lines -> lines.add(bytes));
    }

    @Override
    public void stderr(Node node, byte[] bytes) {
        if (both) {
            update(node, lines -> lines.add(bytes));
        } else {
            live.add(node, bytes);
            console.flush();
        }
    }

    @Override
    public void finished(TargetResult result) {
        live.end(result.node());
        update(result.node(), lines -> {
            if (result.outcome() instanceof Outcome.Returned(var value)) {
                lines.add(ReturnedValue.bytes(value));
            }
            lines.end();
        });
    }

    @Override
    public void runFinished(RunResult result) {
        file.close();
    }

    private interface Change {
        void apply(NodeLines lines);
    }

    private void update(Node node, Change change) {
        NodeLines lines = nodes.get(node.name());
        if (lines == null) {
            throw new IllegalStateException(node.name() + " is not in the plan");
        }
        boolean wasReady = lines.ready();
        change.apply(lines);
        if (!wasReady && lines.ready()) {
            ready++;
        }
        while (ready == nodes.size() && tellNext()) {
            ready = (int) nodes.values().stream().filter(NodeLines::ready).count();
        }
        console.flush();
    }

    /** Tells the next line of every node; false if no node has one any more. */
    private boolean tellNext() {
        Map<NodeLines.Line, List<Node>> equal = new LinkedHashMap<>();
        nodes.values()
                .forEach(lines -> lines.next()
                        .ifPresent(line -> equal.computeIfAbsent(line, _ -> new ArrayList<>())
                                .add(lines.node())));
        equal.forEach((line, group) -> {
            console.text(Channel.OUT, labels == Labels.SHOWN ? Labels.fold(group) + ": " : "");
            line.transferTo((bytes, offset, length) -> console.bytes(Channel.OUT, bytes, offset, length));
        });
        return !equal.isEmpty();
    }
}
