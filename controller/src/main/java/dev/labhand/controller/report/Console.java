package dev.labhand.controller.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Standard output and standard error, in exact bytes, with a line of progress on standard error that steps aside for all
 * other output. Not thread-safe: the calls of a run's listeners never overlap.
 *
 * <p>What cannot be written throws {@link UncheckedIOException}, after the owner was told.
 */
public final class Console {

    /** Moves a terminal to the beginning of its line and erases the line. */
    public static final String ERASE_LINE = "\r\u001b[K";

    private final OutputStream out;
    private final OutputStream err;
    private final boolean terminal;
    private final Consumer<IOException> onBroken;
    private boolean progressShown;

    /**
     * A console over two streams.
     *
     * @param terminal whether standard error is a terminal: else no progress is shown
     * @param onBroken what to do when the output cannot be written
     */
    public Console(OutputStream out, OutputStream err, boolean terminal, Consumer<IOException> onBroken) {
        this.out = new BufferedOutputStream(out, 32 << 10);
        this.err = new BufferedOutputStream(err, 8 << 10);
        this.terminal = terminal;
        this.onBroken = onBroken;
    }

    /** One of the two streams. */
    public enum Channel {
        OUT,
        ERR
    }

    /** Bytes, with nothing added. */
    void bytes(Channel channel, byte[] bytes, int offset, int length) {
        try {
            eraseProgress();
            stream(channel).write(bytes, offset, length);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    void text(Channel channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        bytes(channel, bytes, 0, bytes.length);
    }

    /** A text and a line feed. */
    public void line(Channel channel, String text) {
        text(channel, text + "\n");
    }

    /** Makes all that was written visible. */
    public void flush() {
        attempt(() -> {
            out.flush();
            err.flush();
        });
    }

    /** Shows a line of progress in place of the one before; nothing where there is no terminal. */
    void progress(String text) {
        if (terminal) {
            attempt(() -> {
                eraseProgress();
                err.write(text.getBytes(StandardCharsets.UTF_8));
                progressShown = true;
                err.flush();
            });
        }
    }

    boolean progressShown() {
        return progressShown;
    }

    void endProgress() {
        attempt(() -> {
            eraseProgress();
            err.flush();
        });
    }

    /** A stream onto standard output or standard error; closing it does nothing. */
    OutputStream open(Channel channel) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                bytes(channel, new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                bytes(channel, bytes, offset, length);
            }
        };
    }

    private OutputStream stream(Channel channel) {
        return channel == Channel.OUT ? out : err;
    }

    private void eraseProgress() throws IOException {
        if (progressShown) {
            progressShown = false;
            // Both may be the same terminal: what was written to standard output comes first.
            out.flush();
            err.write(ERASE_LINE.getBytes(StandardCharsets.US_ASCII));
            err.flush();
        }
    }

    private interface Writing {
        void write() throws IOException;
    }

    private void attempt(Writing writing) {
        try {
            writing.write();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private UncheckedIOException broken(IOException e) {
        onBroken.accept(e);
        return new UncheckedIOException("the output cannot be written: " + e.getMessage(), e);
    }
}
