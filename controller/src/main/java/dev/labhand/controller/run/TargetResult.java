package dev.labhand.controller.run;

import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.controller.inventory.Node;
import java.time.Duration;
import java.util.Optional;

/**
 * How the work on one target ended.
 *
 * @param stop what stopping the command achieved, if it was stopped
 * @param elapsed from taking the target up to its end; zero if it was not run
 */
public record TargetResult(Node node, Outcome outcome, Optional<StopResult> stop, Duration elapsed) {}
