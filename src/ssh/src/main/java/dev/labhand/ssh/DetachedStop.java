package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.ScriptSession.Cause;
import dev.labhand.ssh.ScriptSession.Silent;
import java.time.Duration;
import java.util.Optional;

/** The stop of a detached job, and what it achieved where it could not be done as usual. */
final class DetachedStop {

    private DetachedStop() {}

    /**
     * Stops what runs of a job. Blocks until nothing is left, or something will not go.
     *
     * @throws Silent if the target does not answer: worth another try
     */
    static StopResult perform(ConnectionPool pool, DetachedState.Trace trace, Duration grace)
            throws Silent, InterruptedException {
        try (StopDialogue stop = new StopDialogue(pool, StopDialogue.Quarry.detached(trace), Optional.empty())) {
            stop.begin();
            return new StopPursuit(grace, () -> true).perform(stop);
        } catch (Silent silent) {
            if (silent.cause instanceof Cause.Refused) {
                return new StopResult.Unverifiable(silent.why);
            }
            throw silent;
        }
    }

    /** The job did not end, though a stop was performed. */
    static StopResult stillRunning(StopResult result) {
        return result instanceof StopResult.Verified ? Stop.STILL_HELD : result;
    }

    /** Stopped when nothing was started, so that nothing is left. */
    static Ending neverBegun(Outcome why) {
        return new Ending(why, Optional.of(new StopResult.Verified()));
    }

    /** The job has ended, and what it may have left behind could not be looked for. */
    static Ending halfDone(Outcome outcome, String silence) {
        return new Ending(
                outcome,
                Optional.of(new StopResult.Unverifiable(
                        "it ended, and what it may have left behind could not be stopped: " + silence)));
    }

    /** The target could not be made to stop the job in the time for that. */
    static Ending hopeless(String silence) {
        String why = "the job could not be stopped and may still run: " + silence;
        return new Ending(new Outcome.Lost(why), Optional.of(new StopResult.Unverifiable(why)));
    }
}
