package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import java.io.IOException;
import java.util.function.Consumer;

/** Hands a command's output on, up to the limit of each stream, but for what comes before the command itself. */
final class OutputGate {

    private final CommandOutput output;
    private final long limit;
    private final Consumer<Outcome> stop;
    private final long[] passed = new long[2];
    private Launch launch = Launch.NOTHING;
    private boolean shut;

    /**
     * Makes a gate.
     *
     * @param stop called, once, when the command has to be stopped on account of its output
     */
    OutputGate(CommandOutput output, long limit, Consumer<Outcome> stop) {
        this.output = output;
        this.limit = limit;
        this.stop = stop;
    }

    /** So many bytes of each stream count as passed. */
    synchronized void resume(long stdout, long stderr) {
        passed[0] = stdout;
        passed[1] = stderr;
    }

    /** What comes from now on is the launch's until that is over. */
    synchronized void begin(Launch next) {
        launch = next;
    }

    synchronized void pass(boolean error, byte[] buffer, int offset, int length) {
        if (launch.speaksOn(error)) {
            byte[] rest = launch.take(buffer, offset, length);
            handOn(error, rest, 0, rest.length);
        } else {
            handOn(error, buffer, offset, length);
        }
    }

    private void handOn(boolean error, byte[] buffer, int offset, int length) {
        if (shut || length == 0) {
            return;
        }
        int stream = error ? 1 : 0;
        int allowed = Math.clamp(limit - passed[stream], 0, length);
        passed[stream] += allowed;
        try {
            if (allowed > 0 && error) {
                output.stderr(buffer, offset, allowed);
            } else if (allowed > 0) {
                output.stdout(buffer, offset, allowed);
            }
        } catch (IOException | RuntimeException e) {
            shut = true;
            stop.accept(new Outcome.OutputLimit("the output cannot be kept: " + Failures.text(e)));
            return;
        }
        if (allowed < length) {
            shut = true;
            String name = error ? "stderr" : "stdout";
            stop.accept(new Outcome.OutputLimit(name + " is longer than " + limit + " bytes"));
        }
    }

    /** The command has ended: hands on what was held back. */
    synchronized void flush() {
        byte[] rest = launch.rest();
        handOn(!launch.hasTerminal(), rest, 0, rest.length);
    }

    /** Whether something could not pass, or nothing is to. */
    synchronized boolean isShut() {
        return shut;
    }

    /** Lets nothing pass any more; returns when nothing is on its way. */
    synchronized void shut() {
        shut = true;
    }
}
