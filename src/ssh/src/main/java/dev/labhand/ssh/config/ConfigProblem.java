package dev.labhand.ssh.config;

import java.nio.file.Path;

/** Something in a configuration file that cannot be followed for a host. The message names file and line. */
public final class ConfigProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** A problem with a whole file, or with what it leads to. */
    public ConfigProblem(String reason) {
        super(reason);
        this.reason = reason;
    }

    ConfigProblem(Path file, int line, String message) {
        this(file + ":" + line + ": " + message);
    }

    /** The message. */
    public String reason() {
        return reason;
    }
}
