package dev.labhand.agent.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Decides which finished jobs are forgotten. Thread-safe. */
final class Retention {

    /** Whoever waited for a job's end has this long to read it, even if it is one too many. */
    static final Duration UNREAD = Duration.ofSeconds(10);

    private final RetentionSettings settings;
    private final InstantSource clock;
    /** In the order of their ends. */
    private final SequencedSet<Job> finished = new LinkedHashSet<>();

    private long bytes;

    Retention(RetentionSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Counts a job that has ended, later than all others. */
    synchronized void add(Job job) {
        finished.add(job);
        bytes += job.outputBytes();
    }

    /** Counts it no longer; false if it was not. */
    synchronized boolean remove(Job job) {
        boolean counted = finished.remove(job);
        if (counted) {
            bytes -= job.outputBytes();
        }
        return counted;
    }

    /** Whether one is too many, too big or too old. */
    synchronized boolean hasExpired() {
        return !finished.isEmpty() && isExpired(finished.getFirst(), clock.instant());
    }

    /** Takes out those that are, the oldest first. */
    synchronized List<Job> takeExpired() {
        Instant now = clock.instant();
        List<Job> expired = new ArrayList<>(0);
        while (!finished.isEmpty() && isExpired(finished.getFirst(), now)) {
            Job oldest = finished.removeFirst();
            bytes -= oldest.outputBytes();
            expired.add(oldest);
        }
        return expired;
    }

    private boolean isExpired(Job oldest, Instant now) {
        boolean tooMuch = finished.size() > settings.jobs() || bytes > settings.bytes();
        Duration limit = tooMuch && UNREAD.compareTo(settings.age()) < 0 ? UNREAD : settings.age();
        return oldest.endedAt().isBefore(now.minus(limit));
    }
}
