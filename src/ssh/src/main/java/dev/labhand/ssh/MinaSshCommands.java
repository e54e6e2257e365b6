package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@link SshCommands} by Apache MINA SSHD: one client, a pool of connections for each endpoint, one thread for
 * timers; all of that for the first command. */
final class MinaSshCommands implements SshCommands {

    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final SshSettings settings;
    private final Connector connector;
    /** Without a thread until there is something to time. */
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ssh-timers").factory());

    private final ConcurrentHashMap<SshEndpoint, ConnectionPool> pools = new ConcurrentHashMap<>();
    private @Nullable Client client;
    private boolean closed;

    MinaSshCommands(SshSettings settings) {
        this.settings = settings;
        this.connector = new Connector(this::client, settings.connectTimeout());
        timers.setRemoveOnCancelPolicy(true);
    }

    /** Started for the first connection: most agents of a run may never need it. None once all is closed. */
    private synchronized Optional<Client> client() {
        if (client == null && !closed) {
            HostKeyCheck hostKeys = new HostKeyCheck(new KnownHosts(settings.knownHosts()), settings.hostKeys());
            client = Client.start(hostKeys, new Credentials(settings));
            var _ = timers.scheduleWithFixedDelay(
                    () -> pools.values().removeIf(pool -> pool.closeIdle(IDLE)),
                    SWEEP.toSeconds(),
                    SWEEP.toSeconds(),
                    TimeUnit.SECONDS);
        }
        return Optional.ofNullable(client);
    }

    @Override
    public RunningCommand start(SshEndpoint endpoint, String command, ExecOptions options, CommandOutput output) {
        check(command, options);
        ConnectionPool pool = pool(endpoint);
        Command started = new Command(pool, timers, command, options, output);
        pool.submit(started);
        return started;
    }

    private ConnectionPool pool(SshEndpoint endpoint) {
        return pools.computeIfAbsent(endpoint, where -> new ConnectionPool(() -> connector.connect(where)));
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
        Wrapper.check(options.env(), options.cwd());
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
        timers.shutdownNow();
        if (started != null) {
            started.stop();
        }
    }
}
