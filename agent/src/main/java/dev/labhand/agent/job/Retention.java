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
    private final Shelf kept = new Shelf();
    /** Those that found no place on disk: they do not drive out those that did. */
    private final Shelf unkept = new Shelf();

    /** Jobs in the order of their ends. */
    private static final class Shelf {
        final SequencedSet<Job> jobs = new LinkedHashSet<>();
        long bytes;

        void add(Job job) {
            jobs.add(job);
            bytes += job.outputBytes();
        }

        boolean remove(Job job) {
            boolean there = jobs.remove(job);
            if (there) {
                bytes -= job.outputBytes();
            }
            return there;
        }
    }

    Retention(RetentionSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private Shelf shelf(Job job) {
        return job.files().journal().isEmpty() ? unkept : kept;
    }

    /** Counts a job that has ended, later than all others. */
    synchronized void add(Job job) {
        shelf(job).add(job);
    }

    /** Counts it no longer; false if it was not. */
    synchronized boolean remove(Job job) {
        return shelf(job).remove(job);
    }

    /** Whether one is too many, too big or too old. */
    synchronized boolean hasExpired() {
        Instant now = clock.instant();
        return hasExpired(kept, now) || hasExpired(unkept, now);
    }

    /** Takes out those that are, the oldest first. */
    synchronized List<Job> takeExpired() {
        Instant now = clock.instant();
        List<Job> expired = new ArrayList<>(0);
        for (Shelf shelf : List.of(kept, unkept)) {
            while (hasExpired(shelf, now)) {
                Job oldest = shelf.jobs.getFirst();
                shelf.remove(oldest);
                expired.add(oldest);
            }
        }
        return expired;
    }

    private boolean hasExpired(Shelf shelf, Instant now) {
        if (shelf.jobs.isEmpty()) {
            return false;
        }
        boolean tooMuch = shelf.jobs.size() > settings.jobs() || shelf.bytes > settings.bytes();
        Duration limit = tooMuch && UNREAD.compareTo(settings.age()) < 0 ? UNREAD : settings.age();
        return shelf.jobs.getFirst().endedAt().isBefore(now.minus(limit));
    }
}
