package dev.labhand.benchmark;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * The pause between two turns. The compilers of a JVM go on for seconds after a load, and would take processors from whoever is
 * next.
 */
final class Rest {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(200);
    /** Of one processor, per look: what idle agents need, and what clocks that tick every 10 ms cannot tell from nothing. */
    private static final Duration IDLE = Duration.ofMillis(20);

    private Rest() {}

    /** Waits until no process of this benchmark does anything any more, at most 10 s. */
    static void await() throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        Duration before = used();
        while (System.nanoTime() < end) {
            Thread.sleep(LOOK);
            Duration now = used();
            if (now.minus(before).compareTo(IDLE) <= 0) {
                return;
            }
            before = now;
        }
    }

    /** Processor time of this process and all it started that live. */
    private static Duration used() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}
