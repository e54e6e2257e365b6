package dev.labhand.agent.plugin;

import dev.labhand.api.JobId;
import dev.labhand.ssh.embedded.ChildProcess;
import dev.labhand.ssh.embedded.ShellInvocation;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts the processes of all plugins, and ends those that run when the agent does. */
final class Processes implements AutoCloseable {

    /** Platform threads, because they block in system calls. They end by themselves when there is nothing to do. */
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("plugin-", 0).factory());

    private final Duration grace;
    private final Set<PluginProcess> running = new HashSet<>();
    /** Found when the first process starts: an agent without plugins does without. */
    private Optional<ChildProcess.Starter> starter = Optional.empty();

    private boolean closed;

    Processes(Duration grace) {
        this.grace = grace;
    }

    /** For work that blocks. */
    ExecutorService threads() {
        return threads;
    }

    /**
     * Starts a process, in a session of its own.
     *
     * @throws IOException if it does not run; the message says why
     */
    PluginProcess start(PluginCommand command, List<String> words, Lines stdout, Lines stderr) throws IOException {
        Optional<String> problem = command.problem();
        if (problem.isPresent()) {
            throw new IOException(problem.get());
        }
        String cookie = JobId.mint().value();
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(ProcessTree.COOKIE_VARIABLE, cookie);
        ShellInvocation invocation =
                ShellInvocation.of(words, command.directory().toString(), environment);
        PluginProcess process;
        synchronized (this) {
            if (closed) {
                throw new IOException("the agent is stopping");
            }
            ChildProcess.Starter found = starter.orElseGet(ChildProcess.Starter::forThisMachine);
            starter = Optional.of(found);
            ChildProcess child = found.start(invocation);
            process = new PluginProcess(command.source(), child, cookie, threads, stdout, stderr);
            running.add(process);
        }
        var _ = process.ended().whenComplete((_, _) -> forget(process));
        return process;
    }

    private synchronized void forget(PluginProcess process) {
        running.remove(process);
    }

    /** Whether the agent is stopping. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends all processes, with all that they started, and waits until then. None starts from now on. */
    @Override
    public void close() {
        List<PluginProcess> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(running);
        }
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            last.forEach(process -> each.execute(() -> process.end(grace)));
        }
    }
}
