package dev.labhand.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between client and server on a port of its own; drops or swallows what it is told to. */
final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final int dropFirst;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final AtomicInteger accepted = new AtomicInteger();
    volatile boolean silent;
    private volatile Runnable afterSwallowing = () -> {};

    /**
     * Listens.
     *
     * @param dropFirst how many connections are closed without a word before one is let through
     */
    Relay(int target, int dropFirst) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.dropFirst = dropFirst;
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What to do once something was swallowed; that connection stays dead. */
    void afterSwallowing(Runnable action) {
        afterSwallowing = action;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                sockets.add(client);
                if (accepted.incrementAndGet() <= dropFirst) {
                    client.close();
                } else if (!silent) {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.add(server);
                    Thread.startVirtualThread(() -> pump(client, server));
                    Thread.startVirtualThread(() -> pump(server, client));
                }
            }
        } catch (IOException e) {
            // The listener was closed.
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        boolean dead = false;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (silent) {
                    dead = true;
                    afterSwallowing.run();
                }
                if (!dead) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // One side went away, and so does the other.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
