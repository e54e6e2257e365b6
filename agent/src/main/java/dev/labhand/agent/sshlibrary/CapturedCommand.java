package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Log;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand;
import dev.labhand.ssh.RunningCommand.Ending;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** A command whose output is kept in memory until somebody asks for it. */
final class CapturedCommand implements CommandOutput {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final String text;
    private final Consumer<byte[]> live;
    private final RunningCommand running;

    /**
     * Starts a command.
     *
     * @param text what messages call it
     * @param live gets standard output as it comes, too
     */
    CapturedCommand(String text, Consumer<byte[]> live, Function<CommandOutput, RunningCommand> start) {
        this.text = text;
        this.live = live;
        this.running = start.apply(this);
    }

    String text() {
        return text;
    }

    @Override
    public void stdout(byte[] buffer, int offset, int length) {
        synchronized (out) {
            out.write(buffer, offset, length);
        }
        byte[] copy = new byte[length];
        System.arraycopy(buffer, offset, copy, 0, length);
        live.accept(copy);
    }

    @Override
    public void stderr(byte[] buffer, int offset, int length) {
        synchronized (err) {
            err.write(buffer, offset, length);
        }
    }

    byte[] stdout() {
        synchronized (out) {
            return out.toByteArray();
        }
    }

    byte[] stderr() {
        synchronized (err) {
            return err.toByteArray();
        }
    }

    /**
     * Waits for its end, or so long; then it is stopped. So it is if the waiting is interrupted.
     *
     * @param log is told if a stop did not get all of it
     * @return how it ended; empty if it was stopped because the time was over
     */
    Optional<Outcome> await(Optional<Duration> limit, Log log) throws InterruptedException {
        CompletableFuture<Ending> ending = running.ending();
        try {
            return Optional.of(
                    limit.isPresent()
                            ? ending.get(limit.get().toNanos(), TimeUnit.NANOSECONDS)
                                    .outcome()
                            : ending.get().outcome());
        } catch (TimeoutException e) {
            return stopped(ending, log);
        } catch (InterruptedException e) {
            running.stop("the call was cancelled");
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Outcome> stopped(CompletableFuture<Ending> ending, Log log) throws InterruptedException {
        running.stop("it timed out");
        Ending end;
        try {
            end = ending.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        switch (end.stop().orElse(new StopResult.Verified())) {
            case StopResult.Verified _ -> {}
            case StopResult.Survivors(List<String> processes, var _) ->
                log.warn("The command was stopped, but of what it started live on: " + String.join(", ", processes));
            case StopResult.Unverifiable(String reason) ->
                log.warn("The command was told to stop; whether all of it has is not known: " + reason);
        }
        return end.outcome() instanceof Outcome.Cancelled ? Optional.empty() : Optional.of(end.outcome());
    }

    /** Stops it, if it still runs; completes when that is done. */
    CompletableFuture<Ending> stop(String reason) {
        running.stop(reason);
        return running.ending();
    }
}
