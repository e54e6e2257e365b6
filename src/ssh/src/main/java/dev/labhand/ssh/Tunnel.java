package dev.labhand.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/**
 * A connection to a port behind a server, as a channel of the connection to that server (RFC 4254 §7.2). What comes is handled
 * on the outer connection's thread; no port is opened on this machine.
 */
final class Tunnel extends ChannelDirectTcpip {

    private static final SshdSocketAddress ORIGIN = new SshdSocketAddress("127.0.0.1", 0);

    /** The server would not open it. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    private final Client client;
    private final Handshake handshake;
    private final WindowedOutput output = new WindowedOutput(this, this::sendEof);
    private final TunnelSession ends;
    private final CompletableFuture<ClientSession> begun = new CompletableFuture<>();

    /**
     * Prepares a channel to the server of a handshake.
     *
     * @param outerTrouble what broke the outer connection, if it is broken
     */
    Tunnel(Client client, Handshake handshake, Supplier<Optional<String>> outerTrouble) {
        super(ORIGIN, new SshdSocketAddress(handshake.route.host(), handshake.route.port()));
        this.client = client;
        this.handshake = handshake;
        this.ends = new TunnelSession(
                this, InetSocketAddress.createUnresolved(handshake.route.host(), handshake.route.port()));
        addCloseFutureListener(_ -> {
            outerTrouble.get().ifPresent(handshake::troubled);
            begun.completeExceptionally(new Refused("the connection broke"));
            ends.close(true);
        });
    }

    /** The inner session once the channel is open; fails as {@link Refused} if it is not to be. */
    CompletableFuture<ClientSession> begun() {
        return begun;
    }

    WindowedOutput output() {
        return output;
    }

    IoHandler handler() {
        return client.getSessionFactory();
    }

    @Override
    protected void doOpen() throws IOException {
        try {
            // Before any data can come, which is on this thread, too.
            begun.complete(client.begin(handshake, ends));
            output.begin();
        } catch (Exception e) {
            begun.completeExceptionally(e);
            close(true);
        }
    }

    @Override
    public void handleOpenFailure(Buffer buffer) {
        int from = buffer.rpos();
        boolean forbidden = buffer.getInt() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED;
        String message = buffer.getString();
        buffer.rpos(from);
        // First, since closing tells less.
        begun.completeExceptionally(new Refused(
                forbidden
                        ? "it does not allow forwarding (AllowTcpForwarding)"
                        : message.isBlank() ? "refused" : message));
        super.handleOpenFailure(buffer);
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        output.pump();
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        ends.received(data, off, Math.toIntExact(len));
        if (!isClosing()) {
            getLocalWindow().release(len);
        }
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        if (!isClosing()) {
            getLocalWindow().release(len);
        }
    }

    /** The server behind it has hung up. */
    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        ends.close(true);
    }
}
