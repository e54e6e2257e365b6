package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.ssh.crypto.JdkCrypto;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@link SshCommands} by Apache MINA SSHD: one client, a pool of connections for each endpoint, one thread for
 * timers; all of that for the first command. */
final class MinaSshCommands implements SshCommands {

    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Pattern ACCOUNT = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.@+$\\\\-]*");
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Connector connector;
    /** Without a thread until there is something to time. */
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ssh-timers").factory());

    private final Openings openings = new Openings(timers);

    /** Which commands share connections: a server lets all sessions of one use the ssh-agent that any of them was lent. */
    private record Sharing(SshEndpoint endpoint, Optional<Boolean> lendsAgent) {}

    private final ConcurrentHashMap<Sharing, ConnectionPool> pools = new ConcurrentHashMap<>();

    private @Nullable Client client;
    private boolean closed;

    MinaSshCommands(SshSettings settings) {
        JdkCrypto.use();
        this.connector = new Connector(this::client, new Router(settings));
        timers.setRemoveOnCancelPolicy(true);
    }

    /** Started for the first connection: most agents of a run may never need it. None once all is closed. */
    private synchronized Optional<Client> client() {
        if (client == null && !closed) {
            client = Client.launch();
            var _ = timers.scheduleWithFixedDelay(this::sweep, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
        }
        return Optional.ofNullable(client);
    }

    private void sweep() {
        pools.values().removeIf(pool -> pool.closeIdle(IDLE));
        connector.closeIdle(IDLE);
    }

    @Override
    public RunningCommand start(SshEndpoint endpoint, String command, ExecOptions options, CommandOutput output) {
        check(command, options);
        SshEndpoint login = login(endpoint, options);
        Optional<RunningCommand> refused = refused(endpoint, login);
        if (refused.isPresent()) {
            return refused.get();
        }
        ConnectionPool pool = pool(new Sharing(login, options.forwardAgent()));
        Command started = new Command(pool, timers, openings, command, options, output);
        pool.submit(started);
        return started;
    }

    ConnectionPool pool(SshEndpoint endpoint) {
        return pool(new Sharing(endpoint, Optional.empty()));
    }

    private ConnectionPool pool(Sharing sharing) {
        return pools.computeIfAbsent(sharing, among -> new ConnectionPool(() -> connector.connect(among.endpoint())));
    }

    @Override
    public RunningCommand startDetached(SshEndpoint endpoint, DetachedJob job, CommandOutput output) {
        check(job.command(), job.options());
        SshEndpoint login = login(endpoint, job.options());
        Optional<RunningCommand> refused = refused(endpoint, login);
        if (refused.isPresent()) {
            return refused.get();
        }
        DetachedCommand started = new DetachedCommand(() -> pool(login), timers, job, output);
        Thread.ofVirtual().name("detached-" + job.id()).start(started);
        return started;
    }

    @Override
    public Optional<String> removeOutput(SshEndpoint endpoint, DetachedJob job) throws InterruptedException {
        ConnectionPool pool = pool(login(endpoint, job.options()));
        try (DetachedDialogue talk = new DetachedDialogue(pool, job, false, (_, _, _, _) -> {})) {
            talk.open();
            talk.free();
            return Optional.empty();
        } catch (ScriptSession.Silent silent) {
            return Optional.of(silent.why);
        }
    }

    private static SshEndpoint login(SshEndpoint endpoint, ExecOptions options) {
        return options.login().map(endpoint::withUser).orElse(endpoint);
    }

    /** What cannot be begun, since a server of our own knows one account alone. */
    private static Optional<RunningCommand> refused(SshEndpoint endpoint, SshEndpoint login) {
        if (endpoint.pinned().isEmpty() || login.equals(endpoint)) {
            return Optional.empty();
        }
        return Optional.of(new Unstarted(new Outcome.Rejected("the agent's own SSH server runs commands as "
                + endpoint.user().orElse("its account") + " alone: use sudo to run them as "
                + login.user().orElse("another"))));
    }

    @Override
    public FileResult<RemoteFiles> openFiles(SshEndpoint endpoint) {
        return new FilesOpener(
                        pool(endpoint),
                        new ScriptShell((command, options, output) -> start(endpoint, command, options, output)))
                .open();
    }

    static void check(String command, ExecOptions options) {
        if (command.isBlank() || command.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    command.isBlank() ? "command: nothing to run" : "command: holds a zero byte");
        }
        options.timeout().ifPresent(limit -> checkPositive("timeout", limit));
        options.idleTimeout().ifPresent(limit -> checkPositive("idleTimeout", limit));
        if (options.grace().isNegative()) {
            throw new IllegalArgumentException("grace: should not be negative");
        }
        if (options.outputLimit() < 0) {
            throw new IllegalArgumentException("outputLimit: should not be negative");
        }
        options.user().ifPresent(MinaSshCommands::checkUser);
        Wrapper.check(options.env(), options.cwd());
    }

    private static void checkUser(String user) {
        if (!ACCOUNT.matcher(user).matches()) {
            throw new IllegalArgumentException("user: this is no account's name");
        }
    }

    private static void checkPositive(String name, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException(name + ": should be more than 0 s");
        }
    }

    @Override
    public void close() {
        Client started;
        synchronized (this) {
            closed = true;
            started = client;
            client = null;
        }
        pools.values().forEach(ConnectionPool::close);
        connector.close();
        timers.shutdownNow();
        if (started != null) {
            started.stop();
        }
    }

    /** A command that could not be begun. */
    private record Unstarted(Outcome why) implements RunningCommand {

        @Override
        public CompletableFuture<Ending> ending() {
            return CompletableFuture.completedFuture(new Ending(why, Optional.empty()));
        }

        @Override
        public void stop(String reason) {
            // It never ran.
        }
    }
}
