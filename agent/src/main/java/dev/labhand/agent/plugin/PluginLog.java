package dev.labhand.agent.plugin;

import dev.labhand.api.Log;
import dev.labhand.api.Log.Level;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a plugin logs. Standard error may have Robot Framework's marks, {@code *LEVEL*} or
 * {@code *LEVEL:milliseconds*}, at the begin of a line; lines without one have the level of the line before. What comes after a
 * limit is counted and dropped. Thread-safe.
 */
final class PluginLog {

    /** Characters of all messages together. */
    private static final int MAX_LENGTH = 4 << 20;

    /** Of standard error, what a failure shows. */
    private static final int TAIL = 2000;

    private static final Pattern MARK = Pattern.compile(
            "\\*(TRACE|DEBUG|INFO|HTML|WARN|ERROR|CONSOLE)(?::(\\d{1,15})(?:\\.(\\d{1,6})\\d*)?)?\\* ?(.*)",
            Pattern.DOTALL);

    private final Log log;
    private final StringBuilder tail = new StringBuilder();
    private Level level = Level.INFO;
    private long length;
    private int dropped;

    PluginLog(Log log) {
        this.log = log;
    }

    /** A line of standard output that is no answer. */
    void stdout(String line) {
        write(Level.INFO, Instant.now(), line);
    }

    /** A line of standard error. */
    synchronized void stderr(String line) {
        Matcher mark = MARK.matcher(line);
        Instant time = Instant.now();
        String text = line;
        if (mark.matches()) {
            level = Level.valueOf(mark.group(1));
            time = mark.group(2) == null ? time : time(mark.group(2), mark.group(3));
            text = mark.group(4);
        }
        tail.append(text).append('\n');
        if (tail.length() > 2 * TAIL) {
            tail.delete(0, tail.length() - TAIL);
        }
        write(level, time, text);
    }

    /** A message with a level and a time of its own. */
    synchronized void write(Level level, Instant time, String message) {
        length += message.length();
        if (length > MAX_LENGTH) {
            dropped++;
        } else {
            log.write(level, time, message);
        }
    }

    /** Tells what is missing. */
    synchronized void end() {
        if (dropped > 0) {
            log.write(
                    Level.WARN,
                    dropped + " further lines of the plugin are left out: those of one call may have " + MAX_LENGTH
                            + " characters together.");
            dropped = 0;
        }
    }

    /** The end of standard error; empty if there was none. */
    synchronized String tail() {
        String text = tail.toString().strip();
        return text.length() <= TAIL ? text : "…" + text.substring(text.length() - TAIL);
    }

    /** The time of milliseconds since the epoch, and digits after their point. */
    private static Instant time(String millis, @Nullable String fraction) {
        Instant time = Instant.ofEpochMilli(Long.parseLong(millis));
        if (fraction == null) {
            return time;
        }
        String nanos = (fraction + "000000").substring(0, 6);
        return time.plusNanos(Long.parseLong(nanos));
    }

    /** The time of milliseconds since the epoch; now if it is none. */
    static Instant time(@Nullable Object millis) {
        try {
            return millis instanceof Number number ? Instant.ofEpochMilli(number.longValue()) : Instant.now();
        } catch (DateTimeException e) {
            return Instant.now();
        }
    }
}
