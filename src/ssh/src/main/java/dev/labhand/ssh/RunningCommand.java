package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A command that has been started, or is about to be. */
public interface RunningCommand {

    /**
     * How it ended. Completes exactly once, never exceptionally, and only after the last byte of output was handed over. What
     * depends on it runs on a virtual thread of its own and may block.
     */
    CompletableFuture<Ending> ending();

    /**
     * Stops the command and all it started: TERM, the grace time, KILL, and a look at what is left. The ending is then
     * {@code cancelled} with this reason, unless the command ended first. Returns at once; may be called again.
     */
    void stop(String reason);

    /**
     * Sends bytes to the command's standard input, after what was sent before. Those that the command does not read yet wait
     * here. Returns at once.
     *
     * @param last whether standard input is then closed
     * @return how many bytes wait, of these and of earlier ones
     * @throws IOException if none of them is sent; says why: its input is closed, it has ended, too much waits
     */
    default long write(byte[] bytes, boolean last) throws IOException {
        throw new IOException("nothing more can reach its standard input");
    }

    /**
     * Sends a signal to the process group of the command, and waits until the target's server says that it did.
     *
     * @param name as RFC 4254 §6.10 has them, such as {@code HUP}
     * @throws IOException if it was not sent, or the server does not say so; says why
     */
    default void signal(String name) throws IOException, InterruptedException {
        throw new IOException("no signal can reach it");
    }

    /**
     * An outcome and, if the command was stopped (by a call or by a limit), what that achieved.
     */
    record Ending(Outcome outcome, Optional<StopResult> stop) {}
}
