package dev.labhand.e2e.support;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a process left behind.
 *
 * @param exit the exit code; 128 + n if signal n ended it
 */
public record Finished(List<String> command, int exit, byte[] stdoutBytes, byte[] stderrBytes) {

    /** Standard output as UTF-8. */
    public String stdout() {
        return new String(stdoutBytes, StandardCharsets.UTF_8);
    }

    /** Standard error as UTF-8. */
    public String stderr() {
        return new String(stderrBytes, StandardCharsets.UTF_8);
    }

    /** The lines of standard output. */
    public List<String> lines() {
        return stdout().lines().toList();
    }

    /** This, if the exit code is zero. */
    public Finished succeeded() {
        if (exit != 0) {
            throw new AssertionError("not exit 0: " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nexit " + exit + "\n--- stdout\n" + stdout() + "--- stderr\n" + stderr();
    }
}
