package dev.labhand.ssh.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes what a client sends to a command's standard input without ever blocking the client's connection. What waits here is
 * bounded by the channel's window, which opens again only as bytes leave. Once nobody reads any more, bytes are dropped, as
 * by OpenSSH, so that the client is never held up by a command that does not read.
 */
final class StdinFeed {

    private final Executor threads;
    private final IntConsumer consumed;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private @Nullable OutputStream sink;
    private boolean writing;
    private boolean ended;
    private boolean dropping;

    /**
     * A feed with nothing to write to yet.
     *
     * @param threads runs the writing, which blocks while the command does not read
     * @param consumed is told how many bytes left, written or dropped
     */
    StdinFeed(Executor threads, IntConsumer consumed) {
        this.threads = threads;
        this.consumed = consumed;
    }

    /** Begins to write to this, and closes it in the end. */
    synchronized void connect(OutputStream stdin) {
        sink = stdin;
        writeIfNeeded();
    }

    /** Takes the next bytes. */
    void put(byte[] bytes) {
        synchronized (this) {
            if (!dropping) {
                waiting.add(bytes);
                writeIfNeeded();
                return;
            }
        }
        consumed.accept(bytes.length);
    }

    /** No more bytes will come: the command sees the end of its input after those that wait. */
    synchronized void end() {
        ended = true;
        writeIfNeeded();
    }

    /** Drops what waits and all that comes, and closes the pipe: at once, or when the write in progress is released. */
    void drop() {
        int dropped;
        synchronized (this) {
            dropping = true;
            ended = true;
            dropped = waiting.stream().mapToInt(bytes -> bytes.length).sum();
            waiting.clear();
            writeIfNeeded();
        }
        consumed.accept(dropped);
    }

    private void writeIfNeeded() {
        if (sink == null || writing) {
            return;
        }
        if (!waiting.isEmpty()) {
            writing = true;
            OutputStream stdin = sink;
            threads.execute(() -> writeAll(stdin));
        } else if (ended) {
            closeQuietly(sink);
            sink = null;
        }
    }

    private void writeAll(OutputStream stdin) {
        for (byte[] bytes = next(); bytes != null; bytes = next()) {
            try {
                stdin.write(bytes);
                stdin.flush();
            } catch (IOException nobodyReads) {
                drop();
            }
            consumed.accept(bytes.length);
        }
    }

    private synchronized byte @Nullable [] next() {
        byte[] bytes = waiting.poll();
        if (bytes == null) {
            writing = false;
            writeIfNeeded();
        }
        return bytes;
    }

    private static void closeQuietly(OutputStream stdin) {
        try {
            stdin.close();
        } catch (IOException e) {
            // Nobody reads: the end of input has no one to tell.
        }
    }
}
