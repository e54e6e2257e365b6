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
import java.time.Instant;
import java.util.Optional;
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
        Optional<Holder> holder = Holder.read(channel);
        if (tryLock(channel) == null || holder.filter(Holder::lives).isPresent()) {
            channel.close();
            throw new IOException("data directory " + path + " is in use by another agent (process "
                    + holder.map(it -> String.valueOf(it.pid())).orElse("unknown")
                    + "); give this one its own --data-dir or --name");
        }
        Holder.current().write(channel);
        return new DataDir(path, channel);
    }

    Path path() {
        return path;
    }

    /** Lets another agent have it. */
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.truncate(0);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another agent in this process.
            return null;
        }
    }

    /**
     * Who holds the folder, as the lock file tells: a process that may have lost the lock itself, since a process loses its POSIX
     * locks on a file whenever it closes it anywhere, as after {@code file.get} of the lock file on the agent's own machine.
     *
     * @param start when it started, in milliseconds since 1970
     */
    private record Holder(long pid, long start) {

        private static final int LONGEST = 64;

        /** The start is computed from the time of the boot, which a clock that is set right moves a little. */
        private static final long TOLERANCE_MS = 10_000;

        static Holder current() {
            return of(ProcessHandle.current());
        }

        private static Holder of(ProcessHandle process) {
            return new Holder(
                    process.pid(),
                    process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
        }

        static Optional<Holder> read(FileChannel channel) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
            channel.read(bytes, 0);
            String[] words = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ", 2);
            try {
                return Optional.of(
                        new Holder(Long.parseLong(words[0]), words.length < 2 ? 0 : Long.parseLong(words[1])));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        void write(FileChannel channel) throws IOException {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((pid + " " + start).getBytes(StandardCharsets.UTF_8)), 0);
        }

        /** Whether that very process is there, and another than this one. */
        boolean lives() {
            return start != 0
                    && pid != ProcessHandle.current().pid()
                    && ProcessHandle.of(pid)
                            .map(Holder::of)
                            .filter(process -> Math.abs(process.start() - start) <= TOLERANCE_MS)
                            .isPresent();
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
