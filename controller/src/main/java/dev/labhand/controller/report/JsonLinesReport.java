package dev.labhand.controller.report;

import dev.labhand.controller.client.Json;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.report.Console.Channel;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.TargetResult;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object on a line for each thing that happens, as it happens: {@code event} is {@code started}, {@code stdout} or
 * {@code stderr} (one {@code line} each; {@code base64} instead where it is not UTF-8), {@code finished}, and at the end
 * {@code run_finished}. A line of more than 1 MiB comes in pieces. A piece that no line feed ended has {@code partial: true}, as
 * has a last line without one: joined, with a line feed after each that is not partial, they are the exact output.
 */
public final class JsonLinesReport implements RunListener {

    private static final int LONGEST_PIECE = 1 << 20;

    private final Console console;
    private final Map<String, LineAssembler> stdout = new HashMap<>();
    private final Map<String, LineAssembler> stderr = new HashMap<>();

    public JsonLinesReport(Console console) {
        this.console = console;
    }

    @Override
    public void started(Node node) {
        tell(event("started", node));
    }

    @Override
    public void stdout(Node node, byte[] bytes) {
        stdout.computeIfAbsent(node.name(), _ -> new LineAssembler(LONGEST_PIECE))
                .add(bytes, 0, bytes.length, lines("stdout", node));
    }

    @Override
    public void stderr(Node node, byte[] bytes) {
        stderr.computeIfAbsent(node.name(), _ -> new LineAssembler(LONGEST_PIECE))
                .add(bytes, 0, bytes.length, lines("stderr", node));
    }

    @Override
    public void finished(TargetResult result) {
        Node node = result.node();
        end(stdout.remove(node.name()), lines("stdout", node));
        end(stderr.remove(node.name()), lines("stderr", node));
        Map<String, @Nullable Object> event = event("finished", node);
        event.putAll(ResultStruct.of(result));
        tell(event);
    }

    private static void end(@Nullable LineAssembler assembler, LineAssembler.Line line) {
        if (assembler != null) {
            assembler.end(line);
        }
    }

    @Override
    public void runFinished(RunResult result) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("event", "run_finished");
        event.putAll(ResultStruct.of(result));
        tell(event);
    }

    private LineAssembler.Line lines(String kind, Node node) {
        return (content, whole) -> {
            Map<String, @Nullable Object> event = event(kind, node);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.transferTo(bytes::write);
            try {
                event.put(
                        "line",
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes.toByteArray()))
                                .toString());
            } catch (CharacterCodingException e) {
                event.put("base64", bytes.toByteArray());
            }
            if (!whole) {
                event.put("partial", true);
            }
            tell(event);
        };
    }

    private static Map<String, @Nullable Object> event(String kind, Node node) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("event", kind);
        event.put("target", node.name());
        return event;
    }

    private void tell(Map<String, @Nullable Object> event) {
        console.line(Channel.OUT, Json.text(event));
        console.flush();
    }
}
