package dev.labhand.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {

    @TempDir
    private Path descriptors;

    @Test
    void terminalsAreKnownByTheirDevices() throws IOException {
        Files.createSymbolicLink(descriptors.resolve("0"), Path.of("/dev/pts/3"));
        Files.createSymbolicLink(descriptors.resolve("1"), Path.of("/dev/null"));

        assertThat(Terminal.isTerminal(descriptors, 0)).isTrue();
        assertThat(Terminal.isTerminal(descriptors, 1)).isFalse();
        assertThat(Terminal.isTerminal(descriptors, 2)).isFalse();
    }

    @Test
    void withoutSuchAFolderAProcessWithoutConsoleHasNoTerminal() {
        // Maven gives tests pipes, so there is none.
        assertThat(Terminal.isTerminal(descriptors.resolve("none"), 0)).isFalse();
    }
}
