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
        partial.computeIfAbsent(node.name(), _ -> new LineAssembler()).add(bytes, offset, length, writer(node));
    }

    /** The node writes nothing more. */
    void end(Node node) {
        LineAssembler lines = partial.remove(node.name());
        if (lines != null) {
            lines.end(writer(node));
        }
    }

    private LineAssembler.Line writer(Node node) {
        byte[] label = labels.of(node).getBytes(StandardCharsets.UTF_8);
        return (content, _) -> {
            console.bytes(channel, label, 0, label.length);
            content.transferTo((bytes, offset, length) -> console.bytes(channel, bytes, offset, length));
            console.bytes(channel, LINE_FEED, 0, 1);
        };
    }
}
