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
     * A stream that begins after so many bytes. Asked for once, or from 0 and then once more where an upload is resumed.
     *
     * @throws IOException if they cannot be read; its message is for the user
     */
    InputStream open(long offset) throws IOException;

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
