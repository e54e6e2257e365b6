package dev.labhand.ssh;

import java.io.IOException;
import java.util.ArrayDeque;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.util.buffer.Buffer;

/** Bytes on their way into a channel: what the peer's window lets through goes at once, the rest when it opens. */
final class WindowedOutput {

    /** Sends the end of the data. */
    interface End {
        void send() throws IOException;
    }

    private record Piece(byte[] bytes, Runnable sent) {}

    private final Channel channel;
    private final End end;
    private final ArrayDeque<Piece> waiting = new ArrayDeque<>();
    private int sent;
    private long size;
    private boolean complete;
    private boolean open;

    WindowedOutput(Channel channel, End end) {
        this.channel = channel;
        this.end = end;
    }

    /** From now on bytes may go. */
    synchronized void begin() throws IOException {
        open = true;
        pump();
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, () -> {});
    }

    /**
     * Takes bytes.
     *
     * @param whenSent is called once the last of them has been handed to the connection
     */
    synchronized void write(byte[] bytes, Runnable whenSent) throws IOException {
        if (bytes.length > 0) {
            waiting.add(new Piece(bytes, whenSent));
            size += bytes.length;
        }
        pump();
    }

    /** How many bytes wait. */
    synchronized long size() {
        return size;
    }

    /** No more bytes will come. */
    synchronized void end() throws IOException {
        complete = true;
        pump();
    }

    /** Sends what the window lets through. */
    synchronized void pump() throws IOException {
        if (!open) {
            return;
        }
        RemoteWindow window = channel.getRemoteWindow();
        for (Piece piece = waiting.peek(); piece != null; piece = waiting.peek()) {
            int length = (int)
                    Math.min(Math.min(window.getSize(), window.getPacketSize()), (long) piece.bytes.length - sent);
            if (length <= 0 || channel.isClosing()) {
                return;
            }
            window.consume(length);
            Buffer buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, length + 16);
            buffer.putUInt(channel.getRecipient());
            buffer.putBytes(piece.bytes, sent, length);
            channel.getSession().writePacket(buffer);
            sent += length;
            size -= length;
            if (sent == piece.bytes.length) {
                waiting.remove();
                sent = 0;
                piece.sent.run();
            }
        }
        if (complete) {
            end.send();
        }
    }
}
