package dev.labhand.controller.report;

import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.report.Console.Channel;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.TargetResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds output back and tells it after the end: equal outputs once, or node by node in their order. */
public final class GatheredReport implements RunListener {

    private static final String RULE = "-".repeat(15);

    private final Console console;
    private final Labels labels;
    private final boolean fold;
    private final boolean both;
    private final LabelledLines live;
    private final HeldOutput held = new HeldOutput();

    /**
     * A report that begins to speak when the run is finished.
     *
     * @param fold whether equal outputs are told once, under a header with all their nodes; else in the nodes' order
     * @param both whether standard error is held back together with standard output; else it is told as it comes
     */
    public GatheredReport(Console console, Labels labels, boolean fold, boolean both) {
        this.console = console;
        this.labels = labels;
        this.fold = fold;
        this.both = both;
        this.live = new LabelledLines(console, Channel.ERR, labels);
    }

    @Override
    public void stdout(Node node, byte[] bytes) {
        held.add(node, bytes);
    }

    @Override
    public void stderr(Node node, byte[] bytes) {
        if (both) {
            held.add(node, bytes);
        } else {
            live.add(node, bytes);
            console.flush();
        }
    }

    @Override
    public void finished(TargetResult result) {
        if (result.outcome() instanceof Outcome.Returned(var value)) {
            held.add(result.node(), ReturnedValue.bytes(value));
        }
        live.end(result.node());
        console.flush();
    }

    @Override
    public void runFinished(RunResult result) {
        try (held) {
            List<Node> nodes = result.targets().stream()
                    .map(TargetResult::node)
                    .filter(node -> held.of(node).isPresent())
                    .toList();
            if (fold) {
                tellFolded(nodes);
            } else {
                tellInOrder(nodes);
            }
            console.flush();
        }
    }

    private void tellFolded(List<Node> nodes) {
        Map<String, List<Node>> equal = new LinkedHashMap<>();
        nodes.forEach(node -> equal.computeIfAbsent(spool(node).fingerprint(), _ -> new ArrayList<>())
                .add(node));
        equal.values().forEach(group -> {
            if (labels == Labels.SHOWN) {
                console.line(Channel.OUT, RULE);
                console.line(Channel.OUT, Labels.foldAndCount(group));
                console.line(Channel.OUT, RULE);
            }
            tell(group.getFirst(), Labels.HIDDEN);
        });
    }

    private void tellInOrder(List<Node> nodes) {
        nodes.forEach(node -> tell(node, labels));
    }

    private void tell(Node node, Labels prefix) {
        LabelledLines lines = new LabelledLines(console, Channel.OUT, prefix);
        spool(node).transferTo((bytes, offset, length) -> lines.add(node, bytes, offset, length));
        lines.end(node);
    }

    private Spool spool(Node node) {
        return held.of(node).orElseThrow();
    }
}
