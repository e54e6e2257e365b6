package dev.labhand.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When old jobs are looked for. */
class SweeperTest {

    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);

    private final Sweeper sweeper = new Sweeper(() -> {
        begun.release();
        mayEnd.acquireUninterruptibly();
    });

    private void awaitBegin() throws InterruptedException {
        assertThat(begun.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void doesTheWorkAtFirstAndWheneverItIsWanted() throws Exception {
        try (sweeper) {
            sweeper.start();
            awaitBegin();
            mayEnd.release();
            for (int i = 0; i < 3; i++) {
                sweeper.want();
                awaitBegin();
                mayEnd.release();
            }
        }
    }

    @Test
    void whatIsWantedDuringTheWorkIsDoneAfterItOnce() throws Exception {
        try (sweeper) {
            sweeper.start();
            awaitBegin();
            for (int i = 0; i < 100; i++) {
                sweeper.want();
            }
            assertThat(begun.availablePermits()).isZero();
            mayEnd.release(1000);
            awaitBegin();

            sweeper.want();
            awaitBegin();
            assertThat(begun.availablePermits()).as("one work for all hundred").isZero();
        }
    }
}
