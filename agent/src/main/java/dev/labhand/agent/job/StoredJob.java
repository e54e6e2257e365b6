package dev.labhand.agent.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as an earlier agent left it.
 *
 * @param begun whether a detached command may only be followed
 * @param stopping the reason, if a stop was asked for
 * @param lastSign when the agent last wrote anything of it
 */
record StoredJob(
        JobEvent.Asked asked,
        boolean begun,
        Optional<String> stopping,
        Optional<JobEvent.Ended> ended,
        JobFiles files,
        Instant lastSign) {

    /** Less than the 30 days for which a target remembers. */
    private static final Duration REMEMBERED = Duration.ofDays(29);

    /**
     * Reads a folder; empty if its job never was, since the agent died before it had written what was asked.
     *
     * @throws IOException if the folder cannot be read, or holds what no agent writes; says what
     */
    static Optional<StoredJob> read(Disk disk, Path folder) throws IOException {
        JobFolder.check(folder);
        Path file = folder.resolve(JobFolder.JOURNAL);
        Journal.Contents contents = Journal.read(file);
        List<JobEvent> events = contents.events();
        if (events.isEmpty()) {
            // Nothing runs before what was asked is written down: then this was never whole.
            if (JobFolder.hasRecording(folder)) {
                throw new IOException(file + " is missing or damaged: it does not tell what was asked for");
            }
            return Optional.empty();
        }
        if (!(events.getFirst() instanceof JobEvent.Asked asked)) {
            throw new IOException(file + " does not begin with what was asked for");
        }
        if (!asked.id().value().equals(folder.getFileName().toString())) {
            throw new IOException(file + " is that of the job " + asked.id());
        }
        Optional<JobEvent.Ended> ended =
                events.getLast() instanceof JobEvent.Ended last ? Optional.of(last) : Optional.empty();
        Instant lastSign = ended.isPresent() ? ended.get().at() : lastSign(folder);
        return Optional.of(new StoredJob(
                asked,
                events.stream().anyMatch(JobEvent.Begun.class::isInstance),
                events.stream()
                        .filter(JobEvent.Stopping.class::isInstance)
                        .map(event -> ((JobEvent.Stopping) event).reason())
                        .findFirst(),
                ended,
                new JobFiles(
                        folder,
                        Journal.resumed(disk, file, contents.length()),
                        recording(disk, folder, ended, millis(asked.at(), lastSign))),
                lastSign));
    }

    /**
     * Whether a detached command may be started under this id yet: not if it is known to have begun, if a part of what was asked
     * was secret and so is gone, or if the target may have forgotten what became of it.
     */
    boolean mayStart() {
        return !begun && asked.whole() && asked.at().isAfter(Instant.now().minus(REMEMBERED));
    }

    private static Recording recording(Disk disk, Path folder, Optional<JobEvent.Ended> ended, long lastMs)
            throws IOException {
        if (ended.isEmpty()) {
            return Recording.resumed(disk, folder, lastMs);
        }
        JobEvent.Ended end = ended.get();
        Path timeline = folder.resolve("timeline");
        long told = end.stdoutBytes() + end.stderrBytes() > 0 && Files.exists(timeline) ? Files.size(timeline) : 0;
        return new Recording(
                disk, folder, new Recording.State(told, end.stdoutBytes(), end.stderrBytes(), end.lastOutputMs()));
    }

    private static Instant lastSign(Path folder) throws IOException {
        Instant last = Instant.EPOCH;
        for (String name : List.of(JobFolder.JOURNAL, "stdout", "stderr", "timeline")) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                Instant time = Files.getLastModifiedTime(file).toInstant();
                last = time.isAfter(last) ? time : last;
            }
        }
        return last;
    }

    /** Milliseconds between two times; none if a clock was set back. */
    static long millis(Instant from, Instant to) {
        return Math.max(0, to.toEpochMilli() - from.toEpochMilli());
    }
}
