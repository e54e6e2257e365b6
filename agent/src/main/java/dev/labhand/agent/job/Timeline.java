package dev.labhand.agent.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * In which order the chunks of both streams came: a file of lines such as {@code stdout 4096 1533}, a stream, a number of bytes
 * and the milliseconds since the start of the job. A line is written after the bytes that it tells of. The last chunk has no
 * line yet, or never gets one: bytes that no line tells of came last, and are of one stream alone.
 */
final class Timeline {

    private final Disk disk;
    private final Path file;
    private @Nullable OutputStream writer;
    private long length;

    /** Some bytes of one stream. */
    record Chunk(StandardStream stream, long bytes, long ms) {}

    /** The timeline in a file of which so many bytes are whole lines. */
    Timeline(Disk disk, Path file, long length) {
        this.disk = disk;
        this.file = file;
        this.length = length;
    }

    /** Bytes of the file: whole lines. */
    long length() {
        return length;
    }

    void append(Chunk chunk) throws IOException {
        OutputStream out = writer;
        if (out == null) {
            cutTornLine();
            out = disk.append(file);
            writer = out;
        }
        byte[] line = (chunk.stream().word() + ' ' + chunk.bytes() + ' ' + chunk.ms() + '\n')
                .getBytes(StandardCharsets.US_ASCII);
        out.write(line);
        length += line.length;
    }

    private void cutTornLine() throws IOException {
        if (Files.exists(file) && Files.size(file) > length) {
            try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
                whole.setLength(length);
            }
        }
    }

    void close() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    Cursor cursor() {
        return new Cursor(file);
    }

    /** Reads a timeline, while it grows, too. */
    static final class Cursor {

        private static final int AT_ONCE = 8192;

        private final Path file;
        private final ArrayDeque<Chunk> ahead = new ArrayDeque<>();
        private long position;

        Cursor(Path file) {
            this.file = file;
        }

        /** Bytes of the whole lines read so far. */
        long position() {
            return position;
        }

        /** The chunk at the cursor, if it lies in so many bytes of the file; null if there is none. */
        @Nullable
        Chunk peek(long limit) throws IOException {
            if (ahead.isEmpty() && position < limit) {
                load((int) Math.min(AT_ONCE, limit - position));
            }
            return ahead.peek();
        }

        void advance() {
            ahead.remove();
        }

        private void load(int size) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(size);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                int read = 0;
                while (buffer.hasRemaining() && read >= 0) {
                    read = channel.read(buffer, position + buffer.position());
                }
            }
            String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
            int whole = text.lastIndexOf('\n') + 1;
            for (String line : text.substring(0, whole).lines().toList()) {
                ahead.add(parse(line));
            }
            position += whole;
        }

        private Chunk parse(String line) throws IOException {
            String[] words = line.split(" ", -1);
            try {
                for (StandardStream stream : StandardStream.values()) {
                    if (words.length == 3 && words[0].equals(stream.word())) {
                        return new Chunk(stream, Long.parseLong(words[1]), Long.parseLong(words[2]));
                    }
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new IOException(file + " holds a line that is none of a timeline");
        }
    }
}
