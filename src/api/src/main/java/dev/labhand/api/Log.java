package dev.labhand.api;

import java.time.Instant;

/**
 * Where a keyword tells what it does. A keyword gets the log of its own call by declaring a parameter of this type, which is no
 * argument on the wire; the lines reach that call's caller and no other. Thread-safe: threads that a keyword starts may use it
 * until the call ends, after which lines are dropped.
 *
 * <p>The levels are those of Robot Framework. Faces that have no place for lines drop them. A message may have several lines.
 */
public interface Log {

    /** How much a message matters, and how it is shown. */
    enum Level {
        TRACE,
        DEBUG,
        INFO,
        /** Like {@link #INFO}; the message is HTML. */
        HTML,
        WARN,
        ERROR,
        /** Shown on the caller's terminal besides the log. */
        CONSOLE
    }

    /** Drops everything. */
    Log NONE = (level, message) -> {};

    /** Adds a message, with the time of the call. */
    void write(Level level, String message);

    /** Adds a message that tells its own time: one that was written elsewhere. */
    default void write(Level level, Instant time, String message) {
        write(level, message);
    }

    default void trace(String message) {
        write(Level.TRACE, message);
    }

    default void debug(String message) {
        write(Level.DEBUG, message);
    }

    default void info(String message) {
        write(Level.INFO, message);
    }

    /** A message of HTML, which is shown as it is: the keyword escapes what is not its own. */
    default void html(String message) {
        write(Level.HTML, message);
    }

    default void warn(String message) {
        write(Level.WARN, message);
    }

    default void error(String message) {
        write(Level.ERROR, message);
    }

    default void console(String message) {
        write(Level.CONSOLE, message);
    }
}
