package dev.labhand.controller.client;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Invocation;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An SSH host, straight from the controller. */
final class SshHostClient implements TargetClient {

    /** What stopping and looking afterwards may take beyond the grace time. */
    private static final Duration STOPPING = Duration.ofSeconds(10);

    /** What connecting may take, pacing and retries included, beyond the command's own time. */
    private static final Duration CONNECTING = Duration.ofSeconds(60);

    private final SshEndpoint endpoint;
    private final SshCommands commands;

    SshHostClient(SshEndpoint endpoint, SshCommands commands) {
        this.endpoint = endpoint;
        this.commands = commands;
    }

    @Override
    public Ending exec(String command, ExecOptions options, CommandOutput output, Cancellation cancellation) {
        Optional<String> cancelled = cancellation.requested();
        if (cancelled.isPresent()) {
            return ending(new Outcome.NotRun(cancelled.get()));
        }
        RunningCommand running = commands.start(endpoint, command, options, output);
        var stopped = new CompletableFuture<String>();
        try (var _ = cancellation.onRequest(
                () -> stopped.complete(cancellation.requested().orElse("")))) {
            Duration limit = options.timeout()
                    .map(t -> t.plus(options.grace()).plus(CONNECTING))
                    .orElse(Deadline.FOREVER);
            await(CompletableFuture.anyOf(running.ending(), stopped), limit);
            if (!running.ending().isDone()) {
                running.stop(stopped.getNow("no end long after the time limit"));
                await(running.ending(), options.grace().plus(STOPPING));
            }
        }
        return running.ending().getNow(ending(new Outcome.Lost("it was asked to stop, and nothing tells that it did")));
    }

    private static void await(CompletableFuture<?> future, Duration limit) {
        try {
            future.get(Deadline.in(limit).remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The caller looks what is done.
        } catch (ExecutionException e) {
            throw new IllegalStateException("an ending never completes exceptionally", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Outcome call(Invocation call, Optional<Duration> limit, Cancellation cancellation) {
        return new Outcome.Rejected(endpoint + " is an SSH host, not an agent: it offers no keywords");
    }

    @Override
    public FileResult<RemoteFiles> openFiles() {
        return commands.openFiles(endpoint);
    }

    @Override
    public Outcome start(String command, ExecOptions options, Cancellation cancellation) {
        return noJobs();
    }

    @Override
    public Ending follow(
            JobId job, Following how, Optional<InputStream> input, CommandOutput output, Cancellation cancellation) {
        return ending(noJobs());
    }

    @Override
    public Outcome stop(JobId job, Cancellation cancellation) {
        return noJobs();
    }

    private Outcome noJobs() {
        return new Outcome.Rejected(
                endpoint + " is an SSH host, and jobs are kept by agents: reach it through one, with --via AGENT");
    }

    private static Ending ending(Outcome outcome) {
        return new Ending(outcome, Optional.empty());
    }
}
