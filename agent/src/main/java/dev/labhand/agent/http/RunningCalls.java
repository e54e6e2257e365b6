package dev.labhand.agent.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.thread.Scheduler;

/** The calls that run on virtual threads, so that a stop can wait for them, and that each ends when its client has gone. */
final class RunningCalls {

    /** A call must have lasted this long before its client is watched. */
    private static final Duration WATCH_AFTER = Duration.ofMillis(50);

    private final Scheduler scheduler;
    private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean lookPlanned = new AtomicBoolean();
    private volatile boolean stopping;

    RunningCalls(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Does the call's work on a virtual thread; if the agent is stopping, the call is stopped instead. */
    void start(RunningCall call) {
        // Counted first, then looked: so a stop either waits for the call or is seen by it.
        running.add(call);
        if (stopping) {
            ended(call);
            call.stop();
            return;
        }
        Thread.ofVirtual().name("call").start(() -> {
            try {
                call.run();
            } finally {
                ended(call);
            }
        });
        planLook();
    }

    /** One timer for all calls, which runs only while there are some that are not watched yet. */
    private void planLook() {
        if (lookPlanned.compareAndSet(false, true)) {
            scheduler.schedule(this::look, WATCH_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        lookPlanned.set(false);
        boolean done = true;
        for (RunningCall call : running) {
            done &= call.watchIfLasting(WATCH_AFTER);
        }
        if (!done) {
            planLook();
        }
    }

    /** From now on nothing starts. */
    void refuseNew() {
        stopping = true;
    }

    /** Waits until nothing runs that delays a stop, at most this long. */
    synchronized boolean awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (running.stream().anyMatch(RunningCall::delaysStop)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }

    /** Answers and cancels what still runs. */
    void stopRest() {
        running.forEach(RunningCall::stop);
    }

    private void ended(RunningCall call) {
        running.remove(call);
        if (stopping) {
            synchronized (this) {
                notifyAll();
            }
        }
    }
}
