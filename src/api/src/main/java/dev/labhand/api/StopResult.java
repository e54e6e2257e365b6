package dev.labhand.api;

import java.util.List;

/** What a stop achieved, as looked up on the target afterwards, not assumed. */
public sealed interface StopResult {

    /** Two looks in a row found nothing of the command alive. */
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
