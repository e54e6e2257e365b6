package dev.labhand.controller.report;

import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.report.Console.Channel;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.TargetResult;

/** Lines as they come: {@code node: text}. Holds nothing but unfinished lines. */
public final class LiveReport implements RunListener {

    private final Console console;
    private final LabelledLines stdout;
    private final LabelledLines stderr;

    /** Each stream goes to its like. */
    public LiveReport(Console console, Labels labels) {
        this.console = console;
        this.stdout = new LabelledLines(console, Channel.OUT, labels);
        this.stderr = new LabelledLines(console, Channel.ERR, labels);
    }

    @Override
    public void stdout(Node node, byte[] bytes) {
        stdout.add(node, bytes);
        console.flush();
    }

    @Override
    public void stderr(Node node, byte[] bytes) {
        stderr.add(node, bytes);
        console.flush();
    }

    @Override
    public void finished(TargetResult result) {
        if (result.outcome() instanceof Outcome.Returned(var value)) {
            stdout.add(result.node(), ReturnedValue.bytes(value));
        }
        stdout.end(result.node());
        stderr.end(result.node());
        console.flush();
    }
}
