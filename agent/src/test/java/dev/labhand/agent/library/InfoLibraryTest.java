package dev.labhand.agent.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InfoLibraryTest {

    private final AtomicInteger runningJobs = new AtomicInteger();
    private final InfoLibrary library = new InfoLibrary(
            new InfoLibrary.Identity("lab7", "rack 7", Map.of("rack", "7")), () -> 42, runningJobs::get);

    @Test
    void itTellsEverythingTheContractNames() {
        assertThat(library.info().keySet())
                .containsExactly(
                        "name",
                        "version",
                        "description",
                        "hostname",
                        "os",
                        "arch",
                        "cpus",
                        "memoryBytes",
                        "bootId",
                        "startedAt",
                        "keywords",
                        "runningJobs",
                        "labels");
        assertThat(library.info())
                .containsEntry("name", "lab7")
                .containsEntry("description", "rack 7")
                .containsEntry("keywords", 42)
                .containsEntry("labels", Map.of("rack", "7"));
    }

    @Test
    void countsAreThoseOfNow() {
        runningJobs.set(2);
        assertThat(library.info()).containsEntry("runningJobs", 2);
    }

    @Test
    void theMachineIsARealOne() {
        assertThat(library.info())
                .hasEntrySatisfying(
                        "memoryBytes", bytes -> assertThat((Long) bytes).isGreaterThan(1 << 20))
                .hasEntrySatisfying("cpus", cpus -> assertThat((Integer) cpus).isPositive())
                .hasEntrySatisfying(
                        "version", version -> assertThat((String) version).matches("\\d+\\.\\d+\\.\\d+.*"))
                .hasEntrySatisfying("startedAt", at -> assertThat((Instant) at).isBeforeOrEqualTo(Instant.now()));
    }
}
