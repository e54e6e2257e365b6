package dev.labhand.controller.run;

import dev.labhand.controller.inventory.Node;

/**
 * Learns what happens in a run, as it happens. Calls never overlap, so a listener needs no locks; one that is slow slows the
 * run down. A listener that throws is told nothing more, and the run goes on: its exception is in {@link RunResult#faults}.
 */
public interface RunListener {

    /** The run begins. */
    default void runStarted(Plan plan) {}

    /** Work on a target begins. */
    default void started(Node node) {}

    /** The target's command wrote to its standard output: any bytes, cut anywhere. */
    default void stdout(Node node, byte[] bytes) {}

    /** The target's command wrote to its standard error: any bytes, cut anywhere. */
    default void stderr(Node node, byte[] bytes) {}

    /** So many bytes more of files went to or came from the target. */
    default void moved(Node node, long bytes) {}

    /** A target ended: called once for each of the plan, for those not run too. Its output was told before. */
    default void finished(TargetResult result) {}

    /** Every target ended. The last call. */
    default void runFinished(RunResult result) {}
}
