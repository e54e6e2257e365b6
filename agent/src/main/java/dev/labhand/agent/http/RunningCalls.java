package dev.labhand.agent.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The calls that run on virtual threads, so that a stop can wait for them. */
final class RunningCalls {

    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** Compared by identity: two calls are never the same. */
    private static final class Call {
        private final Runnable whenStopped;

        private Call(Runnable whenStopped) {
            this.whenStopped = whenStopped;
        }
    }

    boolean isStopping() {
        return stopping;
    }

    /** Runs the work on a virtual thread; or {@code whenStopped} in its place if the agent is stopping. */
    void start(Runnable work, Runnable whenStopped) {
        Call call = new Call(whenStopped);
        // Counted first, then looked: so a stop either waits for the call or is seen by it.
        running.add(call);
        if (stopping) {
            ended(call);
            whenStopped.run();
            return;
        }
        Thread.ofVirtual().name("call").start(() -> {
            try {
                work.run();
            } finally {
                ended(call);
            }
        });
    }

    /** From now on nothing starts. */
    void refuseNew() {
        stopping = true;
    }

    /** Waits until nothing runs, at most this long. */
    synchronized boolean awaitEnd(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!running.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }

    /** Answers what still runs. */
    void answerRest() {
        running.forEach(call -> call.whenStopped.run());
    }

    private void ended(Call call) {
        running.remove(call);
        if (stopping) {
            synchronized (this) {
                notifyAll();
            }
        }
    }
}
