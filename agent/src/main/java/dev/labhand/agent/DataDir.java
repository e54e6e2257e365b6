package dev.labhand.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder that holds all that an agent writes, held by one agent at a time. */
final class DataDir implements AutoCloseable {

    private static final String LOCK_FILE = "agent.lock";

    private final Path path;
    private final FileChannel channel;

    private DataDir(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder, for its owner's eyes only, unless it is there, and takes it.
     *
     * @throws IOException with a message for the user, if it cannot be made, is not writable or is held by another agent
     */
    static DataDir take(Path path) throws IOException {
        try {
            Files.createDirectories(path, ownerOnly(path, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException("data directory " + path + ": it, or a folder above it, is a file", e);
        } catch (IOException e) {
            throw new IOException("data directory " + path + " cannot be made; choose another --data-dir", e);
        }
        Path lockFile = path.resolve(LOCK_FILE);
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    lockFile,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    ownerOnly(path, "rw-------"));
        } catch (IOException e) {
            throw new IOException("data directory " + path + " is not writable; choose another --data-dir", e);
        }
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("data directory " + path + " is in use by another agent (process " + holder(lockFile)
                    + "); give this one its own --data-dir or --name");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
        return new DataDir(path, channel);
    }

    Path path() {
        return path;
    }

    /** Lets another agent have it. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another agent in this process.
            return null;
        }
    }

    private static String holder(Path lockFile) throws IOException {
        String pid = Files.readString(lockFile).strip();
        return pid.isEmpty() ? "unknown" : pid;
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
