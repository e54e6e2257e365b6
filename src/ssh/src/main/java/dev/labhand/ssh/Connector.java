package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.AuthFailed;
import dev.labhand.api.Outcome.HostKeyRejected;
import dev.labhand.api.Outcome.Unreachable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.future.CancelOption;
import org.apache.sshd.common.session.helpers.MissingAttachedSessionException;

/**
 * Makes connections: name, TCP, host key, login. Blocks; call it on virtual threads.
 *
 * <p>OpenSSH drops new connections at random while more than ten are not logged in (MaxStartups 10:30:100), so that only a
 * few are made at once to one server, and one that is dropped before the server proved its key is tried again.
 */
final class Connector {

    private static final int LOGGING_IN_AT_ONCE = 8;
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 1_000;

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

    private record Server(String host, int port) {}

    private final Supplier<Optional<Client>> clients;
    private final Duration limit;
    private final ConcurrentHashMap<Server, Semaphore> gates = new ConcurrentHashMap<>();

    /**
     * Makes a connector.
     *
     * @param clients gives the client, which may take a moment the first time; none once all is closed
     */
    Connector(Supplier<Optional<Client>> clients, Duration limit) {
        this.clients = clients;
        this.limit = limit;
    }

    /** Connects and logs in within the time limit; waiting for a turn does not count. */
    Result connect(SshEndpoint endpoint) {
        return connect(endpoint, Optional.empty());
    }

    /** The same with a login of its own in the place of the settings'. */
    Result connect(SshEndpoint endpoint, Optional<SshLogin> login) {
        Optional<Client> client = clients.get();
        if (client.isEmpty()) {
            return new Failed(ConnectionPool.CLOSED);
        }
        Semaphore gate = gates.computeIfAbsent(
                new Server(endpoint.host(), endpoint.port()), _ -> new Semaphore(LOGGING_IN_AT_ONCE));
        try {
            gate.acquire();
            try {
                return connectInTurn(client.get(), endpoint, login);
            } finally {
                gate.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Failed(new Unreachable("interrupted while connecting"));
        }
    }

    private Result connectInTurn(Client client, SshEndpoint endpoint, Optional<SshLogin> login)
            throws InterruptedException {
        long deadline = System.nanoTime() + MonotonicTime.nanos(limit);
        for (long pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
            switch (tryOnce(client, endpoint, login, deadline)) {
                case Result result -> {
                    return result;
                }
                case Dropped(String why) -> {
                    long jittered = pause + ThreadLocalRandom.current().nextLong(pause);
                    if (millisUntil(deadline) <= jittered) {
                        return new Failed(
                                new Unreachable("the server hangs up before the key exchange" + because(why)));
                    }
                    Thread.sleep(jittered);
                }
            }
        }
    }

    private Try tryOnce(Client client, SshEndpoint endpoint, Optional<SshLogin> login, long deadline)
            throws InterruptedException {
        List<InetAddress> addresses;
        try {
            addresses = resolve(endpoint.host(), deadline);
        } catch (UnknownHostException e) {
            return new Failed(new Unreachable("no such name"));
        } catch (TimeoutException e) {
            return new Failed(new Unreachable("the name could not be looked up in " + Failures.text(limit)));
        }
        Result result = new Failed(new Unreachable("no such name"));
        for (int i = 0; i < addresses.size(); i++) {
            Handshake handshake = new Handshake(endpoint, login);
            InetSocketAddress address = new InetSocketAddress(addresses.get(i), endpoint.port());
            ConnectFuture connecting;
            long share = millisUntil(deadline) / (addresses.size() - i);
            try {
                connecting = client.connect(handshake, address);
                connecting.await(share, CancelOption.CANCEL_ON_TIMEOUT);
            } catch (IOException | RuntimeException e) {
                result = new Failed(new Unreachable(Failures.text(e)));
                continue;
            }
            if (connecting.isConnected()) {
                return logIn(connecting.getClientSession(), handshake, deadline);
            }
            Throwable error = connecting.getException();
            if (error != null && Failures.root(error) instanceof MissingAttachedSessionException) {
                return new Dropped(""); // it took the connection and hung up before MINA had made a session of it
            }
            boolean silent = error == null || connecting.isCanceled();
            result = new Failed(new Unreachable(silent ? noAnswer() : Failures.text(error)));
        }
        return result;
    }

    private Try logIn(ClientSession session, Handshake handshake, long deadline) {
        try {
            AuthFuture login = session.auth();
            login.await(Math.max(1, millisUntil(deadline)));
            if (login.isSuccess()) {
                return new Connected(session, handshake);
            }
            Try failure = login.isDone()
                    ? failure(login.getException(), handshake)
                    : new Failed(new Unreachable(noAnswer()
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
        String user = handshake.endpoint.user();
        return offered.isEmpty()
                ? "nothing to log in with as " + user + " that the server takes: name a key with --identity, load one"
                        + " into the ssh-agent, or give a password file"
                : "the server refused " + user + " with " + String.join(", ", offered);
    }

    private static String tooMany(Handshake handshake) {
        List<String> offered = handshake.offered();
        return "the server stopped after " + offered.size() + " attempts (its MaxAuthTries) as "
                + handshake.endpoint.user() + ": " + String.join(", ", offered)
                + "; name the right key with --identity";
    }

    private String noAnswer() {
        return "no answer in " + Failures.text(limit);
    }

    private static String because(String why) {
        return why.isEmpty() ? "" : ": " + why;
    }

    /** All addresses of a name; each keeps the name, which the host's certificate may be for. */
    private static List<InetAddress> resolve(String host, long deadline)
            throws UnknownHostException, TimeoutException, InterruptedException {
        CompletableFuture<InetAddress[]> lookup = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                lookup.complete(InetAddress.getAllByName(host));
            } catch (UnknownHostException | RuntimeException e) {
                lookup.completeExceptionally(e);
            }
        });
        try {
            return List.of(lookup.get(Math.max(1, millisUntil(deadline)), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e);
            throw unknown;
        }
    }

    private static long millisUntil(long deadline) {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
}
