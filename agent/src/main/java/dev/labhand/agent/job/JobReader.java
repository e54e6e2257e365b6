package dev.labhand.agent.job;

import dev.labhand.agent.job.Recording.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads both streams of a job as one, in the order in which they came, while they come. For one thread. */
public final class JobReader {

    private final Job job;
    private final Timeline.Cursor cursor;
    private Offsets offsets;
    /** What the timeline tells of each stream before the cursor. */
    private Offsets told = Offsets.ZERO;

    /**
     * Bytes of one stream that came together.
     *
     * @param time when they came; of the last ones before an agent's death, no later than that
     */
    public record Chunk(StandardStream stream, byte[] bytes, Instant time) {}

    /**
     * A reader that begins at two offsets.
     *
     * @throws IllegalArgumentException if one lies past what was written
     */
    public JobReader(Job job, long stdout, long stderr) {
        this.job = job;
        this.cursor = job.recording().cursor();
        this.offsets = new Offsets(stdout, stderr);
        State state = job.recording().state();
        for (StandardStream stream : StandardStream.values()) {
            long offset = offset(stream);
            if (offset < 0 || offset > state.bytes(stream)) {
                throw new IllegalArgumentException(stream.word() + ": the offset " + offset + " is not one of the "
                        + state.bytes(stream) + " bytes written so far");
            }
        }
    }

    /** The offset of the next byte of a stream. */
    public long offset(StandardStream stream) {
        return offsets.of(stream);
    }

    /**
     * What comes next. If there is nothing, waits for something, for the end, or for so long.
     *
     * @param maxBytes of all chunks together
     */
    public List<Chunk> next(int maxBytes, Duration wait) throws IOException, InterruptedException {
        job.awaitNews(
                Job.nanos(Optional.of(wait)), () -> hasMore(job.recording().state()));
        State state = job.recording().state();
        List<Chunk> chunks = new ArrayList<>();
        int left = maxBytes;
        while (left > 0 && hasMore(state)) {
            Chunk chunk = chunk(state, left);
            offsets = offsets.plus(chunk.stream(), chunk.bytes().length);
            left -= chunk.bytes().length;
            chunks.add(chunk);
        }
        return chunks;
    }

    private boolean hasMore(State state) {
        return offsets.stdout() < state.stdout() || offsets.stderr() < state.stderr();
    }

    private Chunk chunk(State state, int maxBytes) throws IOException {
        for (Timeline.Chunk each = cursor.peek(state.timeline()); each != null; each = cursor.peek(state.timeline())) {
            Offsets after = told.plus(each.stream(), each.bytes());
            long end = Math.min(after.of(each.stream()), state.bytes(each.stream()));
            if (offset(each.stream()) < end) {
                return read(each.stream(), end, each.ms(), maxBytes);
            }
            told = after;
            cursor.advance();
        }
        StandardStream last = offsets.stdout() < state.stdout() ? StandardStream.STDOUT : StandardStream.STDERR;
        return read(last, state.bytes(last), state.lastMs(), maxBytes);
    }

    private Chunk read(StandardStream stream, long end, long ms, int maxBytes) throws IOException {
        long from = offset(stream);
        byte[] bytes = job.recording().read(stream, from, (int) Math.min(maxBytes, end - from));
        return new Chunk(stream, bytes, job.startedAt().plusMillis(ms));
    }
}
