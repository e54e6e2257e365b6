package dev.labhand.controller.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Tells terminals from files and pipes. */
final class Terminal {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private Terminal() {}

    /**
     * Whether a file descriptor of this process is a terminal. Java itself only tells it of standard input and output
     * together.
     */
    static boolean isTerminal(int descriptor) {
        try {
            String file = Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor)))
                    .toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            // On Linux the descriptor is closed; elsewhere there is no such folder.
            return !Files.isDirectory(DESCRIPTORS)
                    && Objects.requireNonNull(System.console()).isTerminal();
        }
    }
}
