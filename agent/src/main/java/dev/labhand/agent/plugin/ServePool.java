package dev.labhand.agent.plugin;

import dev.labhand.api.InvocationResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The processes of a persistent plugin. Each serves one call at a time; there are as many as calls at once, up to a limit, and
 * those that have had none for a while are ended. A call on a process that dies fails, and is not made again.
 */
final class ServePool implements Caller {

    /** How long a process gets to end by itself when its input ends. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PluginCommand command;
    private final Processes processes;
    private final Limits limits;
    private final Semaphore places;
    private final ScheduledFuture<?> sweeps;

    /** The last one used comes first. */
    private final Deque<Idle> idle = new ArrayDeque<>();

    private boolean retired;

    /** A process, and when it had its last call, by the monotonic clock. */
    private record Idle(ServeProcess process, long since) {}

    ServePool(PluginCommand command, Processes processes, Limits limits, ScheduledThreadPoolExecutor timer) {
        this.command = command;
        this.processes = processes;
        this.limits = limits;
        this.places = new Semaphore(limits.processes(), true);
        long interval = Math.max(1, limits.idle().toMillis() / 2);
        this.sweeps = timer.scheduleWithFixedDelay(this::sweep, interval, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public InvocationResult run(Call call) {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.broken(command, "was not called: the call was cancelled while it waited for its turn", "");
        }
        try {
            ServeProcess process = take();
            InvocationResult result = process.run(call);
            giveBack(process);
            return result;
        } catch (IOException e) {
            return Answer.broken(command, "cannot be started: " + e.getMessage(), "");
        } finally {
            places.release();
        }
    }

    private ServeProcess take() throws IOException {
        synchronized (this) {
            while (!idle.isEmpty()) {
                ServeProcess process = idle.pop().process();
                if (process.isUsable()) {
                    return process;
                }
            }
        }
        return new ServeProcess(command, processes, limits);
    }

    private void giveBack(ServeProcess process) {
        synchronized (this) {
            if (!process.isUsable()) {
                return;
            }
            if (!retired) {
                idle.push(new Idle(process, System.nanoTime()));
                return;
            }
        }
        dismiss(List.of(process));
    }

    private void sweep() {
        List<ServeProcess> old = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            idle.removeIf(each -> !each.process().isUsable());
            while (!idle.isEmpty()
                    && now - idle.peekLast().since() >= limits.idle().toNanos()) {
                old.add(idle.removeLast().process());
            }
        }
        dismiss(old);
    }

    @Override
    public void retire() {
        List<ServeProcess> last = new ArrayList<>();
        synchronized (this) {
            retired = true;
            idle.forEach(each -> last.add(each.process()));
            idle.clear();
        }
        sweeps.cancel(false);
        dismiss(last);
    }

    private static void dismiss(List<ServeProcess> all) {
        all.forEach(process -> Thread.startVirtualThread(() -> process.dismiss(PATIENCE)));
    }
}
