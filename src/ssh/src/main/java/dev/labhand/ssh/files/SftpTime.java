package dev.labhand.ssh.files;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The times of files that SFTP version 3 carries: whole seconds since 1970 in 32 bits without a sign (draft-ietf-secsh-filexfer-02
 * section 5).
 */
public final class SftpTime {

    /** 1970-01-01T00:00:00Z. */
    public static final Instant FIRST = Instant.EPOCH;

    /** 2106-02-07T06:28:15Z. */
    public static final Instant LAST = Instant.ofEpochSecond(0xFFFF_FFFFL);

    private SftpTime() {}

    /** Whether it is carried; what it has below a second is lost. */
    public static boolean carries(Instant time) {
        return time.getEpochSecond() >= FIRST.getEpochSecond() && time.getEpochSecond() <= LAST.getEpochSecond();
    }

    /**
     * Checks a time that is to be set.
     *
     * @throws IllegalArgumentException in one line for the user, if it is not carried
     */
    public static void check(Instant time) {
        if (!carries(time)) {
            throw new IllegalArgumentException(outside(time));
        }
    }

    static String outside(Instant time) {
        return "modified: " + time + " is no time that SFTP carries: those are " + FIRST + " to " + LAST;
    }

    /** The time itself, or the first or last one if it lies before or after. */
    public static Instant nearest(Instant time) {
        return time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
    }

    /** The nearest time as MINA writes it: it takes the 32 bits for a number with a sign, and refuses greater ones. */
    public static FileTime written(Instant time) {
        long seconds = nearest(time).getEpochSecond();
        return FileTime.from(seconds > Integer.MAX_VALUE ? seconds - (1L << Integer.SIZE) : seconds, TimeUnit.SECONDS);
    }
}
