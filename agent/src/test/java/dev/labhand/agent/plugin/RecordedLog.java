package dev.labhand.agent.plugin;

import dev.labhand.api.Log;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was logged. */
final class RecordedLog implements Log {

    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Instant> times = new CopyOnWriteArrayList<>();

    @Override
    public void write(Level level, String message) {
        write(level, Instant.now(), message);
    }

    @Override
    public void write(Level level, Instant time, String message) {
        times.add(time);
        lines.add(level + " " + message);
    }
}
