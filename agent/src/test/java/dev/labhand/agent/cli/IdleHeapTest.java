package dev.labhand.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.cli.IdleHeap.Reading;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleHeapTest {

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final long SMALL = 20 << 20;
    private static final long LARGE = SMALL + IdleHeap.WORTHWHILE + 1;

    private final IdleHeap heap = new IdleHeap(reading(SMALL, 1000));

    private static Reading reading(long bytes, long usedMillis) {
        return new Reading(bytes, Optional.of(Duration.ofMillis(usedMillis)));
    }

    @Test
    void aHeapThatGrewIsCollectedWhenTheWorkIsOver() {
        assertThat(heap.isDue(reading(LARGE, 9000), INTERVAL)).isFalse();
        assertThat(heap.isDue(reading(LARGE, 9100), INTERVAL)).isTrue();
    }

    @Test
    void aHeapThatDidNotGrowIsLeftAlone() {
        assertThat(heap.isDue(reading(LARGE - 1, 1001), INTERVAL)).isFalse();
    }

    @Test
    void whatIsLeftAfterACollectionIsNoReasonForAnother() {
        assertThat(heap.isDue(reading(2 * LARGE, 1001), INTERVAL)).isTrue();
        heap.settle(reading(LARGE, 1101));
        assertThat(heap.isDue(reading(LARGE, 1102), INTERVAL)).isFalse();
        assertThat(heap.isDue(reading(2 * LARGE, 1103), INTERVAL)).isTrue();
    }

    @Test
    void nothingIsCollectedWhereTheSystemDoesNotTellWhatWasUsed() {
        assertThat(heap.isDue(new Reading(LARGE, Optional.empty()), INTERVAL)).isFalse();
        assertThat(heap.isDue(reading(LARGE, 1001), INTERVAL)).isFalse();
        assertThat(heap.isDue(reading(LARGE, 1002), INTERVAL)).isTrue();
    }
}
