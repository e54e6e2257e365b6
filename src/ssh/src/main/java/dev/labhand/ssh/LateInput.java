package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The standard input of a command: what its options hold, and what comes while it waits for its session or runs. Thread-safe:
 * what is added stays in order.
 */
final class LateInput {

    /** End of file, typed at the begin of a line. */
    private static final byte EOT = 4;

    private final long limit;
    private final byte[] first;
    private final boolean terminal;
    /** What came before the command took input: sent again on the next channel if the first one breaks before that. */
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();

    private boolean open;
    /** Whether the end is to be told. A terminal has none unless someone types it. */
    private boolean ends;

    private boolean begun;
    private boolean atLineBegin = true;
    private String closedBecause = "its standard input is closed; openStdin leaves it open";
    private @Nullable ExecChannel channel;

    /**
     * Input that begins with the option {@code stdin}, and is open if {@code openStdin} says so.
     *
     * @param limit bytes that may wait for the command to read them
     */
    LateInput(ExecOptions options, long limit) {
        this.first = options.stdin().orElse(new byte[0]);
        this.terminal = options.pty().wanted();
        this.open = options.openStdin();
        this.ends = !open && (!terminal || options.stdin().isPresent());
        this.limit = limit;
    }

    /**
     * Adds bytes.
     *
     * @return how many bytes wait
     * @throws IOException if they are not taken; says why
     */
    synchronized long add(byte[] bytes, boolean last) throws IOException {
        if (!open) {
            throw new IOException(closedBecause);
        }
        long waiting = channel == null ? early.size() : channel.waitingInput();
        if (waiting + bytes.length > limit) {
            throw new IOException("it does not read its standard input: " + waiting
                    + " bytes wait already, and at most " + limit + " may");
        }
        if (channel == null || !begun) {
            early.writeBytes(bytes);
        }
        if (last) {
            open = false;
            ends = true;
            closedBecause = "its standard input has been closed";
        }
        if (channel == null) {
            return early.size();
        }
        send(channel, bytes);
        if (last) {
            sendEnd(channel);
        }
        return channel.waitingInput();
    }

    /** From now on goes to this channel, with what came so far. */
    synchronized void flowInto(ExecChannel opening) throws IOException {
        channel = opening;
        atLineBegin = true;
        send(opening, first);
        send(opening, early.toByteArray());
        if (begun) {
            early.reset();
        }
        if (ends) {
            sendEnd(opening);
        }
    }

    private void send(ExecChannel to, byte[] bytes) throws IOException {
        to.write(bytes);
        if (bytes.length > 0) {
            atLineBegin = bytes[bytes.length - 1] == '\n';
        }
    }

    private void sendEnd(ExecChannel to) throws IOException {
        if (terminal) {
            // In the middle of a line the first one only hands that line over.
            to.write(atLineBegin ? new byte[] {EOT} : new byte[] {EOT, EOT});
        } else {
            to.endInput();
        }
    }

    /** The command was sent, and is never sent again. */
    synchronized void begun() {
        begun = true;
        if (channel != null) {
            early.reset();
        }
    }

    synchronized void ended() {
        open = false;
        closedBecause = "it has ended";
    }
}
