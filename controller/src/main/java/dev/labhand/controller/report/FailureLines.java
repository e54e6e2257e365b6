package dev.labhand.controller.report;

import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.controller.client.Outcomes;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.report.Console.Channel;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.TargetResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A line on standard error for each target that did not succeed: {@code labhand: node: exited 3}. */
public final class FailureLines implements RunListener {

    private final Console console;
    private final boolean fold;

    /**
     * Lines on a console.
     *
     * @param fold whether to wait for the end and tell equal ones once; what was not run is always told so
     */
    public FailureLines(Console console, boolean fold) {
        this.console = console;
        this.fold = fold;
    }

    @Override
    public void finished(TargetResult result) {
        if (!fold && isFailure(result) && !(result.outcome() instanceof Outcome.NotRun)) {
            tell(result.node().name(), text(result));
        }
    }

    @Override
    public void runFinished(RunResult result) {
        Map<String, List<Node>> equal = new LinkedHashMap<>();
        result.targets().stream()
                .filter(target -> isFailure(target) && (fold || target.outcome() instanceof Outcome.NotRun))
                .forEach(target -> equal.computeIfAbsent(text(target), _ -> new ArrayList<>())
                        .add(target.node()));
        equal.forEach((text, nodes) -> tell(Labels.foldAndCount(nodes), text));
    }

    /** A command that ended well although something of it lives on is worth a line too. */
    private static boolean isFailure(TargetResult result) {
        boolean ended = result.outcome().isFinal();
        return (ended && !result.outcome().succeeded()) || result.stop().isPresent();
    }

    private void tell(String who, String text) {
        console.line(Channel.ERR, "labhand: " + who + ": " + text);
        console.flush();
    }

    private static String text(TargetResult result) {
        String stop = result.stop().map(FailureLines::text).orElse("");
        return (Outcomes.text(result.outcome()) + stop).replaceAll("\\s*\\R\\s*", " ");
    }

    private static String text(StopResult stop) {
        return switch (stop) {
            case StopResult.Verified _ -> "";
            case StopResult.Survivors(var processes, var _) -> "; still running there: " + String.join(", ", processes);
            case StopResult.Unverifiable(String reason) ->
                "; whether all of it has ended could not be checked" + (reason.isEmpty() ? "" : ": " + reason);
        };
    }
}
