package dev.labhand.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Standard input that comes while a command waits for its session or runs. Thread-safe: what is added stays in order. */
final class LateInput {

    private final long limit;
    /** What came before the command began: sent again on the next channel if the first one breaks before that. */
    private final ByteArrayOutputStream early = new ByteArrayOutputStream();

    private boolean open;
    private boolean begun;
    private String closedBecause = "its standard input is closed; openStdin leaves it open";
    private @Nullable ExecChannel channel;

    /**
     * Input that is open, or closed from the start.
     *
     * @param limit bytes that may wait for the command to read them
     */
    LateInput(boolean open, long limit) {
        this.open = open;
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
        if (!begun) {
            early.writeBytes(bytes);
        }
        if (last) {
            open = false;
            closedBecause = "its standard input has been closed";
        }
        if (channel == null) {
            return early.size();
        }
        channel.write(bytes);
        if (last) {
            channel.endInput();
        }
        return channel.waitingInput();
    }

    /** From now on goes to this channel, with what came so far. */
    synchronized void flowInto(ExecChannel opening) throws IOException {
        channel = opening;
        opening.write(early.toByteArray());
        if (!open) {
            opening.endInput();
        }
    }

    /** The command was sent, and is never sent again. */
    synchronized void begun() {
        begun = true;
        early.reset();
    }

    synchronized void ended() {
        open = false;
        closedBecause = "it has ended";
    }
}
