package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server. A session goes to a connection that has room; else a new one is made, which sessions that
 * come meanwhile share.
 */
final class ConnectionPool {

    /** One less than OpenSSH's MaxSessions of 10, so that a stop finds room on the connection of its command. */
    private static final int SESSIONS_AT_FIRST = 9;

    static final Outcome CLOSED = new Outcome.Unreachable("Labhand closed its connections");

    /** Who wants a session. Neither call may block. */
    interface Tenant {

        /** There is room on this connection, and it is counted, to be given back by {@link ConnectionPool#release}. */
        void admit(Connection connection);

        /** There will be none. */
        void refuse(Outcome why);
    }

    private final Supplier<Connector.Result> connector;
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Tenant> waiting = new ArrayDeque<>();
    private int connecting;
    private int limit = SESSIONS_AT_FIRST;
    private boolean closed;

    /**
     * A pool without connections.
     *
     * @param connector makes one, or tells why there is none; may block
     */
    ConnectionPool(Supplier<Connector.Result> connector) {
        this.connector = connector;
    }

    /** Finds room for a session, at once or when a connection is made. */
    void submit(Tenant tenant) {
        List<Runnable> next = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                next.add(() -> tenant.refuse(CLOSED));
            } else {
                waiting.add(tenant);
                serveWaiting(next);
            }
        }
        next.forEach(Runnable::run);
    }

    /** A connection with room, if anyone waits for it. */
    private @Nullable Connection firstFree() {
        if (waiting.isEmpty()) {
            return null;
        }
        connections.removeIf(connection -> !connection.isOpen());
        for (Connection connection : connections) {
            if (connection.reservations == 0 && connection.sessions < connection.limit) {
                return connection;
            }
        }
        return null;
    }

    private void connect() {
        switch (connector.get()) {
            case Connector.Connected(var session, var handshake) -> {
                Connection made;
                List<Runnable> next = new ArrayList<>();
                synchronized (this) {
                    connecting--;
                    made = new Connection(this, session, handshake, limit);
                    if (!closed) {
                        connections.add(made);
                        serveWaiting(next);
                    }
                }
                if (next.isEmpty() && isClosed()) {
                    made.close();
                }
                next.forEach(Runnable::run);
            }
            case Connector.Failed(var outcome, var _) -> {
                List<Tenant> hopeless = new ArrayList<>();
                synchronized (this) {
                    connecting--;
                    while (!waiting.isEmpty() && (hopeless.size() < limit || connecting == 0)) {
                        hopeless.add(waiting.remove());
                    }
                }
                hopeless.forEach(tenant -> tenant.refuse(outcome));
            }
        }
    }

    /** Gives those who wait what room there is, and has connections made for the others. */
    private void serveWaiting(List<Runnable> next) {
        for (Connection free = firstFree(); free != null; free = firstFree()) {
            Connection room = free;
            Tenant tenant = waiting.remove();
            room.sessions++;
            next.add(() -> tenant.admit(room));
        }
        while (waiting.size() > connecting * limit) {
            connecting++;
            next.add(() -> Thread.startVirtualThread(this::connect));
        }
    }

    /** Gives the room of an ended session back. */
    void release(Connection connection, Tenant tenant) {
        List<Runnable> next = new ArrayList<>();
        boolean useless;
        synchronized (this) {
            connection.sessions--;
            connection.opened.remove(tenant);
            connection.idleSince = System.nanoTime();
            useless = connection.limit == 0 && connection.sessions == 0;
            serveWaiting(next);
        }
        if (useless) {
            connection.close();
        }
        next.forEach(Runnable::run);
    }

    /** The server opened a session: the connection is alive. */
    synchronized void opened(Connection connection, Tenant tenant) {
        connection.opened.add(tenant);
        connection.hasCarried = true;
    }

    /**
     * Which of the sessions of a connection is a tenant's.
     *
     * @param rank 1 for the oldest
     * @param among how many there are; 0, and no rank, if the connection does not carry both
     */
    record Place(int rank, int among) {}

    /** The place of a tenant among all but the one who asks. */
    synchronized Place place(Connection connection, Tenant tenant, Tenant asking) {
        List<Tenant> others = new ArrayList<>(connection.opened);
        boolean both = others.remove(asking) && others.contains(tenant);
        return both ? new Place(others.indexOf(tenant) + 1, others.size()) : new Place(0, 0);
    }

    /**
     * The server refused to open a session: it allows no more than are there. A connection that has none left may only be slow
     * to let the last one go, as OpenSSH is, and is given up.
     *
     * @return whether another connection may help
     */
    synchronized boolean learnLimit(Connection connection) {
        connection.limit = Math.min(connection.limit, connection.sessions - 1);
        limit = Math.max(1, Math.min(limit, connection.limit));
        return connection.limit > 0 || connection.hasCarried;
    }

    /** A request for a session is not answered: if the connection carries no other, it is given up. */
    void suspect(Connection connection) {
        boolean useless;
        synchronized (this) {
            useless = connection.opened.isEmpty();
        }
        if (useless) {
            connection.close();
        }
    }

    /** Room for one more session on this very connection, over the count; false if it is closed. */
    synchronized boolean takeExtra(Connection connection) {
        if (closed || !connection.isOpen()) {
            return false;
        }
        connection.sessions++;
        return true;
    }

    /** Keeps new sessions away from a connection until {@link #unreserve}. */
    synchronized void reserve(Connection connection) {
        connection.reservations++;
    }

    void unreserve(Connection connection) {
        List<Runnable> next = new ArrayList<>();
        synchronized (this) {
            connection.reservations--;
            serveWaiting(next);
        }
        next.forEach(Runnable::run);
    }

    /** Closes connections that carried nothing for so long. Returns whether none is left and nobody waits for one. */
    boolean closeIdle(Duration time) {
        List<Connection> idle = new ArrayList<>();
        boolean empty;
        synchronized (this) {
            for (Connection connection : connections) {
                if (connection.sessions == 0 && System.nanoTime() - connection.idleSince > time.toNanos()) {
                    idle.add(connection);
                }
            }
            connections.removeAll(idle);
            connections.removeIf(connection -> !connection.isOpen());
            empty = connections.isEmpty() && waiting.isEmpty() && connecting == 0;
        }
        idle.forEach(Connection::close);
        return empty;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Closes all connections and refuses those who wait. */
    void close() {
        List<Tenant> refused;
        List<Connection> open;
        synchronized (this) {
            closed = true;
            refused = List.copyOf(waiting);
            waiting.clear();
            open = List.copyOf(connections);
            connections.clear();
        }
        refused.forEach(tenant -> tenant.refuse(CLOSED));
        open.forEach(Connection::close);
    }
}
