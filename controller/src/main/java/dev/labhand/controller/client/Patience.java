package dev.labhand.controller.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How long a broken connection is made anew before the other end is given up: it starts with the first trouble. */
final class Patience {

    private static final long FIRST_PAUSE = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(500).toNanos();

    private final Duration limit;
    private @Nullable Deadline end;
    private long pause = FIRST_PAUSE;

    Patience(Duration limit) {
        this.limit = limit;
    }

    /** Whether there was no trouble since the start or the last {@link #reset}. */
    boolean untouched() {
        return end == null;
    }

    /** The other end has answered. */
    void reset() {
        end = null;
        pause = FIRST_PAUSE;
    }

    /** After trouble: pauses and is true, or is false when the time is over. */
    boolean waitAndGoOn() {
        if (end == null) {
            end = Deadline.in(limit);
        }
        if (end.passed()) {
            return false;
        }
        LockSupport.parkNanos(Math.min(pause, end.remaining().toNanos()));
        pause = Math.min(2 * pause, LONGEST_PAUSE);
        return true;
    }
}
