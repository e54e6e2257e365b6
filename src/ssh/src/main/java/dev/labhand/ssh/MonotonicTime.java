package dev.labhand.ssh;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Durations for {@link System#nanoTime}. */
final class MonotonicTime {

    /** As good as for ever, and far from where sums of nanoseconds overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private MonotonicTime() {}

    /** At most a hundred years. */
    static long nanos(Duration time) {
        return (time.compareTo(LONGEST) > 0 ? LONGEST : time).toNanos();
    }

    /** From now to a moment of {@link System#nanoTime}. */
    static long millisUntil(long moment) {
        return TimeUnit.NANOSECONDS.toMillis(moment - System.nanoTime());
    }
}
