package dev.labhand.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds of its machine.
 *
 * @param processes that it started, and that these started, zombies included
 * @param descriptors that it has open
 */
record Holdings(long processes, long descriptors, long threads) {

    static Holdings of(Service service) throws IOException {
        Path process = Path.of("/proc", Long.toString(service.pid()));
        long descendants =
                ProcessHandle.of(service.pid()).orElseThrow().descendants().count();
        return new Holdings(descendants, entries(process.resolve("fd")), entries(process.resolve("task")));
    }

    /** What is more than there was. */
    Holdings beyond(Holdings before) {
        return new Holdings(
                Math.max(0, processes - before.processes),
                Math.max(0, descriptors - before.descriptors),
                Math.max(0, threads - before.threads));
    }

    /** Of each the smaller number. */
    Holdings least(Holdings other) {
        return new Holdings(
                Math.min(processes, other.processes),
                Math.min(descriptors, other.descriptors),
                Math.min(threads, other.threads));
    }

    boolean none() {
        return processes + descriptors + threads == 0;
    }

    private static long entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }
}
