package dev.labhand.ssh;

import dev.labhand.api.Pty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A session channel that runs one command (RFC 4254 §6). Everything happens on the connection's own thread, in the order of
 * the wire: no thread of its own, no waiting.
 */
final class ExecChannel extends ChannelSession {

    /** What a channel tells. Calls never overlap, come on the connection's thread, and must not throw. */
    interface Listener {

        /**
         * The channel is open, and the server gives what the command needs. If this returns false the command is not sent, and
         * the channel closes.
         */
        boolean opened();

        void output(boolean error, byte[] buffer, int offset, int length);

        /** Exactly once, after the last output. */
        void ended(End end);
    }

    /** How a channel ended. */
    sealed interface End {

        /** The server opened no session. */
        record OpenRefused(String why) implements End {}

        /** The channel or its connection went away before the command was sent. */
        record NotBegun() implements End {}

        /** The server would not give what the command needs, and it was not sent. */
        record Denied(String what) implements End {}

        /** The server would not run the command. */
        record ExecRefused() implements End {}

        /**
         * The channel was closed after the command was sent.
         *
         * @param byServer in order, by the server; else the connection broke, or we closed it
         */
        record Closed(boolean byServer, OptionalInt status, Optional<String> signal) implements End {}
    }

    /**
     * What is asked of the server.
     *
     * @param markName an environment variable to ask for; the server may ignore that
     * @param pty a terminal to ask for, without which the command is not sent
     * @param raw whether the terminal is to hand input on as it comes, without echo
     * @param lent the ssh-agent to lend to the command, without which it is not sent
     */
    record Wanted(
            byte[] command, String markName, String markValue, Optional<Pty> pty, boolean raw, Optional<Path> lent) {}

    /** A reply that is to come from the server. */
    private sealed interface Reply {

        /** Whether the server gives a terminal. */
        record ToTerminal() implements Reply {}

        /** Whether it takes the ssh-agent that it is lent. */
        record ToAgent() implements Reply {}

        /** Whether it runs the command. */
        record ToExec() implements Reply {}

        /** Whether it sent a signal. */
        record ToSignal(CompletableFuture<Boolean> sent) implements Reply {}
    }

    private final Wanted wanted;
    private final Listener listener;
    private final WindowedOutput input = new WindowedOutput(this, this::sendEof);
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Those that are to come, which they do in the order of the requests. Guarded by itself. */
    private final ArrayDeque<Reply> replies = new ArrayDeque<>();

    /** How many of the command's needs the server has not granted yet. */
    private int needs;

    private volatile boolean begun;
    private volatile boolean openRefused;
    private volatile boolean execRefused;
    private volatile boolean closedByServer;
    private volatile @Nullable String denied;

    /** Prepares a channel. */
    ExecChannel(Wanted wanted, Listener listener) {
        this.wanted = wanted;
        this.listener = listener;
        addCloseFutureListener(_ -> {
            if (!openRefused) {
                end();
            }
        });
    }

    /** Prepares a channel for a command that needs nothing but a session. */
    ExecChannel(byte[] command, String markName, String markValue, Listener listener) {
        this(new Wanted(command, markName, markValue, Optional.empty(), false, Optional.empty()), listener);
    }

    /** The connection would not even take the request for a session. */
    void neverOpened() {
        end();
    }

    /** Bytes for the command's standard input, sent as the window allows. */
    void write(byte[] bytes) throws IOException {
        input.write(bytes);
    }

    /** Bytes of standard input that are not sent yet. */
    long waitingInput() {
        return input.size();
    }

    /** No more standard input. */
    void endInput() throws IOException {
        input.end();
    }

    /** Asks the server to signal the command's process group (RFC 4254 §6.9; OpenSSH since 7.9). */
    void signal(String name) throws IOException {
        Buffer buffer = request("signal", false, 64);
        buffer.putString(name);
        writePacket(buffer);
    }

    /** Does the same, and tells whether the server did it; fails if the channel ends first. */
    CompletableFuture<Boolean> askToSignal(String name) throws IOException {
        Buffer buffer = request("signal", true, 64);
        buffer.putString(name);
        CompletableFuture<Boolean> sent = new CompletableFuture<>();
        send(buffer, new Reply.ToSignal(sent));
        return sent;
    }

    /** Sends a request that wants a reply. */
    private void send(Buffer buffer, Reply reply) throws IOException {
        synchronized (replies) {
            replies.add(reply);
            writePacket(buffer);
        }
        if (ended.get()) {
            dropReplies();
        }
    }

    private void dropReplies() {
        synchronized (replies) {
            for (Reply reply : replies) {
                if (reply instanceof Reply.ToSignal(var sent)) {
                    sent.completeExceptionally(new IOException("it ended first"));
                }
            }
            replies.clear();
        }
    }

    @Override
    protected void doOpen() throws IOException {
        if (wanted.lent().isPresent()) {
            Handshake.of(getSession()).lend(wanted.lent().get());
            ask("auth-agent-req@openssh.com", new Reply.ToAgent());
        }
        if (wanted.pty().isPresent()) {
            ask("pty-req", new Reply.ToTerminal());
        }
        if (needs == 0) {
            begin();
        }
    }

    private void ask(String request, Reply reply) throws IOException {
        needs++;
        Buffer buffer = request(request, true, 64);
        if (request.equals("pty-req")) {
            wanted.pty().ifPresent(pty -> {
                buffer.putString(pty.term());
                buffer.putUInt(pty.cols());
                buffer.putUInt(pty.rows());
                buffer.putUInt(0);
                buffer.putUInt(0);
                buffer.putBytes(TerminalModes.of(wanted.raw()));
            });
        }
        send(buffer, reply);
    }

    private Buffer request(String name, boolean wantReply, int length) {
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, name.length() + length);
        buffer.putUInt(getRecipient());
        buffer.putString(name);
        buffer.putBoolean(wantReply);
        return buffer;
    }

    private void begin() throws IOException {
        if (!listener.opened()) {
            close(false);
            return;
        }
        begun = true;
        Buffer env = request("env", false, 128);
        env.putString(wanted.markName());
        env.putString(wanted.markValue());
        writePacket(env);
        Buffer exec = request(Channel.CHANNEL_EXEC, true, wanted.command().length + 64);
        exec.putBytes(wanted.command());
        send(exec, new Reply.ToExec());
        input.begin();
    }

    @Override
    public void handleSuccess() throws IOException {
        replied(true);
    }

    @Override
    public void handleFailure() throws IOException {
        replied(false);
    }

    private void replied(boolean done) throws IOException {
        Reply reply;
        synchronized (replies) {
            reply = replies.poll();
        }
        switch (reply) {
            case Reply.ToTerminal _ -> granted(done, noTerminal());
            case Reply.ToAgent _ -> {
                // OpenSSH takes it once for each connection, and has it for all sessions from then on.
                Handshake handshake = Handshake.of(getSession());
                handshake.agentTaken |= done;
                granted(handshake.agentTaken, "no ssh-agent is taken by the server (AllowAgentForwarding)");
            }
            case Reply.ToExec _ -> {
                if (!done) {
                    execRefused = true;
                    close(false);
                }
            }
            case Reply.ToSignal(var sent) -> sent.complete(done);
            case null -> {
                // To nothing that was asked.
            }
        }
    }

    private String noTerminal() {
        boolean own = Handshake.of(getSession()).route.pinned().isPresent();
        return own
                ? "the agent's own SSH server gives no terminals: an agent with --ssh 127.0.0.1:22 uses its machine's sshd"
                : "the server gives no terminal (PermitTTY)";
    }

    /** What the command needs was granted, or not. */
    private void granted(boolean done, String ifDenied) throws IOException {
        if (!done) {
            denied = denied == null ? ifDenied : denied;
            close(false);
        } else if (--needs == 0) {
            begin();
        }
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        input.pump();
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        receive(false, data, off, len);
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        receive(true, data, off, len);
    }

    private void receive(boolean error, byte[] data, int off, long len) throws IOException {
        listener.output(error, data, off, Math.toIntExact(len));
        if (!isClosing()) {
            getLocalWindow().release(len);
        }
    }

    @Override
    public void handleOpenFailure(Buffer buffer) {
        openRefused = true;
        super.handleOpenFailure(buffer);
        if (ended.compareAndSet(false, true)) {
            listener.ended(new End.OpenRefused(openFailureMsg));
        }
    }

    /** Sends our own close before the end is told, so that the server's session is free before it is asked for another. */
    @Override
    public void handleClose() throws IOException {
        closedByServer = true;
        super.handleClose();
        end();
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        dropReplies();
        wanted.lent().ifPresent(agent -> Handshake.of(getSession()).takeBack(agent));
        String missing = denied;
        if (missing != null) {
            listener.ended(new End.Denied(missing));
        } else if (execRefused) {
            listener.ended(new End.ExecRefused());
        } else if (!begun) {
            listener.ended(new End.NotBegun());
        } else {
            Integer status = getExitStatus();
            listener.ended(new End.Closed(
                    closedByServer,
                    status == null ? OptionalInt.empty() : OptionalInt.of(status),
                    Optional.ofNullable(getExitSignal())));
        }
    }
}
