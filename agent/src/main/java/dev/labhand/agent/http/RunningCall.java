package dev.labhand.agent.http;

import dev.labhand.agent.rpc.Cancellation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The work for one request, on a thread of its own. It is cancelled when its client goes. */
final class RunningCall {

    private final Runnable work;
    private final Runnable whenStopped;
    private final boolean delaysStop;
    private final @Nullable WatchedEndPoint client;
    private final long startedNanos = System.nanoTime();
    private final Cancellation cancellation = new Cancellation();

    private WatchedEndPoint.@Nullable Watch watch;
    private boolean answered;

    /**
     * Work that answers.
     *
     * @param whenStopped answers in its place
     * @param delaysStop whether an agent that stops waits for it
     * @param client to be watched; none where the work itself reads from the client, and so sees it go
     */
    RunningCall(Runnable work, Runnable whenStopped, boolean delaysStop, @Nullable WatchedEndPoint client) {
        this.work = work;
        this.whenStopped = whenStopped;
        this.delaysStop = delaysStop;
        this.client = client;
    }

    boolean delaysStop() {
        return delaysStop;
    }

    /** Does the work on this thread. */
    void run() {
        cancellation.run(work);
    }

    /**
     * Begins to watch the client if the work has lasted so long: for what is over sooner, that would cost more than it saves.
     *
     * @return whether there is no need to ask again
     */
    synchronized boolean watchIfLasting(Duration least) {
        if (client != null && watch == null && !answered) {
            if (System.nanoTime() - startedNanos < least.toNanos()) {
                return false;
            }
            watch = client.watch(cancellation::cancel);
        }
        return true;
    }

    /** The answer begins: from now on the connection is Jetty's alone, and nothing interrupts the thread that does the work. */
    void answering() {
        synchronized (this) {
            answered = true;
            if (watch != null) {
                watch.close();
            }
        }
        cancellation.over();
    }

    /** Answers in place of the work, which is cancelled. */
    void stop() {
        whenStopped.run();
        cancellation.cancel();
    }
}
