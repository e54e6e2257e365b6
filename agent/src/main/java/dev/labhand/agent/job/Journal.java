package dev.labhand.agent.job;

import dev.labhand.protocol.jsonrpc.JsonStruct;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a job's state: a file of lines, each the CRC-32C of an event and the event as JSON. One that was being written
 * when its process died lacks the end of its line; it never happened, and is cut off. Thread-safe.
 */
final class Journal {

    private static final int CHECKSUM = 8;

    private final Disk disk;
    private final Path file;
    private long length;
    private boolean clean;
    private @Nullable OutputStream writer;

    /** What a journal holds: its whole events, in so many bytes. */
    record Contents(List<JobEvent> events, long length) {
        Contents {
            events = List.copyOf(events);
        }
    }

    private Journal(Disk disk, Path file, long length, boolean clean) {
        this.disk = disk;
        this.file = file;
        this.length = length;
        this.clean = clean;
    }

    /** One that is not there yet. */
    static Journal fresh(Disk disk, Path file) {
        return new Journal(disk, file, 0, true);
    }

    /** One of which so many bytes are whole events. */
    static Journal resumed(Disk disk, Path file, long length) {
        return new Journal(disk, file, length, false);
    }

    /**
     * Writes an event. When this returns, the event outlives this process; if it throws, the event never happened.
     */
    synchronized void append(JobEvent event) throws IOException {
        if (!clean) {
            cut();
        }
        OutputStream out = writer;
        if (out == null) {
            out = disk.append(file);
            writer = out;
        }
        byte[] line = line(JsonStruct.write(event.toStruct()));
        clean = false;
        out.write(line);
        clean = true;
        length += line.length;
    }

    /** Whether nothing was ever written: the job is not on disk. */
    synchronized boolean isEmpty() {
        return length == 0;
    }

    private void cut() throws IOException {
        if (Files.exists(file) && Files.size(file) != length) {
            try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
                whole.setLength(length);
            }
        }
        clean = true;
    }

    synchronized void close() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }

    private static byte[] line(byte[] json) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + CHECKSUM + 2);
        line.writeBytes(begin(json));
        line.writeBytes(json);
        line.write('\n');
        return line.toByteArray();
    }

    /** What a line begins with: the checksum, and a space. */
    private static byte[] begin(byte[] json) {
        CRC32C crc = new CRC32C();
        crc.update(json);
        return (HexFormat.of().toHexDigits((int) crc.getValue()) + ' ').getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads all whole events; there are none if there is no file.
     *
     * @throws IOException if it cannot be read, or was changed since it was written; says what is wrong
     */
    static Contents read(Path file) throws IOException {
        byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        List<JobEvent> events = new ArrayList<>();
        int begin = 0;
        for (int end = lineEnd(bytes, begin); end >= 0; end = lineEnd(bytes, begin)) {
            try {
                events.add(event(Arrays.copyOfRange(bytes, begin, end)));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IOException(file + ": line " + (events.size() + 1) + " is damaged: " + e.getMessage(), e);
            }
            begin = end + 1;
        }
        return new Contents(events, begin);
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static JobEvent event(byte[] line) {
        byte[] json = line.length > CHECKSUM ? Arrays.copyOfRange(line, CHECKSUM + 1, line.length) : new byte[0];
        if (!Arrays.equals(line, 0, json.length == 0 ? 0 : CHECKSUM + 1, begin(json), 0, CHECKSUM + 1)) {
            throw new IllegalArgumentException("its checksum is wrong");
        }
        return JobEvent.fromStruct(JsonStruct.read(json));
    }
}
