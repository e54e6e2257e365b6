package dev.labhand.agent.job;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a job: a file that only grows, written by one thread and read by any. It exists from the first byte on and
 * is open while the job runs; reading opens it anew.
 */
final class OutputFile {

    private final Disk disk;
    private final Path path;
    private @Nullable OutputStream writer;

    OutputFile(Disk disk, Path path) {
        this.disk = disk;
        this.path = path;
    }

    synchronized void append(byte[] buffer, int offset, int length) throws IOException {
        OutputStream out = writer;
        if (out == null) {
            out = disk.append(path);
            writer = out;
        }
        out.write(buffer, offset, length);
    }

    /** So many bytes from an offset, which must have been written. */
    byte[] read(long offset, int length) throws IOException {
        if (length == 0) {
            return new byte[0];
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new IOException(path + " is shorter than what was written to it");
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
