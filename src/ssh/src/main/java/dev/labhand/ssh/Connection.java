package dev.labhand.ssh;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;

/** A connection that is logged in. Its counts belong to the pool, which guards them. */
final class Connection {

    private final ConnectionPool pool;
    private final ClientSession session;
    private final Handshake handshake;
    private final ConnectionService service;

    /** How many sessions it carries or was asked for. */
    int sessions;

    /** Those that the server has opened, in the order of their requests. */
    final List<ConnectionPool.Tenant> opened = new ArrayList<>();

    /** Whether the server has ever opened one. */
    boolean hasCarried;

    /** How many it may carry. */
    int limit;

    /** How many want it to take no new ones for the moment. */
    int reservations;

    /** When it last had a session, by {@link System#nanoTime}. */
    long idleSince = System.nanoTime();

    Connection(ConnectionPool pool, ClientSession session, Handshake handshake, int limit) {
        this.pool = pool;
        this.session = session;
        this.handshake = handshake;
        this.limit = limit;
        this.service = session.getService(ConnectionService.class);
    }

    ConnectionPool pool() {
        return pool;
    }

    Handshake handshake() {
        return handshake;
    }

    ClientSession session() {
        return session;
    }

    boolean isOpen() {
        return session.isOpen() && !session.isClosing();
    }

    /**
     * Asks the server for a channel, which is told what comes of it.
     *
     * @throws IOException if the connection is no longer usable; the channel may have been told already
     */
    void open(AbstractClientChannel channel) throws IOException {
        try {
            service.registerChannel(channel);
            channel.open();
        } catch (IllegalStateException e) {
            throw new IOException(e);
        }
    }

    /** What broke it, in brackets after a blank; empty if that is not known. */
    String trouble() {
        return handshake.trouble().isEmpty() ? "" : " (" + handshake.trouble() + ")";
    }

    void close() {
        session.close(true);
    }
}
