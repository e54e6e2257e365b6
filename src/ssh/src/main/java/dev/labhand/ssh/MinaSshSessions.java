package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.ssh.crypto.JdkCrypto;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@link SshSessions} by Apache MINA SSHD: one client and one thread for timers, both for the first connection. */
final class MinaSshSessions implements SshSessions {

    /** After so long without a tunnel a connection to a jump host is closed. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Connector connector;
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ssh-session-timers").factory());

    private final Set<DedicatedSession> open = ConcurrentHashMap.newKeySet();
    private @Nullable Client client;
    private boolean closed;

    MinaSshSessions(SshSettings settings) {
        JdkCrypto.use();
        this.connector = new Connector(this::client, new Router(settings));
        timers.setRemoveOnCancelPolicy(true);
    }

    private synchronized Optional<Client> client() {
        if (client == null && !closed) {
            client = Client.launch();
            var _ = timers.scheduleWithFixedDelay(
                    () -> connector.closeIdle(IDLE), SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
        }
        return Optional.ofNullable(client);
    }

    @Override
    public Attempt connect(SshEndpoint endpoint, SshLogin login) throws InterruptedException {
        return connect(() -> connector.connect(endpoint, login, Optional.empty()));
    }

    @Override
    public Attempt connect(SshEndpoint endpoint, SshLogin login, SshSession through) throws InterruptedException {
        DedicatedSession jumpHost = (DedicatedSession) through;
        return connect(() -> jumpHost.hop()
                .map(hop -> connector.connect(endpoint, login, Optional.of(hop)))
                .orElseGet(() ->
                        new Connector.Failed(new Outcome.Unreachable("the jump host: " + DedicatedSession.BROKEN))));
    }

    private Attempt connect(Supplier<Connector.Result> attempts) throws InterruptedException {
        DedicatedSession session = new DedicatedSession(attempts, timers, open::remove);
        open.add(session);
        Attempt attempt = session.connect();
        if (attempt instanceof Attempt.Refused || isClosed()) {
            session.close();
        }
        return attempt;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        Client started;
        synchronized (this) {
            closed = true;
            started = client;
            client = null;
        }
        open.forEach(DedicatedSession::close);
        connector.close();
        timers.shutdownNow();
        if (started != null) {
            started.stop();
        }
    }
}
