package dev.labhand.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Files whose first line is a secret. */
final class SecretFile {

    private SecretFile() {}

    /**
     * The first line.
     *
     * @param what the secret is, for errors
     * @throws IllegalArgumentException if there is none; says which file and why
     */
    static String read(String what, Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new IllegalArgumentException(
                            what + " file " + file + " is empty: its first line should be the " + what));
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    what + " file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
