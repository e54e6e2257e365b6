package dev.labhand.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.channel.IoWriteFutureImpl;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/** What a socket is to MINA, with a {@link Tunnel} in its place. */
final class TunnelSession extends AbstractCloseable implements IoSession {

    private static final AtomicLong IDS = new AtomicLong();

    private final Tunnel tunnel;
    private final InetSocketAddress remote;
    private final long id = IDS.incrementAndGet();
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();

    TunnelSession(Tunnel tunnel, InetSocketAddress remote) {
        this.tunnel = tunnel;
        this.remote = remote;
    }

    /** Bytes have come from the other end. */
    void received(byte[] data, int offset, int length) {
        if (isClosing()) {
            return;
        }
        try {
            tunnel.handler().messageReceived(this, new ByteArrayBuffer(data, offset, length));
        } catch (Exception e) {
            failed(e);
        }
    }

    /** As a socket's reader does: the inner session is told, and ends itself. */
    private void failed(Exception error) {
        try {
            tunnel.handler().exceptionCaught(this, error);
        } catch (Exception e) {
            log.debug("nobody takes {}", error.toString(), e);
            close(true);
        }
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
        IoWriteFutureImpl written = new IoWriteFutureImpl(this, buffer);
        tunnel.output().write(buffer.getCompactData(), () -> written.setValue(true));
        return written;
    }

    /** The channel's close is told to the server even if the inner session breaks off: it would be kept open there. */
    @Override
    protected CloseFuture doCloseGracefully() {
        return tunnel.close(false);
    }

    @Override
    protected void doCloseImmediately() {
        tunnel.close(false);
        super.doCloseImmediately();
        try {
            tunnel.handler().sessionClosed(this);
        } catch (Exception e) {
            log.debug("the session in {} was closed before", tunnel, e);
        }
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public @Nullable Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public @Nullable Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public @Nullable Object removeAttribute(Object key) {
        return attributes.remove(key);
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return InetSocketAddress.createUnresolved("tunnel", 0);
    }

    @Override
    public @Nullable SocketAddress getAcceptanceAddress() {
        return null;
    }

    @Override
    public IoService getService() {
        throw new UnsupportedOperationException("a tunnel belongs to a connection, not to a service");
    }

    @Override
    public void shutdownOutputStream() throws IOException {
        tunnel.output().end();
    }

    @Override
    public void suspendRead() {
        throw new UnsupportedOperationException("a tunnel's window is the connection's");
    }

    @Override
    public void resumeRead() {
        // It was never suspended.
    }

    @Override
    public String toString() {
        return "tunnel to " + remote;
    }
}
