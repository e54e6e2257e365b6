package dev.labhand.agent.job;

import java.util.Locale;

/** One of the two streams that a command writes. */
public enum StandardStream {
    STDOUT,
    STDERR;

    /** Its name on the wire and on disk. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
