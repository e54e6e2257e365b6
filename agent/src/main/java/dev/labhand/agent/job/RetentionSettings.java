package dev.labhand.agent.job;

import java.time.Duration;

/**
 * How long finished jobs are kept. Whichever limit is passed, the oldest are forgotten, with their output; those that run never
 * are.
 *
 * @param jobs how many finished ones, at least 1
 * @param age since their ends
 * @param bytes of output of all finished ones together
 * @param reserve bytes of the disk that are left free: below that new jobs are rejected; 0 for no such limit
 */
public record RetentionSettings(int jobs, Duration age, long bytes, long reserve) {

    /** What holds unless told otherwise: 10,000 jobs, 30 days, 10 GiB; and 100 MiB stay free. */
    public static final RetentionSettings DEFAULTS =
            new RetentionSettings(10_000, Duration.ofDays(30), 10L << 30, 100L << 20);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if no job could be kept, or a limit is negative
     */
    public RetentionSettings {
        if (jobs < 1) {
            throw new IllegalArgumentException("at least 1 finished job must be kept, not " + jobs);
        }
        if (age.isNegative() || bytes < 0 || reserve < 0) {
            throw new IllegalArgumentException("limits of what is kept should be 0 or more");
        }
    }
}
