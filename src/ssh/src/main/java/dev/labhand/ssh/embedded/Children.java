package dev.labhand.ssh.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The processes that run, so that none outlives the server. */
final class Children {

    private final ChildProcess.Starter starter;
    private final Set<ChildProcess> running = new HashSet<>();
    private boolean ended;

    Children(ChildProcess.Starter starter) {
        this.starter = starter;
    }

    /**
     * Starts a process.
     *
     * @throws IOException if it does not run, or the server ends
     */
    ChildProcess start(ShellInvocation invocation) throws IOException {
        ChildProcess child = starter.start(invocation);
        synchronized (this) {
            running.add(child);
            if (ended) {
                child.signal(SshSignal.KILL);
            }
        }
        return child;
    }

    /** Waits for the end of a process. */
    ChildProcess.Exit awaitEnd(ChildProcess child) {
        try {
            return child.waitFor();
        } finally {
            synchronized (this) {
                running.remove(child);
            }
        }
    }

    /** Ends all, with their groups, and those that start from now on. Waits until then. */
    void endAll(Duration grace) {
        List<ChildProcess> last;
        synchronized (this) {
            ended = true;
            last = List.copyOf(running);
        }
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            last.forEach(child -> each.execute(() -> child.terminate(grace)));
        }
    }
}
