package dev.labhand.agent.plugin;

import dev.labhand.ssh.UserPath;
import java.nio.file.Path;
import java.util.Optional;

/** Where keywords besides the agent's own come from. */
public sealed interface KeywordSource {

    /** A folder of executables and jars, which is watched. */
    record Folder(Path path) implements KeywordSource {}

    /**
     * A Robot Framework library in Python.
     *
     * @param spec as the adapter takes it: {@code MODULE}, {@code MODULE.CLASS}, {@code FILE.py} or {@code FILE.py:CLASS}, and
     *     arguments after {@code ::}
     * @param file the file, if it is one: it is watched
     */
    record Python(String spec, Optional<Path> file) implements KeywordSource {}

    /** Begins the name of a library in Python. */
    String PYTHON = "python:";

    /**
     * Reads {@code DIR}, {@code python:MODULE.CLASS} or {@code python:/path/file.py[:Class]}; {@code ~/} is the home.
     *
     * @throws IllegalArgumentException whose message says what is wrong
     */
    static KeywordSource parse(String text) {
        if (!text.startsWith(PYTHON)) {
            return new Folder(UserPath.of(text).toAbsolutePath().normalize());
        }
        String spec = text.substring(PYTHON.length());
        int arguments = spec.indexOf("::");
        String library = arguments < 0 ? spec : spec.substring(0, arguments);
        String rest = arguments < 0 ? "" : spec.substring(arguments);
        if (library.isBlank()) {
            throw new IllegalArgumentException(
                    "'" + text + "' should be python:MODULE.CLASS or python:/path/file.py:Class");
        }
        int end = library.lastIndexOf(".py");
        boolean isFile = library.contains("/") || library.endsWith(".py") || library.contains(".py:");
        if (!isFile) {
            return new Python(spec, Optional.empty());
        }
        if (end < 0 || (end + 3 < library.length() && library.charAt(end + 3) != ':')) {
            throw new IllegalArgumentException("'" + text + "' should name a file that ends in .py");
        }
        Path file = UserPath.of(library.substring(0, end + 3)).toAbsolutePath().normalize();
        return new Python(file + library.substring(end + 3) + rest, Optional.of(file));
    }
}
