package dev.labhand.agent.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** {@code 2026-11-22T10:15:30.123Z INFO call: 127.0.0.1 add 0.041 ms passed}. For one thread. */
final class LineFormat {

    private long second = -1;
    private String date = "";

    void append(StringBuilder lines, ILoggingEvent event) {
        long millis = event.getTimeStamp();
        long now = Math.floorDiv(millis, 1000L);
        if (now != second) {
            second = now;
            String text =
                    Instant.ofEpochSecond(now).truncatedTo(ChronoUnit.SECONDS).toString();
            date = text.substring(0, text.length() - 1);
        }
        int fraction = (int) Math.floorMod(millis, 1000L);
        lines.append(date).append('.');
        lines.append((char) ('0' + fraction / 100));
        lines.append((char) ('0' + fraction / 10 % 10));
        lines.append((char) ('0' + fraction % 10));
        lines.append("Z ").append(event.getLevel()).append(' ').append(shortName(event.getLoggerName()));
        lines.append(": ").append(event.getFormattedMessage()).append('\n');
        if (event.getThrowableProxy() != null) {
            lines.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
