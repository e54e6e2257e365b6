package dev.labhand.agent.job;

import dev.labhand.api.JobId;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a job: private to the agent's account, for output may hold anything. */
final class JobFolder {

    static final String JOURNAL = "journal";

    /** What there is only after what was asked has been written down. */
    private static final List<String> RECORDING = List.of("timeline", "stdout", "stderr");

    private static final List<String> FILES =
            Stream.concat(Stream.of(JOURNAL), RECORDING.stream()).toList();

    /** No job's id holds a tilde. */
    private static final String FORGOTTEN = "~forgotten";

    private static final FileAttribute<?>[] PRIVATE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];

    private JobFolder() {}

    /** Makes the folder that holds all of them, and those above it, unless they are there. */
    static void createParent(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PRIVATE);
        }
    }

    /**
     * Makes the folder.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there
     */
    static void create(Path folder) throws IOException {
        Files.createDirectory(folder, PRIVATE);
    }

    /** Whether it is that of a job that never was: it has a job's name, and at most a journal in it. */
    static boolean isOfNoJob(Path folder) throws IOException {
        if (!JobId.isValid(folder.getFileName().toString()) || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> file.endsWith(JOURNAL));
        }
    }

    /** Whether it is what is left of a job that was being forgotten. */
    static boolean isForgotten(Path folder) {
        return folder.getFileName().toString().endsWith(FORGOTTEN);
    }

    /**
     * Makes sure that a job's files are files.
     *
     * @throws IOException if one is something else, such as a link or a pipe
     */
    static void check(Path folder) throws IOException {
        for (String name : FILES) {
            Path file = folder.resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + " is no regular file");
            }
        }
    }

    /** Whether there is any output, or a trace of it. */
    static boolean hasRecording(Path folder) {
        return RECORDING.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /**
     * Removes what a job has written, and the folder. It is renamed first, so that an agent that dies meanwhile leaves nothing
     * that looks like a job without a journal.
     */
    static void forget(Path folder) throws IOException {
        Path forgotten = folder.resolveSibling(folder.getFileName() + FORGOTTEN);
        removeForgotten(forgotten);
        Files.move(folder, forgotten, StandardCopyOption.ATOMIC_MOVE);
        removeForgotten(forgotten);
    }

    static void removeForgotten(Path folder) throws IOException {
        for (String file : FILES) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.deleteIfExists(folder);
    }

    /** Removes the folder of a job that has a journal at most: many write nothing. */
    static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(JOURNAL));
        Files.deleteIfExists(folder);
    }
}
