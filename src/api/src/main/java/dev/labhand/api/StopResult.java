package dev.labhand.api;

import java.util.List;

/** What a stop achieved: as looked up on the target afterwards, not assumed. */
public sealed interface StopResult {

    /** How much of what a command starts can be found on the target. */
    enum Containment {
        /** All that carries the command's mark in its environment, descends from what does, or is of its sessions. */
        TREE,
        /** Less: the command has no session of its own, or the target no {@code /proc} to look into. */
        GROUP
    }

    /**
     * Two looks in a row found nothing of the command alive. A process that has left all by which a command's processes are
     * found, as a daemon may, and that keeps no output of the command open, is not found. So it is, too, if the stop came before
     * anything was started.
     *
     * @param containment where the looks reached
     */
    record Verified(Containment containment) implements StopResult {

        /** The whole tree is gone. */
        public Verified() {
            this(Containment.TREE);
        }
    }

    /**
     * These processes outlived TERM and KILL.
     *
     * @param processes each as {@code PID NAME}
     * @param containment where the looks reached
     */
    record Survivors(List<String> processes, Containment containment) implements StopResult {
        public Survivors {
            processes = List.copyOf(processes);
        }

        /** These are left of the whole tree. */
        public Survivors(List<String> processes) {
            this(processes, Containment.TREE);
        }
    }

    /**
     * The signals were sent, or could not be, and the target cannot tell what is left.
     *
     * @param reason why not
     */
    record Unverifiable(String reason) implements StopResult {}
}
