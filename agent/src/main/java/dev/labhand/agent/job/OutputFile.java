package dev.labhand.agent.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a job: a file that only grows, written by one thread and read by any. It exists from the first byte on and
 * is open while the job runs; reading afterwards opens it anew.
 */
final class OutputFile {

    private final Path folder;
    private final Path path;
    private @Nullable FileChannel writer;
    private volatile long size;

    OutputFile(Path folder, String name) {
        this.folder = folder;
        this.path = folder.resolve(name);
    }

    /** Bytes so far. */
    long size() {
        return size;
    }

    synchronized void append(byte[] buffer, int offset, int length) throws IOException {
        FileChannel channel = writer;
        if (channel == null) {
            JobFolder.create(folder);
            channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            writer = channel;
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
        while (bytes.hasRemaining()) {
            channel.write(bytes, size + bytes.position() - offset);
        }
        size += length;
    }

    /** At most so many bytes from an offset; none at or past the end. */
    byte[] read(long offset, int maxBytes) throws IOException {
        int length = Math.clamp(size - offset, 0, maxBytes);
        if (length == 0) {
            return new byte[0];
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new IOException(path.getFileName() + " is shorter than what was written to it");
                }
            }
        }
        return bytes.array();
    }

    synchronized void close() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }
}
