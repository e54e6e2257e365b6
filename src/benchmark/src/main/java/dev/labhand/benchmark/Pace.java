package dev.labhand.benchmark;

import java.time.Duration;

/**
 * How long to measure.
 *
 * @param rounds of each contestant, at least 3
 * @param seconds of one round
 * @param mebibytes of what is streamed and uploaded in one round
 */
record Pace(int rounds, int seconds, int mebibytes) {

    Duration round() {
        return Duration.ofSeconds(seconds);
    }
}
