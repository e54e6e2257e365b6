package dev.labhand.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Shells start background jobs with the interrupt signal ignored, and what these start inherits that: the tests may be one. */
final class Interrupts {

    private static final int INT = 2;

    /** What to put before a command so that it heeds an interrupt as if a user had typed it. */
    static final List<String> HEEDING = areIgnored() ? List.of("env", "--default-signal=INT") : List.of();

    private Interrupts() {}

    private static boolean areIgnored() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> Long.parseUnsignedLong(
                            line.substring("SigIgn:".length()).strip(), 16))
                    .anyMatch(ignored -> (ignored >> (INT - 1) & 1) == 1);
        } catch (IOException _) {
            return false; // not Linux: then it is up to who starts the tests
        }
    }
}
