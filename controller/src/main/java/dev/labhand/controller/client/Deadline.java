package dev.labhand.controller.client;

import java.time.Duration;

/** A moment on the monotonic clock. */
record Deadline(long nanoTime) {

    /** Longer than any run: 100 years. */
    static final Duration FOREVER = Duration.ofDays(36_500);

    static Deadline in(Duration span) {
        Duration bounded = span.compareTo(FOREVER) < 0 ? span : FOREVER;
        return new Deadline(System.nanoTime() + bounded.toNanos());
    }

    /** Never negative. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    boolean passed() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
