package dev.labhand.agent.robot;

import dev.labhand.api.Log;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of one call, as the text that Robot Framework reads levels and times from: {@code *INFO:1700000000000.123* text}.
 * Thread-safe.
 */
final class OutputLog implements Log {

    /** Characters of all messages together: the result of a call is one document in memory, on both ends. */
    private static final int MAX_LENGTH = 4 << 20;

    /** A line that Robot would take for the begin of another message. */
    private static final Pattern LOOKS_LIKE_LEVEL = Pattern.compile(
            "^(?=\\*(?:TRACE|DEBUG|INFO|CONSOLE|HTML|WARN|ERROR)(?::\\d+(?:\\.\\d+)?)?\\*)", Pattern.MULTILINE);

    private final StringBuilder text = new StringBuilder();
    private int leftOut;
    private boolean ended;

    @Override
    public void write(Level level, String message) {
        write(level, Instant.now(), message);
    }

    @Override
    public synchronized void write(Level level, Instant time, String message) {
        if (ended) {
            return;
        }
        if (text.length() + message.length() > MAX_LENGTH) {
            leftOut++;
            return;
        }
        append(level, time, message);
    }

    /** Everything so far; what is written from now on is dropped. */
    synchronized String end() {
        ended = true;
        if (leftOut > 0) {
            append(
                    Level.WARN,
                    Instant.now(),
                    leftOut + " further messages are left out: those of one keyword may have " + MAX_LENGTH
                            + " characters together.");
        }
        return text.toString();
    }

    private void append(Level level, Instant time, String message) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        text.append('*').append(level.name()).append(':').append(micros / 1000).append('.');
        long fraction = micros % 1000;
        text.append((char) ('0' + fraction / 100));
        text.append((char) ('0' + fraction / 10 % 10));
        text.append((char) ('0' + fraction % 10));
        text.append("* ").append(escaped(message)).append('\n');
    }

    /** A space before such a line hides it from Robot and is hardly seen by readers. */
    private static String escaped(String message) {
        Matcher m = LOOKS_LIKE_LEVEL.matcher(message);
        return message.indexOf('*') < 0 ? message : m.replaceAll(" ");
    }
}
