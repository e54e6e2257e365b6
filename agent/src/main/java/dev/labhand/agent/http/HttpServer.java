package dev.labhand.agent.http;

import dev.labhand.agent.access.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening HTTP server. */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int REQUEST_HEADER_SIZE = 16 * 1024;
    private static final Duration MIN_LINGER = Duration.ofMillis(100);

    static {
        // Jetty would ask the JVM for this through JMX, which loads hundreds of classes: 64 bytes by 4.
        String references = "org.eclipse.jetty.util.referencesPerCacheLine";
        System.setProperty(references, System.getProperty(references, "16"));
    }

    private final HttpSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final RunningCalls runningCalls;
    private volatile CompletableFuture<Void> closed = CompletableFuture.completedFuture(null);

    private HttpServer(HttpSettings settings, Server server, ServerConnector connector, RunningCalls runningCalls) {
        this.settings = settings;
        this.server = server;
        this.connector = connector;
        this.runningCalls = runningCalls;
    }

    /**
     * Starts to listen.
     *
     * @param shared threads to use; empty for threads of its own
     * @throws IOException with a message for the user, if the address cannot be listened on
     */
    public static HttpServer start(HttpSettings settings, Access access, Routes routes, Optional<SharedThreads> shared)
            throws IOException {
        InetAddress address = address(settings.bind());
        Server server = shared.map(s -> new Server(s.threads(), s.scheduler(), s.buffers()))
                .orElseGet(() -> new Server(ownThreads()));
        RunningCalls runningCalls = new RunningCalls(server.getScheduler());
        server.setErrorHandler(new PlainErrors());
        server.setHandler(new FrontDoor(
                settings,
                new HostCheck(settings.bind(), address.isLoopbackAddress(), settings.allowedHosts()),
                access,
                routes,
                runningCalls));
        ServerConnector connector = connector(settings, server, shared.isPresent() ? 1 : -1);
        HttpServer started = new HttpServer(settings, server, connector, runningCalls);
        try {
            server.start();
        } catch (IOException e) {
            started.close();
            throw new IOException(
                    "cannot listen on " + hostPort(settings.bind(), settings.port()) + ": " + rootMessage(e)
                            + "; choose another port (0 takes any free one) or address",
                    e);
        } catch (Exception e) {
            started.close();
            throw new IllegalStateException("the HTTP server could not be started", e);
        }
        return started;
    }

    private static QueuedThreadPool ownThreads() {
        int cores = Runtime.getRuntime().availableProcessors();
        QueuedThreadPool threads = new QueuedThreadPool(cores + 8, Math.min(cores, 4));
        threads.setName("http");
        threads.setReservedThreads(0);
        return threads;
    }

    private static ServerConnector connector(HttpSettings settings, Server server, int selectors) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(REQUEST_HEADER_SIZE);
        ServerConnector connector = new ServerConnector(server, 0, selectors, new HttpConnectionFactory(http)) {
            @Override
            protected SocketChannelEndPoint newEndPoint(
                    SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                SocketChannelEndPoint endPoint =
                        new WatchedEndPoint(channel, selector, key, getScheduler(), getExecutor());
                endPoint.setIdleTimeout(getIdleTimeout());
                return endPoint;
            }
        };
        connector.setHost(settings.bind());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(linger(settings).toMillis());
        connector.setAcceptQueueSize(1024);
        connector.setAcceptedTcpNoDelay(true);
        connector.addBean(new NetworkConnectionLimit(settings.maxConnections(), connector));
        server.addConnector(connector);
        return connector;
    }

    private static InetAddress address(String bind) throws IOException {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new IOException("cannot listen on " + bind + ": this name has no address", e);
        }
    }

    /** How long an idle connection lives on when the server stops, since a request may be on its way. */
    private static Duration linger(HttpSettings settings) {
        Duration linger = settings.stopTimeout().dividedBy(10);
        return linger.compareTo(MIN_LINGER) < 0 ? MIN_LINGER : linger;
    }

    /** The port it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** {@code host:port}, with brackets around an IPv6 address. */
    public static String hostPort(String host, int port) {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * Takes no new connections and no new calls, and waits for the running ones, for the settings' time at most. What arrives
     * on an open connection is answered that the agent is stopping.
     *
     * @return whether all calls have ended
     */
    public boolean drain() {
        runningCalls.refuseNew();
        stopListening();
        closed = connector.shutdown();
        return awaitCalls(settings.stopTimeout());
    }

    /**
     * Closes the port. Jetty, where its selectors accept, leaves it open until the server is stopped; and the JDK closes it for
     * good when the selector turns next, for which it is woken.
     */
    private void stopListening() {
        IO.close((ServerSocketChannel) connector.getTransport());
        for (ManagedSelector selector : connector.getSelectorManager().getBeans(ManagedSelector.class)) {
            selector.submit(_ -> {});
        }
    }

    /**
     * Waits for the running calls, at most this long.
     *
     * @return whether all have ended
     */
    public boolean awaitCalls(Duration limit) {
        try {
            return runningCalls.awaitEnd(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Answers calls that still run that the agent stopped, and closes all connections. */
    @Override
    public void close() {
        runningCalls.refuseNew();
        runningCalls.stopRest();
        try {
            closed.get(2 * linger(settings).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Some connections are closed while they are in use", e);
        }
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The HTTP server did not stop cleanly", e);
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
