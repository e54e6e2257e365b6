package dev.labhand.agent.plugin;

import java.time.Duration;

/**
 * What a plugin may use.
 *
 * @param describe the time to describe itself
 * @param grace between TERM and KILL when processes are ended
 * @param idle how long a process that serves calls waits for one before it is ended
 * @param quiet how long a file must stand still before it counts as written
 * @param line bytes of an answer, which is one line
 * @param output bytes that one call may write to standard output, and as many to standard error
 * @param processes how many of one persistent plugin serve calls at once; more calls wait
 */
record Limits(Duration describe, Duration grace, Duration idle, Duration quiet, int line, long output, int processes) {

    static final Limits DEFAULTS = new Limits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMillis(500),
            16 << 20,
            64 << 20,
            Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));

    private static final Duration FOREVER = Duration.ofDays(36_500);

    /**
     * Those of a plugin that allows no more than so many processes. If that is one, its calls come one after another and find
     * what the calls before them left behind, so it is never ended for having nothing to do.
     */
    Limits atMost(int most) {
        return new Limits(describe, grace, most == 1 ? FOREVER : idle, quiet, line, output, Math.min(most, processes));
    }
}
