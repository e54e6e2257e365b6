package dev.labhand.controller.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells terminals from files and pipes. */
final class Terminal {

    private Terminal() {}

    /**
     * Whether a file descriptor of this process is a terminal. Java itself only tells it of standard input and output
     * together.
     */
    static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        try {
            String file = Files.readSymbolicLink(link).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return !Files.isDirectory(link.getParent()) && bothAreTerminals();
        }
    }

    private static boolean bothAreTerminals() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
