package dev.labhand.agent.http;

import dev.labhand.agent.rpc.Cancellation;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The work for one request, on a thread of its own. It is cancelled when its client goes, which is looked for whenever the work
 * does not itself read from the client.
 */
final class RunningCall {

    /** Work that reads must have rested this long: what goes on sooner sees by itself that the client has gone. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final Runnable work;
    private final Runnable whenStopped;
    private final boolean delaysStop;
    private final WatchedEndPoint client;
    private final Optional<Duration> patience;
    private final Cancellation cancellation = new Cancellation();

    private WatchedEndPoint.@Nullable Watch watch;
    private long restsSinceNanos = System.nanoTime();
    private boolean reading;
    private boolean over;

    /**
     * Work that answers.
     *
     * @param whenStopped answers in its place
     * @param delaysStop whether an agent that stops waits for it
     * @param client to be watched
     * @param patience of work that reads the request's body: how long it may rest while so much of the body waits that nobody
     *     can see whether the client has gone
     */
    RunningCall(
            Runnable work,
            Runnable whenStopped,
            boolean delaysStop,
            WatchedEndPoint client,
            Optional<Duration> patience) {
        this.work = work;
        this.whenStopped = whenStopped;
        this.delaysStop = delaysStop;
        this.client = client;
        this.patience = patience;
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
        if (over) {
            return true;
        }
        if (watch == null) {
            if (reading || !hasRested(patience.isPresent() ? REST : least)) {
                return false;
            }
            watch = client.watch(cancellation::cancel);
        } else if (watch.isBlind() && patience.filter(this::hasRested).isPresent()) {
            over = true;
            cancellation.cancel();
        }
        return patience.isEmpty();
    }

    private boolean hasRested(Duration least) {
        return System.nanoTime() - restsSinceNanos >= least.toNanos();
    }

    /** On the thread of the work: it begins or ends to read from the client, for which it has the connection to itself. */
    synchronized void reads(boolean begins) {
        reading = begins;
        restsSinceNanos = System.nanoTime();
        if (begins) {
            endWatch();
        }
    }

    private void endWatch() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    /** The answer begins: from now on the connection is Jetty's alone, and nothing interrupts the thread that does the work. */
    void answering() {
        synchronized (this) {
            over = true;
            endWatch();
        }
        cancellation.over();
    }

    /** Answers in place of the work, which is cancelled. */
    void stop() {
        whenStopped.run();
        cancellation.cancel();
    }
}
