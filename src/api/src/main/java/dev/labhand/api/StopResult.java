package dev.labhand.api;

import java.util.List;

/** What a stop achieved: as looked up on the target afterwards, not assumed. */
public sealed interface StopResult {

    /**
     * Two looks in a row found nothing of the command alive: nothing that carries its mark in the environment, descends from
     * what does, or is of its sessions. A process that has left all three, as a daemon may, and that keeps no output of the
     * command open, is not found. So it is, too, if the stop came before anything was started.
     */
    record Verified() implements StopResult {}

    /**
     * These processes outlived TERM and KILL.
     *
     * @param processes each as {@code PID NAME}
     */
    record Survivors(List<String> processes) implements StopResult {
        public Survivors {
            processes = List.copyOf(processes);
        }
    }

    /**
     * The signals were sent, or could not be, and the target cannot tell what is left.
     *
     * @param reason why not
     */
    record Unverifiable(String reason) implements StopResult {}
}
