package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One command, from the wish for a session to its ending. */
final class Command implements RunningCommand, ConnectionPool.Tenant, ExecChannel.Listener {

    /** How long sudo may take to let the command begin. */
    private static final Duration ASCENT_LIMIT = Duration.ofSeconds(60);

    private static final int ATTEMPTS = 3;

    /** Bytes of standard input that may wait for a command that does not read them. */
    private static final long MAX_WAITING_INPUT = 16L << 20;

    /** How long a server may take to tell whether it sent a signal. */
    private static final Duration SLOW_TO_SIGNAL = Duration.ofSeconds(10);

    private enum Phase {
        /** Nothing was sent that could run anything. */
        WAITING,
        /** The exec request was written: never again. */
        RUNNING,
        STOPPING,
        ENDED
    }

    private final ConnectionPool pool;
    private final ScheduledExecutorService timers;
    private final Openings openings;
    private final String command;
    private final ExecOptions options;
    private final OutputGate output;
    private Launch launch = Launch.NOTHING;
    private final String mark = ShellScript.nonce();
    private final LateInput input;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final CompletableFuture<ExecChannel.End> channelEnd = new CompletableFuture<>();
    private final TimeLimits limits;
    private final AtomicReference<@Nullable ScheduledFuture<?>> ascentTimer = new AtomicReference<>();
    private Phase phase = Phase.WAITING;
    private long began;
    private int brokenConnections;
    private @Nullable Connection connection;
    private @Nullable ExecChannel channel;

    Command(
            ConnectionPool pool,
            ScheduledExecutorService timers,
            Openings openings,
            String command,
            ExecOptions options,
            CommandOutput output) {
        this.pool = pool;
        this.timers = timers;
        this.openings = openings;
        this.command = command;
        this.options = options;
        this.output = new OutputGate(output, options.outputLimit(), this::beginStop);
        this.input = new LateInput(options, MAX_WAITING_INPUT);
        this.limits = new TimeLimits(timers, options, this::beginStop);
    }

    @Override
    public CompletableFuture<Ending> ending() {
        return ending.copy();
    }

    @Override
    public void stop(String reason) {
        beginStop(new Outcome.Cancelled(reason));
    }

    @Override
    public long write(byte[] bytes, boolean last) throws IOException {
        return input.add(bytes, last);
    }

    @Override
    public void signal(String name) throws IOException, InterruptedException {
        ExecChannel running;
        synchronized (this) {
            if (phase == Phase.WAITING || channel == null || launch.isAscending()) {
                throw new IOException("it has not begun yet");
            }
            running = channel;
        }
        try {
            if (!running.askToSignal(name).get(SLOW_TO_SIGNAL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the target's SSH server sends no signal " + name
                        + (options.sudo().wanted() ? " to what runs under sudo" : ""));
            }
        } catch (ExecutionException ended) {
            throw new IOException("it ended first", ended);
        } catch (TimeoutException silent) {
            throw new IOException(
                    "the target's SSH server does not tell within " + SLOW_TO_SIGNAL.toSeconds()
                            + " s whether it was sent",
                    silent);
        }
    }

    @Override
    public void admit(Connection room) {
        Optional<Path> lent = lentAgent(room.handshake().route);
        if (lent.isEmpty() && options.forwardAgent().orElse(false)) {
            pool.release(room, this);
            refuse(new Outcome.Rejected("there is no ssh-agent to lend: start one and set SSH_AUTH_SOCK for Labhand"));
            return;
        }
        Launch starting = new Launch(command, options, mark, input);
        ExecChannel opening = null;
        synchronized (this) {
            if (phase == Phase.WAITING) {
                connection = room;
                launch = starting;
                opening = new ExecChannel(starting.wanted(ShellScript.MARK_VARIABLE, mark, lent), this);
                channel = opening;
            }
        }
        if (opening == null) {
            pool.release(room, this);
            return;
        }
        output.begin(starting);
        openings.asked(this, () -> pool.suspect(room));
        try {
            starting.begin(opening);
            room.open(opening);
        } catch (IOException e) {
            opening.neverOpened();
        }
    }

    private Optional<Path> lentAgent(Route route) {
        return options.forwardAgent().isEmpty()
                ? route.lentAgent()
                : options.forwardAgent().get() ? route.lentAgent().or(route.keys()::agent) : Optional.empty();
    }

    @Override
    public void refuse(Outcome why) {
        finish(why, Optional.empty());
    }

    @Override
    public boolean opened() {
        openings.over(this);
        Connection room;
        Launch starting;
        synchronized (this) {
            if (phase != Phase.WAITING || connection == null) {
                return false;
            }
            phase = Phase.RUNNING;
            began = System.nanoTime();
            room = connection;
            starting = launch;
        }
        input.begun();
        pool.opened(room, this);
        limits.begin(Duration.ZERO);
        if (starting.isAscending()) {
            schedule(ascentTimer, ASCENT_LIMIT, starting::giveUp);
        }
        return true;
    }

    @Override
    public void output(boolean error, byte[] buffer, int offset, int length) {
        limits.heard();
        output.pass(error, buffer, offset, length);
    }

    @Override
    public void ended(ExecChannel.End end) {
        openings.over(this);
        Connection room;
        Phase now;
        Launch begun;
        synchronized (this) {
            room = connection;
            now = phase;
            begun = launch;
        }
        if (room == null) {
            throw new IllegalStateException("a channel without a connection");
        }
        switch (end) {
            case ExecChannel.End.OpenRefused(String why) -> {
                boolean hopeful = pool.learnLimit(room);
                pool.release(room, this);
                if (hopeful) {
                    again();
                } else {
                    finish(new Outcome.Rejected("the server opens no session: " + why), Optional.empty());
                }
            }
            case ExecChannel.End.NotBegun() -> {
                pool.release(room, this);
                if (++brokenConnections < ATTEMPTS) {
                    again();
                } else {
                    finish(
                            new Outcome.Unreachable(
                                    "the connection breaks before a command can be sent" + room.trouble()),
                            Optional.empty());
                }
            }
            case ExecChannel.End.Denied(String what) -> {
                pool.release(room, this);
                finish(new Outcome.Rejected(what), Optional.empty());
            }
            case ExecChannel.End.ExecRefused() -> {
                pool.release(room, this);
                closed(end, now, new Outcome.Rejected("the server refused to run the command"));
            }
            case ExecChannel.End.Closed(boolean byServer, OptionalInt status, Optional<String> signal) -> {
                pool.release(room, this);
                output.flush();
                Optional<Outcome> unbegun = begun.problem(byServer);
                closed(end, now, unbegun.orElseGet(() -> byServer ? outcome(status, signal) : lost(room)));
            }
        }
    }

    private void again() {
        synchronized (this) {
            if (phase != Phase.WAITING) {
                return;
            }
        }
        pool.submit(this);
    }

    private void closed(ExecChannel.End end, Phase now, Outcome outcome) {
        if (now == Phase.RUNNING) {
            finish(outcome, Optional.empty());
        }
        channelEnd.complete(end);
    }

    private Outcome lost(Connection room) {
        return new Outcome.Lost(
                pool.isClosed()
                        ? "Labhand closed its connections while the command ran"
                        : "the connection broke while the command ran" + room.trouble());
    }

    private static Outcome outcome(OptionalInt status, Optional<String> signal) {
        if (signal.isPresent()) {
            // Signals that RFC 4254 does not name come with the implementer's domain: BUS@example.org. OpenSSH has no
            // more than SIG@openssh.com for many of them.
            return new Outcome.Signalled(signal.get().replaceFirst("^SIG", "").replaceFirst("@.*", ""));
        }
        if (status.isPresent()) {
            // Some servers send -1 where OpenSSH's client shows 255.
            int code = status.getAsInt();
            return new Outcome.Exited(code < 0 ? code & 0xff : code);
        }
        return new Outcome.Lost("the server closed the channel without an exit status");
    }

    private void beginStop(Outcome cause) {
        Connection room;
        ExecChannel running;
        Launch stopped;
        long sent;
        synchronized (this) {
            sent = began;
            room = connection;
            running = channel;
            stopped = launch;
            if (phase == Phase.RUNNING) {
                phase = Phase.STOPPING;
            } else if (phase != Phase.WAITING) {
                return;
            } else {
                running = null;
            }
        }
        if (running == null || room == null) {
            // Nothing was started, so that nothing is left.
            finish(cause, Optional.of(new StopResult.Verified()));
            return;
        }
        if (stopped.abandon()) {
            // sudo is left without the script that would have begun it.
            running.close(false);
            finish(cause, Optional.of(new StopResult.Verified()));
            return;
        }
        Stop stop = new Stop(
                room, this, running, channelEnd, mark, options.needsShell(), stopped.become(), options.grace(), sent);
        Thread.startVirtualThread(() -> finish(cause, Optional.of(stop.perform())));
    }

    private void finish(Outcome outcome, Optional<StopResult> stop) {
        synchronized (this) {
            if (phase == Phase.ENDED) {
                return;
            }
            phase = Phase.ENDED;
        }
        output.shut();
        input.ended();
        limits.end();
        openings.over(this);
        cancel(ascentTimer);
        // Not on the connection's thread: whoever waits for the ending may do what blocks.
        Thread.startVirtualThread(() -> ending.complete(new Ending(outcome, stop)));
    }

    private void schedule(AtomicReference<@Nullable ScheduledFuture<?>> timer, Duration delay, Runnable task) {
        timer.set(timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static void cancel(AtomicReference<@Nullable ScheduledFuture<?>> timer) {
        ScheduledFuture<?> scheduled = timer.getAndSet(null);
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
