package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.TimedOut.Limit;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How long a command may take, and be silent. */
final class TimeLimits {

    private final ScheduledExecutorService timers;
    private final ExecOptions options;
    private final Consumer<Outcome> stop;
    private final AtomicReference<@Nullable ScheduledFuture<?>> maxTimer = new AtomicReference<>();
    private final AtomicReference<@Nullable ScheduledFuture<?>> idleTimer = new AtomicReference<>();
    private volatile long lastOutput;
    private volatile boolean deaf;

    /**
     * Sets no timer yet.
     *
     * @param stop told when a limit is passed
     */
    TimeLimits(ScheduledExecutorService timers, ExecOptions options, Consumer<Outcome> stop) {
        this.timers = timers;
        this.options = options;
        this.stop = stop;
    }

    /** The command has run for so long. */
    void begin(Duration age) {
        options.timeout().ifPresent(limit -> {
            Duration left = limit.minus(age);
            schedule(
                    maxTimer,
                    left.isNegative() ? Duration.ZERO : left,
                    () -> stop.accept(new Outcome.TimedOut(Limit.MAX)));
        });
        lastOutput = System.nanoTime();
        options.idleTimeout().ifPresent(limit -> schedule(idleTimer, limit, this::checkIdle));
    }

    /** Something was heard of the command: its silence begins anew. */
    void heard() {
        if (options.idleTimeout().isPresent()) {
            lastOutput = System.nanoTime();
            deaf = false;
        }
    }

    /** Nothing can be heard of the command until {@link #heard}: its silence does not count. */
    void deaf() {
        deaf = true;
    }

    private void checkIdle() {
        options.idleTimeout().ifPresent(limit -> {
            Duration left = deaf ? limit : limit.minusNanos(System.nanoTime() - lastOutput);
            if (left.isPositive()) {
                schedule(idleTimer, left, this::checkIdle);
            } else {
                stop.accept(new Outcome.TimedOut(Limit.IDLE));
            }
        });
    }

    void end() {
        cancel(maxTimer);
        cancel(idleTimer);
    }

    private void schedule(AtomicReference<@Nullable ScheduledFuture<?>> timer, Duration delay, Runnable task) {
        timer.set(timers.schedule(task, MonotonicTime.nanos(delay), TimeUnit.NANOSECONDS));
    }

    private static void cancel(AtomicReference<@Nullable ScheduledFuture<?>> timer) {
        ScheduledFuture<?> scheduled = timer.getAndSet(null);
        if (scheduled != null) {
            scheduled.cancel(false);
        }
    }
}
