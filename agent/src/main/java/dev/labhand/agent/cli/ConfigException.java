package dev.labhand.agent.cli;

import java.io.Serial;

/** Something the user set cannot be used. The message is one line that says what to do. */
final class ConfigException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }
}
