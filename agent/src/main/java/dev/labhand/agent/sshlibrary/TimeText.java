package dev.labhand.agent.sshlibrary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Spans of time in Robot Framework's words: {@code 1 minute 30 seconds}. */
final class TimeText {

    private TimeText() {}

    static String of(Duration time) {
        List<String> parts = new ArrayList<>();
        add(parts, time.toDays(), "day");
        add(parts, time.toHoursPart(), "hour");
        add(parts, time.toMinutesPart(), "minute");
        add(parts, time.toSecondsPart(), "second");
        add(parts, time.toMillisPart(), "millisecond");
        return parts.isEmpty() ? "0 seconds" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }
}
