package dev.labhand.agent.job;

import dev.labhand.api.Failure;
import dev.labhand.api.KeywordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a command has written: both streams, and in which order they came. Written by one thread at a time, read by any. Any bytes
 * that are in the files are a true beginning of what the command wrote, whenever this process dies.
 */
final class Recording {

    /** Chunks of one stream that come within this time are one on the timeline. */
    private static final long CHUNK_MS = 10;

    private final Path folder;
    private final OutputFile stdout;
    private final OutputFile stderr;
    private final Timeline timeline;
    private volatile State state;

    /** The last chunk, of which the timeline does not tell yet. */
    private StandardStream lastStream = StandardStream.STDOUT;

    private long lastBytes;

    /**
     * How far it has come.
     *
     * @param timeline bytes of the timeline's file
     * @param lastMs when the last chunk came, of which the timeline does not tell: milliseconds since the start
     */
    record State(long timeline, long stdout, long stderr, long lastMs) {

        static final State EMPTY = new State(0, 0, 0, 0);

        /** Bytes of a stream. */
        long bytes(StandardStream stream) {
            return stream == StandardStream.STDOUT ? stdout : stderr;
        }
    }

    /** The recording in a folder, which has come so far. */
    Recording(Disk disk, Path folder, State state) {
        this.folder = folder;
        stdout = new OutputFile(disk, folder.resolve("stdout"));
        stderr = new OutputFile(disk, folder.resolve("stderr"));
        timeline = new Timeline(disk, folder.resolve("timeline"), state.timeline());
        this.state = state;
    }

    /** What is in a folder whose writer has died, to be gone on with. */
    static Recording resumed(Disk disk, Path folder, long lastMs) throws IOException {
        long stdout = size(folder.resolve("stdout"));
        long stderr = size(folder.resolve("stderr"));
        Path file = folder.resolve("timeline");
        Timeline.Cursor cursor = new Timeline.Cursor(file);
        Offsets told = Offsets.ZERO;
        for (Timeline.Chunk chunk = cursor.peek(size(file)); chunk != null; chunk = cursor.peek(size(file))) {
            told = told.plus(chunk.stream(), chunk.bytes());
            cursor.advance();
        }
        Recording resumed = new Recording(disk, folder, new State(cursor.position(), stdout, stderr, lastMs));
        boolean error = stderr > told.stderr();
        resumed.lastStream = error ? StandardStream.STDERR : StandardStream.STDOUT;
        resumed.lastBytes = error ? stderr - told.stderr() : stdout - told.stdout();
        return resumed;
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    State state() {
        return state;
    }

    /**
     * Adds bytes of a stream.
     *
     * @param ms since the start
     */
    void append(StandardStream stream, byte[] buffer, int offset, int length, long ms) throws IOException {
        State before = state;
        long timelineLength = before.timeline();
        boolean sameChunk = lastBytes > 0 && stream == lastStream && ms - before.lastMs() < CHUNK_MS;
        if (!sameChunk) {
            if (lastBytes > 0) {
                timeline.append(new Timeline.Chunk(lastStream, lastBytes, before.lastMs()));
                timelineLength = timeline.length();
            }
            lastStream = stream;
            lastBytes = 0;
        }
        file(stream).append(buffer, offset, length);
        lastBytes += length;
        boolean error = stream == StandardStream.STDERR;
        state = new State(
                timelineLength,
                before.stdout() + (error ? 0 : length),
                before.stderr() + (error ? length : 0),
                sameChunk ? before.lastMs() : ms);
    }

    /**
     * At most so many bytes of a stream from an offset on; none at or past the end.
     *
     * @throws KeywordException with -32001 if the job is being forgotten
     * @throws IOException if the file cannot be read, or is not what was written
     */
    byte[] read(StandardStream stream, long offset, int maxBytes) throws IOException {
        try {
            return file(stream).read(offset, Math.clamp(state.bytes(stream) - offset, 0, maxBytes));
        } catch (NoSuchFileException gone) {
            if (Files.exists(folder)) {
                throw new IOException(gone.getMessage() + " is missing", gone);
            }
            throw new KeywordException(
                    new Failure(Failure.NO_SUCH_JOB, "No such job", folder.getFileName() + " has just been forgotten"));
        }
    }

    private OutputFile file(StandardStream stream) {
        return stream == StandardStream.STDOUT ? stdout : stderr;
    }

    Timeline.Cursor cursor() {
        return timeline.cursor();
    }

    /** Lets go of the files; they can still be read. */
    void close() throws IOException {
        try {
            stdout.close();
        } finally {
            try {
                stderr.close();
            } finally {
                timeline.close();
            }
        }
    }
}
