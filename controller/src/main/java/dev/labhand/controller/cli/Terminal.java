package dev.labhand.controller.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells terminals from files and pipes. */
final class Terminal {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Terminal() {}

    /**
     * Whether a file descriptor of this process is a terminal. Java itself only tells it of standard input and output
     * together.
     */
    static boolean isTerminal(int descriptor) {
        return isTerminal(DESCRIPTORS, descriptor);
    }

    static boolean isTerminal(Path descriptors, int descriptor) {
        try {
            String file = Files.readSymbolicLink(descriptors.resolve(Integer.toString(descriptor)))
                    .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            // On Linux the descriptor is closed; elsewhere there is no such folder.
            return !Files.isDirectory(descriptors) && hasConsole();
        }
    }

    // The check knows Java 22 to 24; Java 25 has no console again where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasConsole() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
