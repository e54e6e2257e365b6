package dev.labhand.controller.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One temporary file for the output that a run holds back, made when it is first needed, readable by its owner only. */
final class SpoolFile implements AutoCloseable {

    private @Nullable FileChannel channel;
    private long size;

    /** Appends and returns where the bytes are. */
    long append(byte[] bytes, int offset, int length) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
            long position = size;
            while (buffer.hasRemaining()) {
                size += opened().write(buffer, size);
            }
            return position;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Fills the buffer's part with what was appended. */
    void read(long position, byte[] buffer, int offset, int length) {
        try {
            ByteBuffer target = ByteBuffer.wrap(buffer, offset, length);
            while (target.hasRemaining()) {
                if (opened().read(target, position + target.position() - offset) < 0) {
                    throw new IOException("it was cut short");
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private FileChannel opened() throws IOException {
        if (channel == null) {
            Path file = Files.createTempFile("labhand-output-", null);
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        }
        return channel;
    }

    private static UncheckedIOException failed(IOException e) {
        return new UncheckedIOException(
                "output cannot be held back in the folder for temporary files (" + System.getProperty("java.io.tmpdir")
                        + "): " + e.getMessage(),
                e);
    }

    /** Forgets all that was appended. What is appended afterwards makes a new file. */
    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw failed(e);
            }
            channel = null;
            size = 0;
        }
    }
}
