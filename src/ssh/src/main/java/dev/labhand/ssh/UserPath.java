package dev.labhand.ssh;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths as users write them, also where no shell has a look at them first: after {@code =}, in variables. */
public final class UserPath {

    private UserPath() {}

    /**
     * A path, in which {@code ~/} at the start is the user's home.
     *
     * @throws InvalidPathException if it can be none, as when it is empty
     */
    public static Path of(String text) {
        if (text.isEmpty()) {
            throw new InvalidPathException(text, "it is empty");
        }
        Path home = Path.of(System.getProperty("user.home"));
        return text.equals("~") ? home : text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
    }
}
