package dev.labhand.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sessions that servers were asked for and have not opened yet. One timer serves them all: to set one and take it back for each
 * of many short commands would wake the timers' thread each time. Thread-safe.
 */
final class Openings {

    /** How long a server may take to open a session before its connection is suspected to be dead. */
    static final Duration SLOW = Duration.ofSeconds(5);

    private final ScheduledExecutorService timers;
    private final LongSupplier clock;
    /** In the order of the requests. */
    private final SequencedMap<ConnectionPool.Tenant, Wait> waits = new LinkedHashMap<>();

    private boolean planned;

    private record Wait(long since, Runnable whenSlow) {}

    Openings(ScheduledExecutorService timers) {
        this(timers, System::nanoTime);
    }

    /** @param clock in nanoseconds */
    Openings(ScheduledExecutorService timers, LongSupplier clock) {
        this.timers = timers;
        this.clock = clock;
    }

    /**
     * A server is asked for a session.
     *
     * @param whenSlow is run, once, on the timers' thread, if that is not {@link #over} in time
     */
    synchronized void asked(ConnectionPool.Tenant tenant, Runnable whenSlow) {
        waits.putLast(tenant, new Wait(clock.getAsLong(), whenSlow));
        if (!planned) {
            plan(SLOW.toNanos());
        }
    }

    /** The server has answered, or nobody waits for that any more. */
    synchronized void over(ConnectionPool.Tenant tenant) {
        waits.remove(tenant);
    }

    private void plan(long nanos) {
        planned = true;
        var _ = timers.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        takeSlow().forEach(Runnable::run);
    }

    private synchronized List<Runnable> takeSlow() {
        planned = false;
        long now = clock.getAsLong();
        List<Runnable> slow = new ArrayList<>(0);
        Iterator<Wait> oldestFirst = waits.values().iterator();
        while (oldestFirst.hasNext() && !planned) {
            Wait wait = oldestFirst.next();
            long left = SLOW.toNanos() - (now - wait.since());
            if (left > 0) {
                plan(left);
            } else {
                slow.add(wait.whenSlow());
                oldestFirst.remove();
            }
        }
        return slow;
    }
}
