package dev.labhand.protocol.xmlrpc;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The dates of XML-RPC. */
final class Dates {

    private static final Pattern FORM =
            Pattern.compile("(\\d{4})(-?)(\\d\\d)\\2(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?"
                    + "(?:(Z)|([+-])(\\d\\d):?(\\d\\d))?");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuuMMdd'T'HH:mm:ss");

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private Dates() {}

    /** An instant if the text has a zone, else a local date. */
    static Object read(String text) throws Refusal {
        Matcher m = FORM.matcher(Scalars.trimmed(text));
        if (!m.matches()) {
            throw Refusal.unreadable(
                    "dateTime.iso8601", text, "yyyyMMddTHH:mm:ss is expected, perhaps with a fraction and a zone");
        }
        try {
            LocalDateTime date = LocalDateTime.of(
                    number(m, 1),
                    number(m, 3),
                    number(m, 4),
                    number(m, 5),
                    number(m, 6),
                    number(m, 7),
                    nanos(m.group(8)));
            if (m.group(9) != null) {
                return date.toInstant(ZoneOffset.UTC);
            }
            return m.group(10) == null ? date : date.toInstant(offset(m));
        } catch (DateTimeException e) {
            throw Refusal.unreadable("dateTime.iso8601", text, "there is no such date");
        }
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }

    private static ZoneOffset offset(Matcher m) {
        int sign = m.group(10).equals("-") ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(sign * number(m, 11), sign * number(m, 12));
    }

    /**
     * Writes {@code yyyyMMdd'T'HH:mm:ss}.
     *
     * @throws IllegalArgumentException if the year has not four digits
     */
    static String written(LocalDateTime date) {
        if (date.getYear() < 0 || date.getYear() > 9999) {
            throw unwritable(date);
        }
        return WRITTEN.format(date);
    }

    /** The same, in UTC. */
    static String written(Instant instant) {
        if (instant.isBefore(FIRST) || !instant.isBefore(AFTER_LAST)) {
            throw unwritable(instant);
        }
        return WRITTEN.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static IllegalArgumentException unwritable(Object date) {
        return new IllegalArgumentException("XML-RPC has no date for " + date + ": years have four digits");
    }
}
