package dev.labhand.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignalsTest {

    @Test
    void theFirstStopsAndIsRemembered() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        try (Signals signals = Signals.catching(stopped::countDown, () -> {})) {
            assertThat(signals.caught()).isEmpty();

            terminate();

            assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(signals.caught()).hasValue(15);
        }
    }

    /** Or a program that does one run after another could not be interrupted between them. */
    @Test
    void afterTheRunSignalsDoWhatTheyDidBefore() throws Exception {
        CountDownLatch outer = new CountDownLatch(1);
        AtomicInteger inner = new AtomicInteger();
        try (Signals before = Signals.catching(outer::countDown, () -> {})) {
            Signals.catching(inner::incrementAndGet, inner::incrementAndGet).close();

            terminate();

            assertThat(outer.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(before.caught()).hasValue(15);
        }
        assertThat(inner).hasValue(0);
    }

    private static void terminate() throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-TERM", self).inheritIO().start().waitFor())
                .isZero();
    }
}
