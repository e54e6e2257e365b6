package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {

    @TempDir
    private Path folder;

    @Test
    void itIsMadeForItsOwnerAlone() throws IOException {
        Path path = folder.resolve("a/b");
        try (DataDir dir = DataDir.take(path)) {
            assertThat(dir.path()).isEqualTo(path);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void twoAgentsCannotShareIt() throws IOException {
        try (DataDir dir = DataDir.take(folder)) {
            assertThatIOException()
                    .isThrownBy(() -> DataDir.take(dir.path()))
                    .withMessage("data directory " + folder + " is in use by another agent (process "
                            + ProcessHandle.current().pid() + "); give this one its own --data-dir or --name");
        }
        DataDir.take(folder).close();
    }

    /** As POSIX has it, for all locks of a process on a file that it closes anywhere. */
    @Test
    void anAgentThatLostItsLockStillHoldsIt() throws IOException {
        Process other = new ProcessBuilder("sleep", "1000").start();
        try {
            long start = other.info().startInstant().orElseThrow().toEpochMilli();
            Files.writeString(folder.resolve("agent.lock"), other.pid() + " " + start);
            assertThatIOException()
                    .isThrownBy(() -> DataDir.take(folder))
                    .withMessageContaining("is in use by another agent (process " + other.pid() + ")");

            Files.writeString(folder.resolve("agent.lock"), other.pid() + " " + (start - 3_600_000));
            DataDir.take(folder).close();
            assertThat(folder.resolve("agent.lock")).isEmptyFile();
            Files.writeString(folder.resolve("agent.lock"), String.valueOf(other.pid()));
            DataDir.take(folder).close();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatIOException()
                .isThrownBy(() -> DataDir.take(file))
                .withMessage("data directory " + file + ": it, or a folder above it, is a file");
        assertThatIOException()
                .isThrownBy(() -> DataDir.take(file.resolve("below")))
                .withMessageContaining("data directory ");
    }
}
