package dev.labhand.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A shell on a terminal (RFC 4254 §6.2, §6.5). What it writes waits here until it is read, up to the channel's window (2 MiB);
 * then the shell waits. One thread at a time may read, another may write.
 */
public interface InteractiveShell extends AutoCloseable {

    /**
     * Types something.
     *
     * @throws IOException if the shell has ended, or takes nothing for a long time
     */
    void write(byte[] bytes) throws IOException;

    /**
     * Reads what is there; if nothing is, waits for it, but not longer than this.
     *
     * @return no bytes if nothing came; empty if the shell has ended and all is read
     */
    Optional<byte[]> read(Duration limit) throws IOException, InterruptedException;

    /** Changes the terminal's size. */
    void resize(int columns, int rows) throws IOException;

    boolean isOpen();

    /** Hangs up. */
    @Override
    void close();
}
