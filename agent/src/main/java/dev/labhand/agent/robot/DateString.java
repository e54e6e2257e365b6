package dev.labhand.agent.robot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Dates as Robot Framework reads them (library DateTime, "Timestamp", "Epoch time"): the digits count, from the year to at
 * least the day and at most parts of a second, whatever is between them; a number is a time since 1970; {@code now} is now.
 */
final class DateString {

    private static final int DAY = 8;
    private static final int SECOND = 14;
    private static final int NANOSECOND = 23;

    private DateString() {}

    static Object date(Object given) throws Misfit {
        return switch (given) {
            case LocalDateTime date -> date;
            case Instant time -> time;
            case Long seconds -> since1970(seconds);
            case Double seconds -> since1970(seconds);
            case String text -> parse(text);
            default -> throw new Misfit();
        };
    }

    private static LocalDateTime since1970(double seconds) throws Misfit {
        try {
            Instant time = Instant.ofEpochSecond(
                    (long) Math.floor(seconds), Math.round((seconds - Math.floor(seconds)) * 1e9));
            return LocalDateTime.ofInstant(time, ZoneId.systemDefault());
        } catch (DateTimeException e) {
            throw new Misfit();
        }
    }

    private static LocalDateTime parse(String text) throws Misfit {
        if (text.equalsIgnoreCase("now") || text.equalsIgnoreCase("today")) {
            return LocalDateTime.now(ZoneId.systemDefault());
        }
        String digits = text.replaceAll("[^0-9]", "");
        if (digits.length() < DAY
                || digits.length() > NANOSECOND
                || text.chars().anyMatch(DateString::isStrange)) {
            throw new Misfit("Invalid timestamp '" + text + "'.");
        }
        String all = digits + "0".repeat(NANOSECOND - digits.length());
        try {
            return LocalDateTime.of(
                    part(all, 0, 4),
                    part(all, 4, 6),
                    part(all, 6, DAY),
                    part(all, DAY, 10),
                    part(all, 10, 12),
                    part(all, 12, SECOND),
                    part(all, SECOND, NANOSECOND));
        } catch (DateTimeException e) {
            throw new Misfit("Invalid timestamp '" + text + "'.");
        }
    }

    private static boolean isStrange(int character) {
        return "0123456789-:.T _/".indexOf(character) < 0;
    }

    private static int part(String digits, int from, int to) {
        return Integer.parseInt(digits.substring(from, to));
    }
}
