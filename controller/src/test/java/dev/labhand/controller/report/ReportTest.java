package dev.labhand.controller.report;

import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Address;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.TargetResult;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A run that a test plays to listeners, and what they write. */
abstract class ReportTest {

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<TargetResult> results = new ArrayList<>();
    private List<RunListener> listeners = List.of();
    private List<Node> nodes = List.of();

    void begin(ReportOptions options, String... names) {
        begin(options.listeners(new Console(out, err, false, _ -> {})), names);
    }

    void begin(List<RunListener> telling, String... names) {
        listeners = telling;
        nodes = Stream.of(names).map(ReportTest::node).toList();
        Plan plan = Plan.exec(nodes, "true");
        listeners.forEach(listener -> listener.runStarted(plan));
    }

    void started(String name) {
        listeners.forEach(listener -> listener.started(node(name)));
    }

    void stdout(String name, String text) {
        stdout(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void stdout(String name, byte[] bytes) {
        listeners.forEach(listener -> listener.stdout(node(name), bytes));
    }

    void stderr(String name, String text) {
        listeners.forEach(listener -> listener.stderr(node(name), text.getBytes(StandardCharsets.UTF_8)));
    }

    void finished(String name, Outcome outcome) {
        finished(new TargetResult(node(name), outcome, Optional.empty(), Duration.ofMillis(12)));
    }

    void finished(TargetResult result) {
        results.add(result);
        listeners.forEach(listener -> listener.finished(result));
    }

    void end() {
        List<TargetResult> ordered = nodes.stream()
                .flatMap(node -> results.stream().filter(r -> r.node().equals(node)))
                .toList();
        RunResult result = new RunResult(ordered, Optional.empty(), List.of());
        listeners.forEach(listener -> listener.runFinished(result));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    static Node node(String name) {
        return new Node(name, new Address.Agent(URI.create("http://" + name + ":7080")));
    }
}
