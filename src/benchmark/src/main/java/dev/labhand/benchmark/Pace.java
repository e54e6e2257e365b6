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
}
