package dev.labhand.controller.run;

import dev.labhand.api.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param targets one for each node of the plan, in its order
 * @param stopped why the run was stopped before its end, if it was
 * @param faults errors of the controller's own: in its code or in a listener
 */
public record RunResult(List<TargetResult> targets, Optional<Stop> stopped, List<Throwable> faults) {

    /** Why a run was stopped. */
    public enum Stop {
        /** Someone asked for it. */
        CANCELLED,
        /** A target failed, and the plan says to stop then. */
        FAILURE
    }

    public RunResult {
        targets = List.copyOf(targets);
        faults = List.copyOf(faults);
    }

    /** The targets' outcomes, in the plan's order. */
    public List<Outcome> outcomes() {
        return targets.stream().map(TargetResult::outcome).toList();
    }

    /** The closing count. */
    public Tally tally() {
        return Tally.of(outcomes());
    }

    /** Whether every target did as asked. */
    public boolean succeeded() {
        return targets.stream().allMatch(target -> target.outcome().succeeded());
    }
}
