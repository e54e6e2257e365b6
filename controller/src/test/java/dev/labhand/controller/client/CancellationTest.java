package dev.labhand.controller.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private final Cancellation cancellation = new Cancellation();
    private final List<String> told = new ArrayList<>();

    @Test
    void tellsWhoIsRegisteredOnce() {
        try (var _ = cancellation.onRequest(() -> told.add("a"))) {
            cancellation.request("first");
            cancellation.request("second");
        }

        assertThat(told).containsExactly("a");
        assertThat(cancellation.requested()).contains("first");
    }

    @Test
    void tellsWhoComesLaterAtOnce() {
        cancellation.request("stop");

        try (var _ = cancellation.onRequest(() -> told.add("late"))) {
            assertThat(told).containsExactly("late");
        }
    }

    @Test
    void whatIsAbandonedIsAskedToStopFirst() {
        cancellation.onRequest(() -> told.add("stop"));
        cancellation.onAbandonment(() -> told.add("abandon"));

        cancellation.abandon("enough");

        assertThat(told).containsExactly("stop", "abandon");
        assertThat(cancellation.requested()).contains("enough");
        assertThat(cancellation.abandoned()).contains("enough");
    }

    @Test
    void aStopAloneAbandonsNothing() {
        cancellation.onAbandonment(() -> told.add("abandon"));

        cancellation.request("stop");

        assertThat(told).isEmpty();
        assertThat(cancellation.abandoned()).isEmpty();
    }

    @Test
    void tellsNobodyWhoHasLeft() {
        cancellation.onRequest(() -> told.add("a")).close();

        cancellation.request("stop");

        assertThat(told).isEmpty();
    }
}
