package dev.labhand.controller.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Reads standard input to its end, to forward it to every machine. */
final class StandardInput {

    static final int MAX_BYTES = 8 << 20;

    private static final Duration HINT_AFTER = Duration.ofSeconds(2);

    private static final String HINT = "waiting for the end of standard input, to forward it (-n: do not)";

    private StandardInput() {}

    /**
     * Everything up to the end. Someone who waits in vain, because whoever started this never closes the pipe, is told why.
     *
     * @throws IllegalArgumentException if it is too much, saying what to do
     */
    static byte[] read(Surroundings surroundings) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("labhand-stdin-hint").factory());
        var _ = clock.schedule(() -> surroundings.complain(HINT), HINT_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        try {
            byte[] bytes = surroundings.in().readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException("standard input is larger than " + (MAX_BYTES >> 20)
                        + " MiB, too much to forward: give -n, and bring the data to the machines in another way");
            }
            return bytes;
        } catch (IOException e) {
            // A closed standard input is an empty one.
            return new byte[0];
        } finally {
            clock.shutdownNow();
        }
    }
}
