package dev.labhand.agent.sshlibrary;

import dev.labhand.agent.keyword.ClientSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of all clients, each of which sees its own alone. Those of a client that calls nothing for a long time are
 * closed: nobody says when a suite has ended. Thread-safe.
 */
final class Clients implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

    private final ConcurrentHashMap<ClientSession, Client> clients = new ConcurrentHashMap<>();
    private final Duration idle;
    /** Without a thread until there is a client. */
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sshlibrary-idle").factory());

    /** Guarded by the timer. */
    private boolean sweeping;

    /** What one client has. Its counts are guarded by the map's entry. */
    private static final class Client {
        final Connections connections = new Connections();
        int calls;
        long idleSince;
    }

    /** @param idle after so long without a call a client's connections are closed */
    Clients(Duration idle) {
        this.idle = idle;
    }

    /** Something to do for a client. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connections connections) throws IOException, InterruptedException;
    }

    /** Something to do with one of its connections. */
    @FunctionalInterface
    interface ConnectionWork<T> {
        T with(SshConnection connection, Connections all) throws IOException, InterruptedException;
    }

    /** Does something for the client whose call runs on this thread. */
    <T> T call(Work<T> work) throws IOException, InterruptedException {
        ClientSession caller = ClientSession.CURRENT.get();
        Client client = begin(caller);
        try {
            return work.with(client.connections);
        } finally {
            end(caller, client);
        }
    }

    /** The same with the connection that is meant: the current one if none is said. */
    <T> T call(Optional<Object> indexOrAlias, ConnectionWork<T> work) throws IOException, InterruptedException {
        return call(all -> work.with(all.get(indexOrAlias), all));
    }

    /**
     * Robot Framework imports the library for the client whose call runs on this thread, as it does once in each run: what an
     * earlier run set as defaults ends, unless a connection is open. Then that run, or another one, may go on.
     */
    void imported() {
        clients.computeIfPresent(
                ClientSession.CURRENT.get(),
                (_, client) -> client.calls == 0 && client.connections.all().isEmpty() ? null : client);
    }

    private Client begin(ClientSession caller) {
        return clients.compute(caller, (_, known) -> {
            Client client = known == null ? new Client() : known;
            client.calls++;
            return client;
        });
    }

    private void end(ClientSession caller, Client client) {
        clients.computeIfPresent(caller, (_, same) -> {
            client.calls--;
            client.idleSince = System.nanoTime();
            return same;
        });
        synchronized (timer) {
            if (!sweeping && !timer.isShutdown()) {
                sweeping = true;
                long period = Math.max(1, idle.toMillis() / 4);
                var _ = timer.scheduleWithFixedDelay(this::closeIdle, period, period, TimeUnit.MILLISECONDS);
            }
        }
    }

    private void closeIdle() {
        for (ClientSession each : clients.keySet()) {
            List<Connections> gone = new ArrayList<>();
            clients.computeIfPresent(each, (_, client) -> {
                boolean over = client.calls == 0 && System.nanoTime() - client.idleSince > idle.toNanos();
                if (over) {
                    gone.add(client.connections);
                }
                return over ? null : client;
            });
            for (Connections connections : gone) {
                if (!connections.all().isEmpty()) {
                    LOG.info("closed the connections of {}, who did nothing for {}", each, TimeText.of(idle));
                }
                connections.closeAll();
            }
        }
    }

    /** Closes all connections of all clients. */
    @Override
    public void close() {
        synchronized (timer) {
            timer.shutdownNow();
        }
        List<Client> all = List.copyOf(clients.values());
        clients.clear();
        all.parallelStream().forEach(client -> client.connections.closeAll());
    }
}
