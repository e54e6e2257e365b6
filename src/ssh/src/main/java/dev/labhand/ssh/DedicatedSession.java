package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.ssh.SshSessions.Attempt;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One connection with a pool around it: the pool's further connections carry what the server does not allow on the first one.
 * When the first one breaks, the session is over.
 */
final class DedicatedSession implements SshSession {

    static final String BROKEN = "the connection is closed";

    private final Supplier<Connector.Result> connector;
    private final ConnectionPool pool;
    /** For the commands that an ssh-agent is lent to: a server lets all sessions of a connection use it. */
    private final ConnectionPool lending;

    private final ScheduledExecutorService timers;
    private final Openings openings;
    private final Consumer<DedicatedSession> whenClosed;
    private volatile @Nullable Connection first;
    private volatile Optional<String> banner = Optional.empty();
    private volatile boolean closed;

    DedicatedSession(
            Supplier<Connector.Result> connector,
            ScheduledExecutorService timers,
            Consumer<DedicatedSession> whenClosed) {
        this.connector = connector;
        this.pool = new ConnectionPool(this::makeConnection);
        this.lending = new ConnectionPool(this::makeConnection);
        this.timers = timers;
        this.openings = new Openings(timers);
        this.whenClosed = whenClosed;
    }

    private Connector.Result makeConnection() {
        Connection made = first;
        if (made != null && !made.isOpen()) {
            return new Connector.Failed(new Outcome.Unreachable(BROKEN + made.trouble()));
        }
        Connector.Result result = connector.get();
        if (result instanceof Connector.Failed(Outcome _, Optional<String> said)) {
            banner = said;
        }
        return result;
    }

    /** Makes the first connection. */
    Attempt connect() throws InterruptedException {
        Place place = new Place(pool);
        return switch (place.await()) {
            case Place.Refused(Outcome why) -> new Attempt.Refused(why, banner);
            case Place.Admitted(Connection connection) -> {
                first = connection;
                banner = Handshake.of(connection.session()).banner();
                place.leave();
                yield new Attempt.Connected(this);
            }
        };
    }

    @Override
    public RunningCommand start(String command, ExecOptions options, CommandOutput output) {
        SshCommands.check(command, options);
        if (options.login().isPresent()) {
            throw new IllegalArgumentException(
                    "user: the session is logged in already: use sudo to run commands as somebody else");
        }
        ConnectionPool carrier = options.forwardAgent().orElse(false) ? lending : pool;
        Command started = new Command(carrier, timers, openings, command, options, output);
        carrier.submit(started);
        return started;
    }

    @Override
    public InteractiveShell shell(Terminal terminal) throws IOException, InterruptedException {
        Place place = new Place(pool);
        return switch (place.await()) {
            case Place.Refused(Outcome why) -> throw new IOException(text(why));
            case Place.Admitted(Connection connection) -> ShellChannel.open(connection, terminal, place::leave);
        };
    }

    private static String text(Outcome why) {
        return why instanceof Outcome.Unreachable(String reason) ? reason : "no further session: " + why.word();
    }

    @Override
    public FileResult<RemoteFiles> files() {
        return new FilesOpener(pool, new ScriptShell(this::start)).open();
    }

    @Override
    public int tunnel(String bind, int port, String host, int hostPort) throws IOException {
        Connection connection = first;
        if (connection == null || !isOpen()) {
            throw new IOException(BROKEN);
        }
        return connection
                .session()
                .startLocalPortForwarding(new SshdSocketAddress(bind, port), new SshdSocketAddress(host, hostPort))
                .getPort();
    }

    /** Its server as a jump host; none if it is over. */
    Optional<Connector.Hop> hop() {
        Connection connection = first;
        return connection == null || !isOpen()
                ? Optional.empty()
                : Optional.of(new Connector.Hop(connection.handshake().route, pool));
    }

    @Override
    public Optional<String> banner() {
        return banner;
    }

    @Override
    public boolean isOpen() {
        Connection connection = first;
        return !closed && connection != null && connection.isOpen();
    }

    @Override
    public void close() {
        closed = true;
        pool.close();
        lending.close();
        whenClosed.accept(this);
    }

    /** A place on a connection that is waited for. */
    private static final class Place implements ConnectionPool.Tenant {

        sealed interface Answer {}

        record Admitted(Connection connection) implements Answer {}

        record Refused(Outcome why) implements Answer {}

        private final ConnectionPool pool;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();

        Place(ConnectionPool pool) {
            this.pool = pool;
        }

        Answer await() throws InterruptedException {
            pool.submit(this);
            try {
                return answer.get();
            } catch (InterruptedException e) {
                // Whenever the place comes, nobody takes it.
                var _ = answer.thenAccept(_ -> leave());
                throw e;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void admit(Connection connection) {
            answer.complete(new Admitted(connection));
        }

        @Override
        public void refuse(Outcome why) {
            answer.complete(new Refused(why));
        }

        void leave() {
            if (answer.getNow(null) instanceof Admitted(Connection connection)) {
                pool.release(connection, this);
            }
        }
    }
}
