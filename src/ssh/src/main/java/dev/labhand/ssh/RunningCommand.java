package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A command that has been started, or is about to be. */
public interface RunningCommand {

    /**
     * How it ended. Completes exactly once, never exceptionally, and only after the last byte of output was handed over. What
     * depends on it runs on a virtual thread of its own and may block.
     */
    CompletableFuture<Ending> ending();

    /**
     * Stops the command and all it started: TERM, the grace time, KILL, and a look at what is left. The ending is then
     * {@code cancelled} with this reason, unless the command ended first. Returns at once; may be called again.
     */
    void stop(String reason);

    /**
     * An outcome and, if the command was stopped (by a call or by a limit), what that achieved.
     */
    record Ending(Outcome outcome, Optional<StopResult> stop) {}
}
