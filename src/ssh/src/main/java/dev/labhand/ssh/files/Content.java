package dev.labhand.ssh.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The bytes of a file that is to be put. */
@FunctionalInterface
public interface Content {

    /**
     * A stream that begins after so many bytes, to be sent.
     *
     * @throws IOException if they cannot be read; its message is for the user
     */
    InputStream open(long offset) throws IOException;

    /**
     * The same from the beginning, to compute check-sums of before anything is sent.
     *
     * @throws IOException as {@link #open}
     */
    default InputStream preview() throws IOException {
        return open(0);
    }

    /** These bytes. */
    static Content of(byte[] bytes) {
        return offset -> {
            int from = (int) Math.min(offset, bytes.length);
            return new ByteArrayInputStream(bytes, from, bytes.length - from);
        };
    }

    /** What is in this file. */
    static Content of(Path file) {
        return offset -> {
            FileChannel channel = FileChannel.open(file);
            try {
                return Channels.newInputStream(channel.position(offset));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        };
    }
}
