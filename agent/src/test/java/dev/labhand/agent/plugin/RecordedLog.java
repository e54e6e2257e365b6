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
        write(level, message, Instant.now());
    }

    @Override
    public void write(Level level, String message, Instant time) {
        times.add(time);
        lines.add(level + " " + message);
    }
}
