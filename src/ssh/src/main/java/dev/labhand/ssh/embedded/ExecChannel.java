package dev.labhand.ssh.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.sftp.common.SftpConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session channel (RFC 4254 section 6) that runs one command. It takes the requests {@code env} (for {@code LANG} and
 * {@code LC_*}), {@code exec}, {@code signal} and {@code subsystem} for SFTP, and refuses all others: there is no shell, terminal
 * or forwarding. (The base class is there for SFTP alone; what else it can do is not reached.)
 */
final class ExecChannel extends ChannelSession {

    /** The most that one packet carries, unless the client wants smaller ones. */
    static final int PACKET_BYTES = 32 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ExecChannel.class);
    private static final Pattern ACCEPTED_VARIABLE = Pattern.compile("LANG|LC_[A-Za-z0-9_]+");
    private static final int MAX_VARIABLES = 100;
    private static final Duration FOREVER = Duration.ofDays(36_500);

    /** Where output goes. */
    enum Stream {
        STDOUT(SshConstants.SSH_MSG_CHANNEL_DATA),
        STDERR(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA);

        private final byte message;

        Stream(byte message) {
            this.message = message;
        }
    }

    private final CommandFactory commands;
    private final Map<String, String> variables = new HashMap<>();
    private final Object windowLock = new Object();
    private final Object requestLock = new Object();
    private volatile @Nullable ShellCommand command;

    ExecChannel(CommandFactory commands) {
        super(List.of());
        this.commands = commands;
    }

    /** Makes the command for a channel. */
    interface CommandFactory {
        ShellCommand create(ExecChannel channel, byte[] command, Map<String, String> variables);
    }

    /** Under a lock, since the reply to a request must not follow the close of the channel. */
    @Override
    public void handleRequest(Buffer buffer) throws IOException {
        synchronized (requestLock) {
            if (!isClosing()) {
                super.handleRequest(buffer);
            }
        }
    }

    @Override
    protected Result handleInternalRequest(String request, boolean wantReply, Buffer buffer) throws IOException {
        return switch (request) {
            case "env" -> reply(setVariable(buffer.getString(), buffer.getString()));
            case "exec" -> exec(buffer.getBytes(), wantReply, buffer);
            case "signal" -> reply(signal(buffer.getString()));
            case CHANNEL_SUBSYSTEM -> subsystem(request, buffer.getString());
            default -> Result.ReplyFailure;
        };
    }

    private static Result reply(boolean done) {
        return done ? Result.ReplySuccess : Result.ReplyFailure;
    }

    private boolean setVariable(String name, String value) {
        boolean accepted = command == null
                && ACCEPTED_VARIABLE.matcher(name).matches()
                && value.indexOf(0) < 0
                && variables.size() < MAX_VARIABLES;
        if (accepted) {
            variables.put(name, value);
        }
        return accepted;
    }

    private Result exec(byte[] line, boolean wantReply, Buffer buffer) throws IOException {
        if (command != null || type != null || contains(line, (byte) 0)) {
            return Result.ReplyFailure;
        }
        ShellCommand created = commands.create(this, line, variables);
        command = created;
        // The reply must leave before the first output.
        sendResponse(buffer, "exec", Result.ReplySuccess, wantReply);
        created.start();
        if (isClosing()) {
            created.disconnected();
        }
        return Result.Replied;
    }

    private Result subsystem(String request, String name) throws IOException {
        if (command != null || type != null || !name.equals(SftpConstants.SFTP_SUBSYSTEM_NAME)) {
            return Result.ReplyFailure;
        }
        Result result = handleSubsystemParsed(request, name);
        if (result == Result.ReplySuccess) {
            type = request; // at which the base class starts it, once the reply is on its way
        }
        return result;
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    private boolean signal(String name) {
        ShellCommand running = command;
        return running != null && SshSignal.named(name).map(running::signal).orElse(false);
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        ShellCommand running = command;
        if (type != null) {
            super.doWriteData(data, offset, length);
        } else if (running == null) {
            consumed((int) length);
        } else {
            running.input(Arrays.copyOfRange(data, offset, offset + (int) length));
        }
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        consumed((int) length);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        ShellCommand running = command;
        if (running != null) {
            running.endInput();
        }
    }

    @Override
    protected void preClose() {
        super.preClose();
        ShellCommand running = command;
        if (running != null) {
            running.disconnected();
        }
    }

    /** Lets the client send as many bytes more. */
    void consumed(int bytes) {
        try {
            if (bytes > 0 && !isClosing()) {
                getLocalWindow().release(bytes);
            }
        } catch (IOException e) {
            LOG.debug("{}: the window cannot be opened", this, e);
        }
    }

    /** What one thread sends of one stream with. */
    Sender sender(Stream stream) {
        return new Sender(stream);
    }

    /** Tells the client that no output will come. */
    void endOutput() {
        try {
            sendEof();
        } catch (IOException e) {
            LOG.debug("{}: the end of the output cannot be told", this, e);
        }
    }

    /** Tells the client how the command ended (RFC 4254 section 6.10). */
    void exited(ChildProcess.Exit exit) {
        try {
            switch (exit) {
                case ChildProcess.Exit.Code(int code) -> sendExitStatus(code);
                case ChildProcess.Exit.Signal(int number, boolean coreDumped) ->
                    sendExitSignal(SshSignal.nameOf(number), coreDumped);
            }
        } catch (IOException e) {
            LOG.debug("{}: the end of the command cannot be told", this, e);
        }
    }

    private void sendExitSignal(String name, boolean coreDumped) throws IOException {
        Buffer packet = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
        packet.putUInt(getRecipient());
        packet.putString("exit-signal");
        packet.putBoolean(false);
        packet.putString(name);
        packet.putBoolean(coreDumped);
        packet.putString("");
        packet.putString("");
        writePacket(packet);
    }

    /** Sends a stream no faster than the client takes it, and holds two packets at most. */
    final class Sender {
        private final Stream stream;
        private @Nullable IoWriteFuture previous;

        private Sender(Stream stream) {
            this.stream = stream;
        }

        /**
         * Sends the first bytes of a buffer. Waits while the client's window is full.
         *
         * @throws IOException if the channel is closed
         */
        void send(byte[] buffer, int length) throws IOException {
            for (int sent = 0; sent < length; ) {
                int size = takeWindow(length - sent);
                awaitPrevious();
                previous = writePacket(packet(buffer, sent, size));
                sent += size;
            }
        }

        /** Waits until the client takes something, and takes as much of its window as one packet may carry. */
        private int takeWindow(int wanted) throws IOException {
            RemoteWindow window = getRemoteWindow();
            synchronized (windowLock) {
                try {
                    long most = Math.min(window.waitForSpace(FOREVER), Math.min(PACKET_BYTES, window.getPacketSize()));
                    int size = (int) Math.min(wanted, most);
                    window.consume(size);
                    return size;
                } catch (InterruptedException e) {
                    throw (IOException)
                            new InterruptedIOException("interrupted while the window was full").initCause(e);
                }
            }
        }

        private void awaitPrevious() throws IOException {
            if (previous != null && !(previous.await(FOREVER) && previous.isWritten())) {
                throw new IOException("the connection is closed", previous.getException());
            }
        }

        private Buffer packet(byte[] bytes, int offset, int length) {
            Buffer packet = getSession().createBuffer(stream.message, length + 16);
            packet.putUInt(getRecipient());
            if (stream == Stream.STDERR) {
                packet.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
            }
            packet.putBytes(bytes, offset, length);
            return packet;
        }
    }

    /** Closes the channel: nothing more is to be said. */
    void finish() {
        synchronized (requestLock) {
            close(false);
        }
    }

    /** Sends a line of ours on the standard error. */
    void complain(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            sender(Stream.STDERR).send(bytes, bytes.length);
        } catch (IOException e) {
            LOG.debug("{}: {}", this, line, e);
        }
    }
}
