package dev.labhand.agent.plugin;

import dev.labhand.api.Log;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Remembers what was logged. */
final class RecordedLog implements Log {

    final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    final List<Instant> times = Collections.synchronizedList(new ArrayList<>());

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
