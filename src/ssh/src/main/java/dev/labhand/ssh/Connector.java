package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.AuthFailed;
import dev.labhand.api.Outcome.HostKeyRejected;
import dev.labhand.api.Outcome.Rejected;
import dev.labhand.api.Outcome.Unreachable;
import dev.labhand.ssh.config.ConfigProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/**
 * Makes connections: way, name, TCP, host key, login. Blocks; call it on virtual threads. Each host on the way is one of its own:
 * its key is checked and it is logged in to like any other.
 *
 * <p>OpenSSH drops new connections at random while more than ten are not logged in (MaxStartups 10:30:100), so that only a
 * few are made at once to one server, and one that is dropped before the server proved its key is tried again.
 */
final class Connector {

    private static final int LOGGING_IN_AT_ONCE = 8;
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;
    private static final Outcome INTERRUPTED = new Unreachable("interrupted while connecting");

    /** What came of one try. */
    private sealed interface Try {}

    /** A connection, or why there is none. */
    sealed interface Result extends Try {}

    record Connected(ClientSession session, Handshake handshake) implements Result {}

    /** @param banner what the server said before the login, if it came so far */
    record Failed(Outcome outcome, Optional<String> banner) implements Result {

        Failed(Outcome outcome) {
            this(outcome, Optional.empty());
        }
    }

    /** The server hung up before it proved its key: worth another try. */
    private record Dropped(String why) implements Try {}

    /** A jump host that somebody is logged in to. */
    record Hop(Route route, ConnectionPool pool) {}

    private record Server(String host, int port, Optional<Route> via) {}

    private final Supplier<Optional<Client>> clients;
    private final Router router;
    /** Connections to jump hosts carry nothing but tunnels. */
    private final ConcurrentHashMap<Route, ConnectionPool> hops = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Server, Semaphore> gates = new ConcurrentHashMap<>();

    /**
     * Makes a connector.
     *
     * @param clients gives the client, which may take a moment the first time; none once all is closed
     */
    Connector(Supplier<Optional<Client>> clients, Router router) {
        this.clients = clients;
        this.router = router;
    }

    /** Finds the way, connects and logs in. */
    Result connect(SshEndpoint endpoint) {
        try {
            return connect(router.route(endpoint));
        } catch (ConfigProblem problem) {
            return new Failed(new Rejected(problem.reason()));
        }
    }

    /**
     * The same with a login of its own in the place of the settings'; to the jump hosts the settings' are used.
     *
     * @param through goes before all other ways
     */
    Result connect(SshEndpoint endpoint, SshLogin login, Optional<Hop> through) {
        try {
            Route route = router.route(endpoint).withLogin(login);
            return through.isPresent() ? connect(route, through) : connect(route);
        } catch (ConfigProblem problem) {
            return new Failed(new Rejected(problem.reason()));
        }
    }

    private Result connect(Route route) {
        return connect(route, route.via().map(via -> new Hop(via, hop(via))));
    }

    /** Connects and logs in within the time limit; waiting for a turn or for the jump host does not count. */
    private Result connect(Route route, Optional<Hop> through) {
        Optional<Client> client = clients.get();
        if (client.isEmpty()) {
            return new Failed(ConnectionPool.CLOSED);
        }
        try {
            return through.isPresent()
                    ? connectThrough(new Passage(client.get(), through.get()), route)
                    : connectInTurn(route, new Direct(client.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed(INTERRUPTED);
        }
    }

    private Result connectThrough(Passage passage, Route route) throws InterruptedException {
        Optional<Outcome> refused = passage.enter();
        if (refused.isPresent()) {
            return new Failed(refused.get());
        }
        Result result = new Failed(INTERRUPTED);
        try {
            result = connectInTurn(route, passage);
            return result;
        } finally {
            passage.leaveWith(result);
        }
    }

    private ConnectionPool hop(Route route) {
        return hops.computeIfAbsent(route, where -> new ConnectionPool(() -> connect(where)));
    }

    /** Closes connections to jump hosts that were not used for so long. */
    void closeIdle(Duration idle) {
        hops.values().removeIf(pool -> pool.closeIdle(idle));
    }

    /** Closes those that are left, with all that goes through them. */
    void close() {
        hops.values().forEach(ConnectionPool::close);
    }

    private Result connectInTurn(Route route, Way way) throws InterruptedException {
        Semaphore gate = gates.computeIfAbsent(
                new Server(route.host(), route.port(), route.via()), _ -> new Semaphore(LOGGING_IN_AT_ONCE));
        gate.acquire();
        try {
            return connect(route, way);
        } finally {
            gate.release();
        }
    }

    private static Result connect(Route route, Way way) throws InterruptedException {
        long deadline = System.nanoTime() + MonotonicTime.nanos(route.connectTimeout());
        for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
            Try tried = switch (way.reach(route, deadline)) {
                case Way.Reached(var session, var handshake) -> logIn(session, handshake, deadline);
                case Way.NotReached(var why) -> new Failed(why);
                case Way.HungUp() -> new Dropped("");
            };
            switch (tried) {
                case Result result -> {
                    return result;
                }
                case Dropped(String why) -> {
                    long jittered = pause + ThreadLocalRandom.current().nextLong(pause);
                    if (MonotonicTime.millisUntil(deadline) <= jittered) {
                        return new Failed(
                                new Unreachable("the server hangs up before the key exchange" + because(why)));
                    }
                    Thread.sleep(jittered);
                }
            }
        }
    }

    private static Try logIn(ClientSession session, Handshake handshake, long deadline) {
        try {
            AuthFuture login = session.auth();
            login.await(Math.max(1, MonotonicTime.millisUntil(deadline)));
            if (login.isSuccess()) {
                return new Connected(session, handshake);
            }
            Try failure = login.isDone()
                    ? failure(login.getException(), handshake)
                    : new Failed(new Unreachable(Way.noAnswer(handshake.route)
                            + (handshake.keysExchanged() ? " (during login)" : " (during the key exchange)")));
            session.close(true);
            return failure instanceof Failed(Outcome outcome, var _)
                    ? new Failed(outcome, handshake.banner())
                    : failure;
        } catch (IOException | RuntimeException e) {
            session.close(true);
            return failure(e, handshake);
        }
    }

    private static Try failure(Throwable error, Handshake handshake) {
        String hostKeyProblem = handshake.hostKeyProblem();
        if (hostKeyProblem != null) {
            return new Failed(new HostKeyRejected(hostKeyProblem));
        }
        Throwable cause = Failures.root(error);
        int code = cause instanceof SshException ssh ? ssh.getDisconnectCode() : 0;
        String trouble = handshake.trouble().isEmpty() ? Failures.text(error) : handshake.trouble();
        if (handshake.keysExchanged() && trouble.contains("Too many authentication failures")) {
            return new Failed(new AuthFailed(tooMany(handshake)));
        }
        if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
            return new Failed(new AuthFailed(refused(handshake)));
        }
        if (handshake.keysExchanged()) {
            return new Failed(new Unreachable("the connection broke during login" + because(trouble)));
        }
        if (code == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED
                || code == SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED
                || cause instanceof IllegalStateException) {
            return new Failed(new Unreachable("no common way to talk: " + trouble));
        }
        return new Dropped(trouble);
    }

    private static String refused(Handshake handshake) {
        List<String> offered = handshake.offered();
        String user = handshake.route.user();
        String passedOver =
                handshake.passedOver().isEmpty() ? "" : "; passed over: " + String.join("; ", handshake.passedOver());
        return (offered.isEmpty()
                        ? "nothing to log in with as " + user
                                + " that the server takes: name a key with --identity, load"
                                + " one into the ssh-agent, or give a password file"
                        : "the server refused " + user + " with " + String.join(", ", offered))
                + passedOver;
    }

    private static String tooMany(Handshake handshake) {
        List<String> offered = handshake.offered();
        return "the server stopped after " + offered.size() + " attempts (its MaxAuthTries) as "
                + handshake.route.user() + ": " + String.join(", ", offered)
                + "; name the right key with --identity";
    }

    private static String because(String why) {
        return why.isEmpty() ? "" : ": " + why;
    }
}
