package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What goes over a channel before the command has it to itself: sudo's question, the script that wraps the command, and its
 * standard input. What is spoken before the command begins comes on standard error, or on the terminal.
 */
final class Launch {

    /** Of a command that was not begun. */
    static final Launch NOTHING = new Launch("", ExecOptions.DEFAULTS, "", new LateInput(ExecOptions.DEFAULTS, 0));

    private final String command;
    private final ExecOptions options;
    private final LateInput input;
    private final @Nullable Wrapper wrapper;
    private final @Nullable Ascent ascent;
    private @Nullable ExecChannel channel;
    private boolean abandoned;
    private boolean gaveUp;

    /**
     * Prepares a launch.
     *
     * @param input the command's standard input, which flows once all that is spoken before it has been sent
     */
    Launch(String command, ExecOptions options, String mark, LateInput input) {
        this.command = command;
        this.input = input;
        this.options = options;
        this.wrapper = options.needsShell() ? new Wrapper(command, options.env(), options.cwd(), mark) : null;
        this.ascent = Become.of(options).map(Ascent::new).orElse(null);
    }

    /** Whom the command runs as, if sudo runs it. */
    Optional<Become> become() {
        return Become.of(options);
    }

    boolean hasTerminal() {
        return options.pty().wanted();
    }

    /** What is to be asked of the server. */
    ExecChannel.Wanted wanted(String markName, String markValue, Optional<Path> lent) {
        String line = wrapper == null
                ? command
                : ascent == null ? ShellScript.launcher(script()) : ascent.commandLine(script());
        return new ExecChannel.Wanted(
                line.getBytes(StandardCharsets.UTF_8),
                markName,
                markValue,
                Optional.of(options.pty()).filter(pty -> pty.wanted()),
                wrapper != null,
                lent);
    }

    /** The script comes over a terminal that hands it on unchanged; the command wants it as terminals are. */
    private byte[] script() {
        byte[] script = wrapper == null ? new byte[0] : wrapper.script();
        if (!hasTerminal()) {
            return script;
        }
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(ShellScript.bytes("stty sane\n"));
        both.writeBytes(script);
        return both.toByteArray();
    }

    /** Sends, once the channel opens, what need not wait for an answer. */
    synchronized void begin(ExecChannel opening) throws IOException {
        channel = opening;
        if (ascent != null) {
            ascent.begin(opening);
        } else if (wrapper == null) {
            input.flowInto(opening);
        } else {
            opening.write(script());
            if (!hasTerminal()) {
                input.flowInto(opening);
            }
        }
    }

    /** Whether sudo has yet to let the command begin. */
    synchronized boolean isAscending() {
        return ascent != null && !ascent.isOver();
    }

    /** Whether what comes on this stream is not yet the command's. */
    synchronized boolean speaksOn(boolean error) {
        return error != hasTerminal() && (isAscending() || (wrapper != null && !wrapper.begun()));
    }

    /**
     * Takes what comes before the command, and answers it.
     *
     * @return what is to be passed on all the same
     */
    synchronized byte[] take(byte[] buffer, int offset, int length) {
        byte[] rest = Arrays.copyOfRange(buffer, offset, offset + length);
        if (isAscending() && ascent != null) {
            rest = abandoned ? new byte[0] : ascent.take(rest, 0, rest.length);
            if (ascent.isOver() && !hasTerminal()) {
                letInputFlow();
            }
        }
        if (!isAscending() && wrapper != null && !wrapper.begun()) {
            rest = wrapper.take(rest, 0, rest.length);
            if (wrapper.begun() && wrapper.problem().isEmpty() && hasTerminal()) {
                letInputFlow();
            }
        }
        return rest;
    }

    private void letInputFlow() {
        try {
            if (channel != null) {
                input.flowInto(channel);
            }
        } catch (IOException e) {
            // The connection is gone, which the channel's end tells.
        }
    }

    /** What was held back, at the end. */
    synchronized byte[] rest() {
        return wrapper == null || isAscending() || wrapper.begun() ? new byte[0] : wrapper.rest();
    }

    /** The command is not to begin any more. Returns whether that comes in time. */
    synchronized boolean abandon() {
        abandoned |= isAscending();
        return abandoned;
    }

    /** sudo has had its time. */
    void giveUp() {
        ExecChannel open;
        synchronized (this) {
            gaveUp = abandon();
            open = channel;
        }
        if (gaveUp && open != null) {
            open.close(false);
        }
    }

    /**
     * What became of the command if it has not begun.
     *
     * @param byServer whether the server closed the channel
     */
    synchronized Optional<Outcome> problem(boolean byServer) {
        if (isAscending() && ascent != null) {
            return Optional.of(
                    byServer || gaveUp
                            ? new Outcome.Rejected(ascent.refusal() + (gaveUp ? " (it did not get on)" : ""))
                            : new Outcome.Unreachable("the connection broke before sudo let the command begin"));
        }
        if (!byServer || wrapper == null) {
            return Optional.empty();
        }
        return (wrapper.begun()
                        ? wrapper.problem()
                        : Optional.of(
                                "the account's shell on the target cannot run /bin/sh, which env, cwd and sudo need"))
                .map(Outcome.Rejected::new);
    }
}
