package dev.labhand.agent.robot;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Spans of time as Robot Framework writes them (User Guide, "Time format"). */
final class TimeString {

    /** Such as {@code 1 day, 01:02:03.456}: Robot's timer, and Python's text for a timedelta. */
    private static final Pattern TIMER =
            Pattern.compile("([+-]?)(?:(\\d{1,9}) days?, )?(?:(\\d{1,9}):)?(\\d{1,9}):(\\d{1,9})(\\.\\d{1,9})?");

    private static final Pattern PARTS = Pattern.compile("(-?)((?:\\d{1,18}(?:\\.\\d{1,18})?[a-zμµ]+)+)");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)([a-zμµ]+)");

    private static final Map<String, Double> UNITS = Map.ofEntries(
            Map.entry("nanosecond", 1e-9),
            Map.entry("ns", 1e-9),
            Map.entry("microsecond", 1e-6),
            Map.entry("us", 1e-6),
            Map.entry("μs", 1e-6),
            Map.entry("µs", 1e-6),
            Map.entry("millisecond", 1e-3),
            Map.entry("millisec", 1e-3),
            Map.entry("msec", 1e-3),
            Map.entry("milli", 1e-3),
            Map.entry("ms", 1e-3),
            Map.entry("second", 1.0),
            Map.entry("sec", 1.0),
            Map.entry("s", 1.0),
            Map.entry("minute", 60.0),
            Map.entry("min", 60.0),
            Map.entry("m", 60.0),
            Map.entry("hour", 3600.0),
            Map.entry("h", 3600.0),
            Map.entry("day", 86400.0),
            Map.entry("d", 86400.0),
            Map.entry("week", 604800.0),
            Map.entry("w", 604800.0));

    private TimeString() {}

    /** Seconds; empty if the text is no span of time. */
    static OptionalDouble seconds(String text) {
        try {
            return OptionalDouble.of(Numbers.decimal(text));
        } catch (Misfit e) {
            String time = text.strip().toLowerCase(Locale.ROOT);
            OptionalDouble timer = timer(time);
            return timer.isPresent() ? timer : units(time.replace(" ", ""));
        }
    }

    private static OptionalDouble timer(String time) {
        Matcher m = TIMER.matcher(time);
        if (!m.matches()) {
            return OptionalDouble.empty();
        }
        double days = m.group(2) == null ? 0 : Long.parseLong(m.group(2));
        double hours = m.group(3) == null ? 0 : Long.parseLong(m.group(3));
        double minutes = Long.parseLong(m.group(4));
        double seconds = Double.parseDouble(m.group(5) + (m.group(6) == null ? "" : m.group(6)));
        double all = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
        return OptionalDouble.of(m.group(1).equals("-") ? -all : all);
    }

    private static OptionalDouble units(String time) {
        Matcher m = PARTS.matcher(time);
        if (!m.matches()) {
            return OptionalDouble.empty();
        }
        double all = 0;
        for (Matcher part = PART.matcher(m.group(2)); part.find(); ) {
            Double unit = unit(part.group(2));
            if (unit == null) {
                return OptionalDouble.empty();
            }
            all += Double.parseDouble(part.group(1)) * unit;
        }
        return OptionalDouble.of(m.group(1).isEmpty() ? all : -all);
    }

    private static @Nullable Double unit(String name) {
        Double unit = UNITS.get(name);
        return unit != null || !name.endsWith("s") ? unit : UNITS.get(name.substring(0, name.length() - 1));
    }
}
