package dev.labhand.agent.sshlibrary;

import dev.labhand.api.KeywordException;
import dev.labhand.api.Log;
import java.util.Locale;
import java.util.Optional;

/** The levels that keywords log on. */
final class Levels {

    private Levels() {}

    static Log.Level of(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "TRACE" -> Log.Level.TRACE;
            case "DEBUG" -> Log.Level.DEBUG;
            case "INFO" -> Log.Level.INFO;
            case "WARN" -> Log.Level.WARN;
            case "ERROR" -> Log.Level.ERROR;
            case "HTML" -> Log.Level.HTML;
            default -> throw KeywordException.failed("Invalid log level '" + name + "'.");
        };
    }

    /** The one that was asked for, or the usual one. */
    static Log.Level of(Optional<String> name, Connections all) {
        return name.map(Levels::of).orElseGet(all::level);
    }
}
