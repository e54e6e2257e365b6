package dev.labhand.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatcherTest {

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private final List<String> told = new ArrayList<>();

    private final FileWatcher.Listener listener = new FileWatcher.Listener() {
        @Override
        public void settled(Path file) {
            told.add("settled " + file.getFileName());
        }

        @Override
        public void gone(Path file) {
            told.add("gone " + file.getFileName());
        }
    };

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("a"), "one");
    }

    private List<String> look(FileWatcher watcher, Path... files) {
        told.clear();
        watcher.look(List.of(files));
        return told;
    }

    @Test
    void aFileIsToldOnce() {
        FileWatcher watcher = new FileWatcher(Duration.ZERO, listener);

        assertThat(look(watcher, file)).containsExactly("settled a");
        assertThat(look(watcher, file)).isEmpty();
    }

    @Test
    void everyKindOfChangeIsOne() throws IOException {
        FileWatcher watcher = new FileWatcher(Duration.ZERO, listener);
        look(watcher, file);

        Files.writeString(file, "three");
        assertThat(look(watcher, file)).as("content").containsExactly("settled a");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(look(watcher, file)).as("time").containsExactly("settled a");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        assertThat(look(watcher, file)).as("permissions").containsExactly("settled a");
        Path aside = Files.copy(file, folder.resolve("b"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        assertThat(look(watcher, file)).as("another file of that name").containsExactly("settled a");
        assertThat(look(watcher, file)).isEmpty();
    }

    @Test
    void aFileThatMovesIsNotToldYet() throws IOException {
        FileWatcher watcher = new FileWatcher(Duration.ofHours(1), listener);

        assertThat(look(watcher, file)).isEmpty();
        Files.writeString(file, "three");
        assertThat(look(watcher, file)).isEmpty();
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(look(watcher, file)).as("a date alone proves nothing").isEmpty();
    }

    @Test
    void aFileThatStandsStillIsTold() {
        FileWatcher watcher = new FileWatcher(Duration.ofMillis(50), listener);

        Scripts.until(() -> !look(watcher, file).isEmpty());

        assertThat(told).containsExactly("settled a");
        assertThat(look(watcher, file)).isEmpty();
    }

    @Test
    void whatGoesIsToldIfItWasKnown() throws IOException {
        FileWatcher watcher = new FileWatcher(Duration.ZERO, listener);
        look(watcher, file);

        Files.delete(file);
        assertThat(look(watcher, file)).as("listed, but gone by now").containsExactly("gone a");
        assertThat(look(watcher)).isEmpty();

        write();
        assertThat(look(watcher, file)).as("it comes again").containsExactly("settled a");
        assertThat(look(watcher)).as("no longer listed").containsExactly("gone a");
    }

    @Test
    void whatWasNeverToldDoesNotGo() throws IOException {
        FileWatcher watcher = new FileWatcher(Duration.ofHours(1), listener);
        look(watcher, file);
        Files.delete(file);

        assertThat(look(watcher)).isEmpty();
    }
}
