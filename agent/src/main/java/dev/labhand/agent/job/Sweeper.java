package dev.labhand.agent.job;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Does a work on a thread of its own: at first, every minute, and soon after someone wants it. */
final class Sweeper implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** How long wishes gather, so that not each of many short jobs wakes the thread. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private final Runnable work;
    private final Thread thread;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private volatile boolean closed;

    /** Does nothing before {@link #start}. */
    Sweeper(Runnable work) {
        this.work = work;
        this.thread = Thread.ofVirtual().name("job-sweeper").unstarted(this::sweepAgainAndAgain);
    }

    void start() {
        thread.start();
    }

    /** The work begins, once more, after this call. Returns at once. */
    void want() {
        if (wanted.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    private void sweepAgainAndAgain() {
        while (!closed) {
            // Before the work: what is wanted while it is being done may come too late for it.
            wanted.set(false);
            work.run();
            // The work may have used up the permit of a wish.
            if (!wanted.get()) {
                LockSupport.parkNanos(PERIOD.toNanos());
            }
            if (wanted.get()) {
                LockSupport.parkNanos(GATHERING.toNanos());
            }
        }
    }

    /** Begins the work no more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
