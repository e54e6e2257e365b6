package dev.labhand.agent.rpc;

import org.jspecify.annotations.Nullable;

/**
 * Ends the calls of one request before their time, because nobody waits for them any more: the thread they run on is
 * interrupted, and those not begun yet do not begin. Thread-safe.
 */
public final class Cancellation {

    private static final ScopedValue<Cancellation> CURRENT = ScopedValue.newInstance();

    private volatile boolean requested;
    private @Nullable Thread thread;

    /** Runs calls on this thread; they can be cancelled until they are over. */
    public void run(Runnable calls) {
        begin();
        try {
            ScopedValue.where(CURRENT, this).run(calls);
        } finally {
            over();
        }
    }

    /** Interrupts the calls, if they are not over. A keyword may go on nevertheless, and its call with it. */
    public synchronized void cancel() {
        requested = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * On the thread of the calls: they are over, and nothing interrupts it any more. An interrupt that came too late is taken
     * back, for a thread that is interrupted closes the network channel that it writes to.
     */
    public synchronized void over() {
        if (thread == Thread.currentThread()) {
            thread = null;
            Thread.interrupted();
        }
    }

    /** Whether the call that runs on this thread has been cancelled. */
    static boolean isRequested() {
        return CURRENT.isBound() && CURRENT.get().requested;
    }

    private synchronized void begin() {
        thread = Thread.currentThread();
        if (requested) {
            thread.interrupt();
        }
    }
}
