package dev.labhand.ssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;

/** A channel by which a server asks the ssh-agent that it was lent (OpenSSH's PROTOCOL.agent). */
final class LentAgent extends AbstractServerChannel {

    /** Makes one when a server wants to ask. */
    static final ChannelFactory FACTORY = new ChannelFactory() {
        @Override
        public String getName() {
            return "auth-agent@openssh.com";
        }

        @Override
        public Channel createChannel(Session session) {
            return new LentAgent();
        }
    };

    private static final byte[] NO_MORE = {};

    private final WindowedOutput answers = new WindowedOutput(this, this::sendEof);
    private final LinkedBlockingQueue<byte[]> questions = new LinkedBlockingQueue<>();

    private LentAgent() {
        super("", List.of(), null);
        addCloseFutureListener(_ -> questions.add(NO_MORE));
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        try {
            SocketChannel socket = connect();
            OpenFuture opened = super.doInit(buffer);
            answers.begin();
            Thread.startVirtualThread(() -> passQuestions(socket));
            Thread.startVirtualThread(() -> passAnswers(socket));
            return opened;
        } catch (IOException | RuntimeException e) {
            OpenFuture refused = new DefaultOpenFuture(this, this);
            refused.setException(new SshChannelOpenException(
                    getChannelId(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "no ssh-agent is lent"));
            return refused;
        }
    }

    private SocketChannel connect() throws IOException {
        Optional<Path> socket = Handshake.of(getSession()).lentAgent();
        if (socket.isEmpty()) {
            throw new IOException("no session of this connection lends an ssh-agent");
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket.get()));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Aside, since an agent may ask its user before it reads on. */
    private void passQuestions(SocketChannel socket) {
        try (socket) {
            for (byte[] bytes = questions.take(); bytes != NO_MORE; bytes = questions.take()) {
                ByteBuffer out = ByteBuffer.wrap(bytes);
                while (out.hasRemaining()) {
                    socket.write(out);
                }
                if (!isClosing()) {
                    getLocalWindow().release(bytes.length);
                }
            }
        } catch (IOException e) {
            log.debug("the ssh-agent takes no more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(false);
    }

    private void passAnswers(SocketChannel socket) {
        ByteBuffer in = ByteBuffer.allocate(16 * 1024);
        try {
            while (socket.read(in.clear()) >= 0) {
                answers.write(Arrays.copyOf(in.array(), in.position()));
            }
        } catch (IOException e) {
            log.debug("the ssh-agent says no more", e);
        }
        close(false);
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) {
        questions.add(Arrays.copyOfRange(data, off, off + Math.toIntExact(len)));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        getLocalWindow().release(len);
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        super.handleWindowAdjust(buffer);
        answers.pump();
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        questions.add(NO_MORE);
    }
}
