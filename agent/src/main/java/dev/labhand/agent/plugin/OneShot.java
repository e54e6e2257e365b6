package dev.labhand.agent.plugin;

import dev.labhand.ssh.embedded.ChildProcess.Exit;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a process for one purpose, to its end or until it is ended. */
final class OneShot {

    private static final int LOG_LINE = 64 * 1024;

    private final Processes processes;
    private final Limits limits;

    OneShot(Processes processes, Limits limits) {
        this.processes = processes;
        this.limits = limits;
    }

    /** Why it is no more. */
    sealed interface End {

        /** It ended by itself. */
        record Exited(Exit exit) implements End {}

        /** It could not run, or was ended: a clause that says why. */
        record Stopped(String why) implements End {}

        /** It was ended because the caller's thread was interrupted, which it still is. */
        record Cancelled() implements End {}
    }

    /** Takes lines of standard output. */
    @FunctionalInterface
    interface Output {
        void line(String line);
    }

    /** Runs a command with this standard input. */
    End run(
            PluginCommand command,
            List<String> words,
            byte[] stdin,
            Optional<Duration> limit,
            Output stdout,
            PluginLog log) {
        CompletableFuture<String> tooMuch = new CompletableFuture<>();
        PluginProcess process;
        try {
            process = processes.start(
                    command,
                    words,
                    Lines.whole(limits.line(), limits.output(), sink(stdout, "standard output", tooMuch)),
                    Lines.cut(LOG_LINE, limits.output(), sink(log::stderr, "standard error", tooMuch)));
        } catch (IOException e) {
            return new End.Stopped("cannot be started: " + e.getMessage());
        }
        process.sendLast(stdin);
        return await(process, limit, tooMuch);
    }

    private End await(PluginProcess process, Optional<Duration> limit, CompletableFuture<String> tooMuch) {
        CompletableFuture<End> end = process.ended()
                .<End>thenApply(End.Exited::new)
                .applyToEither(tooMuch.thenApply(End.Stopped::new), any -> any);
        try {
            End how = limit.isPresent() ? end.get(limit.get().toNanos(), TimeUnit.NANOSECONDS) : end.get();
            // Both may have come: what was refused counts.
            if (tooMuch.isDone()) {
                how = new End.Stopped(tooMuch.join());
            }
            if (how instanceof End.Stopped) {
                process.end(limits.grace());
            }
            return processes.isClosed() ? new End.Stopped("was ended because the agent is stopping") : how;
        } catch (TimeoutException e) {
            process.end(limits.grace());
            return new End.Stopped("took longer than "
                    + limit.map(OneShot::seconds).orElse("allowed") + " and was ended, with all that it started");
        } catch (InterruptedException e) {
            process.end(limits.grace());
            Thread.currentThread().interrupt();
            return new End.Cancelled();
        } catch (ExecutionException e) {
            process.end(limits.grace());
            return new End.Stopped("was ended: " + e.getCause());
        }
    }

    /** Such as {@code 10 seconds}. */
    static String seconds(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        String number = seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
        return number + (number.equals("1") ? " second" : " seconds");
    }

    /** Such as {@code exited with code 3}. */
    static String how(Exit exit) {
        return switch (exit) {
            case Exit.Code(int code) -> "exited with code " + code;
            case Exit.Signal(int number, boolean _) -> "was killed by signal " + number;
        };
    }

    static Lines.Sink sink(Output lines, String stream, CompletableFuture<String> tooMuch) {
        return new Lines.Sink() {
            @Override
            public void line(String line) {
                lines.line(line);
            }

            @Override
            public void tooMuch(String what) {
                tooMuch.complete("wrote " + what + " to " + stream + " and was ended");
            }
        };
    }
}
