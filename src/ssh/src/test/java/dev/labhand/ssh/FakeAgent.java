package dev.labhand.ssh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.KeyPair;
import org.apache.sshd.agent.common.AbstractAgentClient;
import org.apache.sshd.agent.local.AgentImpl;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** An ssh-agent with one key. */
final class FakeAgent implements AutoCloseable {

    private final Path socket;
    private final ServerSocketChannel listener;
    private final AgentImpl keys = new AgentImpl();

    FakeAgent(Path socket, KeyPair key, String comment) throws IOException {
        this.socket = socket;
        keys.addIdentity(key, comment);
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread.startVirtualThread(this::accept);
    }

    Path socket() {
        return socket;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                Thread.startVirtualThread(() -> serve(client));
            }
        } catch (IOException e) {
            // The listener was closed.
        }
    }

    private void serve(SocketChannel client) {
        AbstractAgentClient protocol = new AbstractAgentClient(keys) {
            @Override
            protected void reply(Buffer buffer) throws IOException {
                ByteBuffer bytes = ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available());
                while (bytes.hasRemaining()) {
                    client.write(bytes);
                }
            }
        };
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        try (client) {
            while (client.read(bytes.clear()) >= 0) {
                protocol.messageReceived(new ByteArrayBuffer(bytes.array(), 0, bytes.position()));
            }
        } catch (IOException e) {
            // The client hung up.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        keys.close();
    }
}
