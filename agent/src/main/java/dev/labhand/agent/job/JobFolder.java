package dev.labhand.agent.job;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a job: private to the agent's account, for output may hold anything. */
final class JobFolder {

    static final String JOURNAL = "journal";

    /** The journal first: a folder without one is that of a job that never was, or is being forgotten. */
    private static final List<String> FILES = List.of(JOURNAL, "timeline", "stdout", "stderr");

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

    /** Whether it holds nothing but what a job writes. */
    static boolean isOurs(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> FILES.contains(file.getFileName().toString()));
        }
    }

    /** Removes what a job has written, and the folder. */
    static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(JOURNAL));
        try {
            // Many jobs write nothing: then there is no more to look for.
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException hasOutput) {
            for (String file : FILES) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.deleteIfExists(folder);
        }
    }
}
