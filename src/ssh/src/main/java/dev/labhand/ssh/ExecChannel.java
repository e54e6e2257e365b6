package dev.labhand.ssh;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A session channel that runs one command (RFC 4254 §6). Everything happens on the connection's own thread, in the order of
 * the wire: no thread of its own, no waiting.
 */
final class ExecChannel extends ChannelSession {

    /** What a channel tells. Calls never overlap, come on the connection's thread, and must not throw. */
    interface Listener {

        /** The channel is open. If this returns false the command is not sent, and the channel closes. */
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

        /** The server would not run the command. */
        record ExecRefused() implements End {}

        /**
         * The channel was closed after the command was sent.
         *
         * @param byServer in order, by the server; else the connection broke, or we closed it
         */
        record Closed(boolean byServer, OptionalInt status, Optional<String> signal) implements End {}
    }

    private final byte[] command;
    private final String markName;
    private final String markValue;
    private final Listener listener;
    private final Input input = new Input();
    private final AtomicBoolean ended = new AtomicBoolean();
    /** Of the requests that want a reply, which come in this order; the first is that for the command itself. */
    private final ArrayDeque<CompletableFuture<Boolean>> replies = new ArrayDeque<>();

    private volatile boolean begun;
    private volatile boolean takesInput;
    private volatile boolean openRefused;
    private volatile boolean execRefused;
    private volatile boolean closedByServer;

    /**
     * Prepares a channel.
     *
     * @param markName an environment variable to ask the server to set; it may ignore that
     */
    ExecChannel(byte[] command, String markName, String markValue, Listener listener) {
        this.command = command;
        this.markName = markName;
        this.markValue = markValue;
        this.listener = listener;
        addCloseFutureListener(_ -> {
            if (!openRefused) {
                end();
            }
        });
    }

    /** The connection would not even take the request for a session. */
    void neverOpened() {
        end();
    }

    /** Bytes for the command's standard input, sent as the window allows. */
    void write(byte[] bytes) throws IOException {
        input.add(bytes);
        if (takesInput) {
            input.pump();
        }
    }

    /** Bytes of standard input that are not sent yet. */
    long waitingInput() {
        return input.size();
    }

    /** No more standard input. */
    void endInput() throws IOException {
        input.end();
        if (takesInput) {
            input.pump();
        }
    }

    /** Asks the server to signal the command's process group (RFC 4254 §6.9; OpenSSH since 7.9). */
    void signal(String name) throws IOException {
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64);
        buffer.putUInt(getRecipient());
        buffer.putString("signal");
        buffer.putBoolean(false);
        buffer.putString(name);
        writePacket(buffer);
    }

    /** Does the same, and tells whether the server did it; fails if the channel ends first. */
    CompletableFuture<Boolean> askToSignal(String name) throws IOException {
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64);
        buffer.putUInt(getRecipient());
        buffer.putString("signal");
        buffer.putBoolean(true);
        buffer.putString(name);
        return request(buffer);
    }

    private CompletableFuture<Boolean> request(Buffer buffer) throws IOException {
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        synchronized (replies) {
            replies.add(reply);
            writePacket(buffer);
        }
        if (ended.get()) {
            dropReplies();
        }
        return reply;
    }

    private void replied(boolean done) {
        CompletableFuture<Boolean> reply;
        synchronized (replies) {
            reply = replies.poll();
        }
        if (reply != null) {
            reply.complete(done);
        }
    }

    private void dropReplies() {
        synchronized (replies) {
            replies.forEach(reply -> reply.completeExceptionally(new IOException("it ended first")));
            replies.clear();
        }
    }

    @Override
    protected void doOpen() throws IOException {
        if (!listener.opened()) {
            close(false);
            return;
        }
        begun = true;
        Buffer env = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 128);
        env.putUInt(getRecipient());
        env.putString("env");
        env.putBoolean(false);
        env.putString(markName);
        env.putString(markValue);
        writePacket(env);
        Buffer exec = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, command.length + 64);
        exec.putUInt(getRecipient());
        exec.putString(Channel.CHANNEL_EXEC);
        exec.putBoolean(true);
        exec.putBytes(command);
        var _ = request(exec).thenAccept(accepted -> {
            if (!accepted) {
                execRefused = true;
                close(false);
            }
        });
        takesInput = true;
        input.pump();
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
    public void handleSuccess() {
        replied(true);
    }

    @Override
    public void handleFailure() {
        replied(false);
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
        if (execRefused) {
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

    /** Standard input on its way: what the server's window lets through goes at once, the rest when it opens. */
    private final class Input {

        private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
        private int sent;
        private long size;
        private boolean complete;

        synchronized void add(byte[] bytes) {
            if (bytes.length > 0) {
                waiting.add(bytes);
                size += bytes.length;
            }
        }

        synchronized long size() {
            return size;
        }

        synchronized void end() {
            complete = true;
        }

        synchronized void pump() throws IOException {
            RemoteWindow window = getRemoteWindow();
            for (byte[] bytes = waiting.peek(); bytes != null; bytes = waiting.peek()) {
                int length =
                        (int) Math.min(Math.min(window.getSize(), window.getPacketSize()), (long) bytes.length - sent);
                if (length <= 0 || isClosing()) {
                    return;
                }
                window.consume(length);
                Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, length + 16);
                buffer.putUInt(getRecipient());
                buffer.putBytes(bytes, sent, length);
                writePacket(buffer);
                sent += length;
                size -= length;
                if (sent == bytes.length) {
                    waiting.remove();
                    sent = 0;
                }
            }
            if (complete) {
                sendEof();
            }
        }
    }
}
