package dev.labhand.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The processes of this machine, found by a word in their command lines. */
public final class Processes {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Processes() {}

    /** Those alive whose command line has these words among its arguments. */
    public static List<Long> with(String... words) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> arguments(pid).containsAll(List.of(words)))
                .toList();
    }

    /** Ends them with KILL. */
    public static void kill(String word) {
        with(word).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    /** Waits until so many are alive. */
    public static void await(int count, String word) {
        awaitThat(count + " processes with '" + word + "'", () -> with(word).size() == count);
    }

    /** Waits until a condition holds. */
    public static void awaitThat(String what, BooleanSupplier condition) {
        awaitThat(what, LIMIT, condition);
    }

    /** Waits until a condition holds that may take so long. */
    public static void awaitThat(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static List<String> arguments(long pid) {
        try {
            return Stream.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                            .split("\0"))
                    .toList();
        } catch (IOException _) {
            return List.of(); // it has ended, or is not ours
        }
    }
}
