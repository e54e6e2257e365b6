package dev.labhand.agent.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells which files are new, changed or gone, each once it has stood still for a while. Looks when it is told to, because that
 * works on every file system, also where changes are made by another machine. For one thread.
 */
final class FileWatcher {

    private final Duration quiet;
    private final Listener listener;
    private final Map<Path, Seen> seen = new HashMap<>();

    /** Is told of changes. */
    interface Listener {

        /** A file is new or has changed, and stands still. */
        void settled(Path file);

        void gone(Path file);
    }

    /** Attributes of a file, of which at least one changes whenever it does. */
    private record Stamp(Map<String, Object> attributes) {

        private static final String NAMES = "unix:ino,size,lastModifiedTime,ctime,mode,uid";

        static Optional<Stamp> of(Path file) {
            try {
                return Optional.of(new Stamp(Files.readAttributes(file, NAMES)));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /** Whether its times say that it has stood still since then. */
        boolean isBefore(Instant time) {
            return Stream.of("lastModifiedTime", "ctime")
                    .allMatch(name -> attributes.get(name) instanceof FileTime at
                            && at.toInstant().isBefore(time));
        }
    }

    /** A file, since when it is so by the monotonic clock, and whether the listener knows. */
    private record Seen(Stamp stamp, long since, boolean told) {}

    FileWatcher(Duration quiet, Listener listener) {
        this.quiet = quiet;
        this.listener = listener;
    }

    /** Compares what is there with the last look. */
    void look(Collection<Path> files) {
        Set<Path> gone = new HashSet<>(seen.keySet());
        for (Path file : files) {
            Optional<Stamp> stamp = Stamp.of(file);
            if (stamp.isPresent()) {
                gone.remove(file);
                look(file, stamp.get());
            }
        }
        for (Path file : gone) {
            Seen last = seen.remove(file);
            if (last != null && last.told()) {
                listener.gone(file);
            }
        }
    }

    private void look(Path file, Stamp stamp) {
        Seen before = seen.get(file);
        Seen now = before != null && before.stamp().equals(stamp) ? before : new Seen(stamp, System.nanoTime(), false);
        boolean still = System.nanoTime() - now.since() >= quiet.toNanos()
                || stamp.isBefore(Instant.now().minus(quiet));
        if (!now.told() && still) {
            seen.put(file, new Seen(stamp, now.since(), true));
            listener.settled(file);
        } else {
            seen.put(file, now);
        }
    }
}
