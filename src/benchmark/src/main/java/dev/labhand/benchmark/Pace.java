package dev.labhand.benchmark;

import java.time.Duration;

/**
 * How long to measure.
 *
 * @param rounds of each contestant, at least 3
 * @param seconds of one round
 */
record Pace(int rounds, int seconds) {

    Duration round() {
        return Duration.ofSeconds(seconds);
    }

    /** Before the first round that counts: enough for compilers to settle. */
    Duration warmUp() {
        return Duration.ofSeconds(Math.max(8, 2L * seconds));
    }
}
