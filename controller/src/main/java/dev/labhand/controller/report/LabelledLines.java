package dev.labhand.controller.report;

import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.report.Console.Channel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes whole lines with their node's label to one stream; nothing of two nodes is ever mixed within a line. */
final class LabelledLines {

    private static final byte[] LINE_FEED = {'\n'};

    private final Console console;
    private final Channel channel;
    private final Labels labels;
    private final Map<String, LineAssembler> partial = new HashMap<>();

    LabelledLines(Console console, Channel channel, Labels labels) {
        this.console = console;
        this.channel = channel;
        this.labels = labels;
    }

    void add(Node node, byte[] bytes) {
        add(node, bytes, 0, bytes.length);
    }

    void add(Node node, byte[] bytes, int offset, int length) {
        LineAssembler lines = partial.computeIfAbsent(node.name(), _ -> new LineAssembler());
        if (labels == Labels.HIDDEN) {
            lines.addTogether(bytes, offset, length, new Writer(node));
        } else {
            lines.add(bytes, offset, length, new Writer(node));
        }
    }

    /** The node writes nothing more. */
    void end(Node node) {
        LineAssembler lines = partial.remove(node.name());
        if (lines != null) {
            lines.end(new Writer(node));
        }
    }

    /** Writes the lines of one node. Made once for many lines: without the second compiler lambdas that capture are slow. */
    private final class Writer implements LineAssembler.Line, Spool.Sink {
        private final byte[] label;

        Writer(Node node) {
            label = labels.of(node).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void take(LineAssembler.Content content, boolean whole) {
            console.bytes(channel, label, 0, label.length);
            content.transferTo(this);
            console.bytes(channel, LINE_FEED, 0, 1);
        }

        @Override
        public void take(byte[] bytes, int offset, int length) {
            console.bytes(channel, bytes, offset, length);
        }
    }
}
