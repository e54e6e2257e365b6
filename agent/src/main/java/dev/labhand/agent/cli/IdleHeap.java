package dev.labhand.agent.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * Gives the memory back that a time of much work took. The JVM's serial collector shrinks the heap when it collects, and it
 * does not collect while nothing happens: an agent that once told of large outputs would keep their memory for weeks.
 */
final class IdleHeap {

    private static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Less is not worth a collection. */
    static final long WORTHWHILE = 32L << 20;

    /** The share of one processor that an idle agent takes at most. */
    private static final double IDLE_SHARE = 0.02;

    /** What the heap takes when nothing but the agent is in it. */
    private long settled;

    private Optional<Duration> used;

    /** As it is now: what the heap takes in bytes, and the processor time of the process, if the system tells that. */
    record Reading(long heap, Optional<Duration> used) {

        static Reading take() {
            return new Reading(
                    Runtime.getRuntime().totalMemory(),
                    ProcessHandle.current().info().totalCpuDuration());
        }
    }

    IdleHeap(Reading first) {
        this.settled = first.heap();
        this.used = first.used();
    }

    /** Looks after this process as long as it lives. */
    static void watch() {
        IdleHeap heap = new IdleHeap(Reading.take());
        Thread.ofVirtual().name("idle-heap").start(() -> {
            try {
                while (true) {
                    Thread.sleep(INTERVAL);
                    if (heap.isDue(Reading.take(), INTERVAL)) {
                        System.gc();
                        heap.settle(Reading.take());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Whether a collection would disturb nobody and pay.
     *
     * @param since the time since the last reading
     */
    boolean isDue(Reading now, Duration since) {
        boolean idle = used.isPresent()
                && now.used().isPresent()
                && now.used().get().minus(used.get()).toNanos() < IDLE_SHARE * since.toNanos();
        used = now.used();
        return idle && now.heap() - settled > WORTHWHILE;
    }

    /** What the heap takes after a collection is what it needs. */
    void settle(Reading after) {
        settled = after.heap();
        used = after.used();
    }
}
