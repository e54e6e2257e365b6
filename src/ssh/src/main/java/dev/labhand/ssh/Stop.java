package dev.labhand.ssh;

import dev.labhand.api.StopResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops one running command: TERM to all that it started, KILL to what is left after the grace time, and a look at what is
 * left then. Closing its channel would not do: with OpenSSH the command would live on.
 *
 * @param command who holds the session on the connection
 * @param channelEnd completes when the command's channel is closed
 * @param marked whether the command carries its mark for certain
 * @param become as whom the command runs, which is who may stop it
 */
record Stop(
        Connection connection,
        ConnectionPool.Tenant command,
        ExecChannel channel,
        CompletableFuture<ExecChannel.End> channelEnd,
        String mark,
        boolean marked,
        Optional<Become> become,
        Duration grace) {

    private static final Logger LOG = LoggerFactory.getLogger(Stop.class);
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);
    private static final Duration TO_APPEAR = Duration.ofSeconds(2);
    private static final Duration TO_CLOSE = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE_MS = 4;
    private static final long LONGEST_PAUSE_MS = 200;

    /** Blocks until it is done or hopeless; closes the command's channel. */
    StopResult perform() {
        ConnectionPool pool = connection.pool();
        pool.reserve(connection);
        try (StopDialogue dialogue = new StopDialogue(connection, command, mark, marked, become)) {
            dialogue.begin();
            return pursue(dialogue);
        } catch (StopDialogue.Silent e) {
            return bySignals(e.why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new StopResult.Unverifiable("the stop was interrupted");
        } finally {
            pool.unreserve(connection);
            channel.close(false);
        }
    }

    private StopResult pursue(StopDialogue dialogue) throws StopDialogue.Silent, InterruptedException {
        long begin = System.nanoTime();
        long killFrom = begin + MonotonicTime.nanos(grace);
        boolean everFound = false;
        int empty = 0;
        long pause = FIRST_PAUSE_MS;
        for (String verb = "TERM"; ; ) {
            StopDialogue.Look look = dialogue.ask(verb);
            long now = System.nanoTime();
            if (look.why().equals("unknown") || look.why().equals("several")) {
                // One that just ended may not be gone from both countings yet.
                if (now - begin > TO_APPEAR.toNanos()) {
                    return bySignals(
                            "the server passes no LC_ variables on, and the command is not to be told from others");
                }
                Thread.sleep(LONGEST_PAUSE_MS);
                continue;
            }
            if (look.alive().isEmpty()) {
                empty++;
                boolean certain = everFound || channelEnd.isDone();
                if (empty >= 2 && certain) {
                    return look.why().startsWith("loose ")
                            ? new StopResult.Unverifiable("the server passes no LC_ variables on, and process "
                                    + look.why().substring("loose ".length()) + " may belong to the command")
                            : verified();
                }
                if (!certain && now - begin > TO_APPEAR.toNanos()) {
                    return bySignals("nothing was found that carries the command's mark");
                }
            } else {
                everFound = true;
                empty = 0;
                if (now > killFrom + AFTER_KILL.toNanos()) {
                    return new StopResult.Survivors(look.alive());
                }
            }
            if (empty != 1 || !everFound) {
                Thread.sleep(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
            }
            verb = System.nanoTime() >= killFrom ? "KILL" : "TERM";
        }
    }

    /** Nothing is left; so the channel should close, after the last of the output. */
    private StopResult verified() throws InterruptedException {
        return closesWithin(TO_CLOSE)
                ? new StopResult.Verified()
                : new StopResult.Unverifiable(
                        "something that is not to be found still holds the command's output open");
    }

    private StopResult bySignals(String why) {
        try {
            signal("TERM");
            if (!closesWithin(grace)) {
                signal("KILL");
                closesWithin(AFTER_KILL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new StopResult.Unverifiable(why);
    }

    private void signal(String name) {
        try {
            channel.signal(name);
        } catch (IOException e) {
            LOG.debug("signal {} not sent: {}", name, e.toString());
        }
    }

    private boolean closesWithin(Duration time) throws InterruptedException {
        try {
            channelEnd.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
