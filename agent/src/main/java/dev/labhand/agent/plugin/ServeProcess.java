package dev.labhand.agent.plugin;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.agent.plugin.PluginJson.Malformed;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Log.Level;
import dev.labhand.ssh.embedded.ChildProcess.Exit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process {@code FILE --serve}: one call after the other, each a line of JSON in and one out. */
final class ServeProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServeProcess.class);
    private static final int LOG_LINE = 64 * 1024;

    /** Characters of what is told to the agent's own log. */
    private static final int OWN_LINE = 1000;

    private final PluginCommand command;
    private final Limits limits;
    private final Lines stdout;
    private final Lines stderr;
    private final PluginProcess process;
    private long calls;
    private @Nullable Current current;
    private boolean ending;

    /** The call that runs. */
    private record Current(String id, PluginLog log, CompletableFuture<InvocationResult> answer) {}

    /**
     * Starts one.
     *
     * @throws IOException if it does not run; the message says why
     */
    ServeProcess(PluginCommand command, Processes processes, Limits limits) throws IOException {
        this.command = command;
        this.limits = limits;
        this.stdout = Lines.whole(limits.line(), limits.output(), sink("standard output", this::stdout));
        this.stderr = Lines.cut(LOG_LINE, limits.output(), sink("standard error", this::stderr));
        this.process = processes.start(command, command.with("--serve"), stdout, stderr);
        var _ = process.ended().whenComplete((exit, _) -> ended(exit, processes.isClosed()));
    }

    /** Whether it can take a call: it lives and has kept to the rules. */
    synchronized boolean isUsable() {
        return !ending && !process.ended().isDone();
    }

    /** Runs one call. Not to be called again before this returns. */
    InvocationResult run(Call call) {
        PluginLog log = new PluginLog(call.log());
        // What it wrote until now is none of this call's.
        process.completeStderr();
        Current started = begin(log);
        process.send(PluginJson.line(request(started.id(), call)));
        if (process.ended().isDone()) {
            // It may have ended before it was known whom to tell.
            ended(null, false);
        }
        try {
            return call.timeout().isPresent()
                    ? started.answer().get(call.timeout().get().toNanos(), TimeUnit.NANOSECONDS)
                    : started.answer().get();
        } catch (TimeoutException e) {
            end();
            return Answer.broken(
                    command,
                    "took longer than " + OneShot.seconds(call.timeout().orElseThrow())
                            + " and was ended, with all that it started",
                    log.tail());
        } catch (InterruptedException e) {
            end();
            Thread.currentThread().interrupt();
            return Answer.broken(command, "was ended because the call was cancelled", "");
        } catch (ExecutionException e) {
            end();
            return Answer.broken(command, "was ended: " + e.getCause(), log.tail());
        } finally {
            finish(log);
        }
    }

    private synchronized Current begin(PluginLog log) {
        // Both readers wait between calls, or bring what belongs to none.
        stdout.restart();
        stderr.restart();
        Current started = new Current(String.valueOf(++calls), log, new CompletableFuture<>());
        current = started;
        return started;
    }

    private synchronized void finish(PluginLog log) {
        current = null;
        log.end();
    }

    private static Map<String, @Nullable Object> request(String id, Call call) {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("id", Long.valueOf(id));
        request.put("keyword", call.keyword());
        request.put("args", call.args());
        request.put("kwargs", call.kwargs());
        call.timeout()
                .ifPresent(limit ->
                        request.put("deadline", Instant.now().plus(limit).toEpochMilli()));
        return request;
    }

    /** Ends it, with all that it started, and waits until then. */
    void end() {
        synchronized (this) {
            ending = true;
        }
        process.end(limits.grace());
    }

    /** Lets it end by itself, by the end of its input; ends it if it does not. Waits until then. */
    void dismiss(Duration patience) {
        synchronized (this) {
            ending = true;
        }
        process.endInput();
        try {
            process.ended().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("{} does not end with its input", command.source());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.end(limits.grace());
    }

    private void stdout(String line) {
        if (line.isBlank()) {
            return;
        }
        Map<?, ?> message = message(line);
        if (message.containsKey("log")) {
            logged(message);
        } else if (message.containsKey("id")) {
            answered(message);
        } else {
            breach(
                    "gave a line that is neither an answer, since it has no \"id\", nor log: " + Printable.of(line),
                    current());
        }
    }

    /** A line of log may name its call; without one it is that of the call that runs. */
    private void logged(Map<?, ?> message) {
        Level level = level(message.get("level"));
        String text = String.valueOf(message.get("log"));
        Current call = current();
        if (call != null && message.containsKey("id") && !call.id().equals(String.valueOf(message.get("id")))) {
            call = null;
        }
        if (call == null) {
            logOwn(level, text);
        } else {
            call.log().write(level, PluginLog.time(message.get("time")), text);
        }
    }

    /** What belongs to no call, or to one that is over. */
    private void logOwn(Level level, String text) {
        String line = Printable.of(text.strip(), OWN_LINE);
        switch (level) {
            case WARN, ERROR -> LOG.warn("{}: {}", command.source(), line);
            case TRACE, DEBUG -> LOG.debug("{}: {}", command.source(), line);
            case INFO, HTML, CONSOLE -> LOG.info("{}: {}", command.source(), line);
        }
    }

    /** What is no object is a library's own print, most likely: log as if it said so. */
    private static Map<?, ?> message(String line) {
        try {
            return line.startsWith("{") ? Answer.members(line) : Map.of("log", line);
        } catch (Malformed e) {
            return Map.of("log", line);
        }
    }

    private void answered(Map<?, ?> message) {
        // What it wrote to standard error before belongs to this call.
        process.completeStderr();
        Current call = current();
        String id = String.valueOf(message.get("id"));
        if (call == null || !call.id().equals(id)) {
            breach("answered a call " + id + ", which it was not asked", call);
            return;
        }
        try {
            call.answer().complete(Answer.of(message));
        } catch (Malformed e) {
            breach("gave a line that is no answer: " + e.getMessage(), call);
        }
    }

    private void stderr(String line) {
        Current call = current();
        if (call == null) {
            logOwn(Level.INFO, line);
        } else {
            call.log().stderr(line);
        }
    }

    private synchronized @Nullable Current current() {
        return current;
    }

    /** It does not keep to the rules, so that it gets no more calls. */
    private void breach(String what, @Nullable Current call) {
        LOG.warn("{} {}; this process of it is ended", command.source(), what);
        synchronized (this) {
            ending = true;
        }
        if (call != null) {
            call.answer().complete(Answer.broken(command, what, call.log().tail()));
        }
        // Not on this thread, which reads what the process writes while it ends.
        Thread.ofVirtual().start(this::end);
    }

    private void ended(@Nullable Exit exit, boolean stopping) {
        Current call = current();
        if (call == null) {
            return;
        }
        Exit how = exit != null || !process.ended().isDone() || process.ended().isCompletedExceptionally()
                ? exit
                : process.ended().join();
        String why = stopping
                ? "was ended because the agent is stopping"
                : (how == null ? "ended" : OneShot.how(how)) + " before it answered";
        call.answer().complete(Answer.broken(command, why, call.log().tail()));
    }

    private Lines.Sink sink(String stream, OneShot.Output lines) {
        return new Lines.Sink() {
            @Override
            public void line(String line) {
                lines.line(line);
            }

            @Override
            public void tooMuch(String what) {
                breach("wrote " + what + " to " + stream + " and was ended", current());
            }
        };
    }

    private static Level level(@Nullable Object word) {
        for (Level level : Level.values()) {
            if (word instanceof String name && level.name().equalsIgnoreCase(name)) {
                return level;
            }
        }
        return Level.INFO;
    }
}
