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
 * Stops one command that is attached to its session. Closing its channel would not do: with OpenSSH the command would live on.
 *
 * @param command who holds the session on the connection
 * @param channelEnd completes when the command's channel is closed
 * @param marked whether the command carries its mark for certain
 * @param become as whom the command runs by sudo, which is who may stop it
 * @param began the {@link System#nanoTime} at which it was sent
 */
record Stop(
        Connection connection,
        ConnectionPool.Tenant command,
        ExecChannel channel,
        CompletableFuture<ExecChannel.End> channelEnd,
        String mark,
        boolean marked,
        Optional<Become> become,
        Duration grace,
        long began) {

    static final StopResult STILL_HELD =
            new StopResult.Unverifiable("something that is not to be found still holds the command's output open");

    private static final Logger LOG = LoggerFactory.getLogger(Stop.class);
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);
    private static final Duration TO_CLOSE = Duration.ofSeconds(1);

    /** Blocks until it is done or hopeless; closes the command's channel. */
    StopResult perform() {
        ConnectionPool pool = connection.pool();
        pool.reserve(connection);
        StopDialogue.Quarry quarry = StopDialogue.Quarry.attached(mark, marked);
        try (StopDialogue dialogue = new StopDialogue(pool, quarry, become)) {
            dialogue.begin(connection, command);
            return pursue(dialogue, Duration.ofNanos(System.nanoTime() - began));
        } catch (ScriptSession.Silent e) {
            return bySignals(e.why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new StopResult.Unverifiable("the stop was interrupted");
        } finally {
            pool.unreserve(connection);
            channel.close(false);
        }
    }

    private StopResult pursue(StopDialogue dialogue, Duration age) throws ScriptSession.Silent, InterruptedException {
        try {
            StopResult result = new StopPursuit(grace, channelEnd::isDone).perform(dialogue);
            return result instanceof StopResult.Verified verified ? ifClosed(verified) : result;
        } catch (ScriptSession.Silent e) {
            if (!(e.cause instanceof ScriptSession.Cause.Refused)) {
                throw e;
            }
            StopResult blind = bySignals(e.why);
            String loose = looseOf(dialogue, age);
            return loose.isEmpty() ? blind : new StopResult.Unverifiable(e.why + "; this may belong to it: " + loose);
        }
    }

    private static String looseOf(StopDialogue dialogue, Duration age) throws InterruptedException {
        try {
            return dialogue.loose(age);
        } catch (ScriptSession.Silent e) {
            return "";
        }
    }

    /** Nothing is left; so the channel should close, after the last of the output. */
    private StopResult ifClosed(StopResult.Verified verified) throws InterruptedException {
        return closesWithin(TO_CLOSE) ? verified : STILL_HELD;
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
