package dev.labhand.agent.job;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.DetachedJob;
import dev.labhand.ssh.RunningCommand;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Commands that do what the test says, when it says so. */
public final class FakeSsh implements SshCommands {

    public final List<Command> started = new CopyOnWriteArrayList<>();
    /** The detached jobs whose output was removed. */
    public final List<DetachedJob> removed = new CopyOnWriteArrayList<>();

    @Override
    public RunningCommand start(SshEndpoint endpoint, String command, ExecOptions options, CommandOutput output) {
        return add(new Command(endpoint, command, Optional.empty(), output));
    }

    @Override
    public RunningCommand startDetached(SshEndpoint endpoint, DetachedJob job, CommandOutput output) {
        return add(new Command(endpoint, job.command(), Optional.of(job), output));
    }

    @Override
    public Optional<String> removeOutput(SshEndpoint endpoint, DetachedJob job) {
        removed.add(job);
        return Optional.empty();
    }

    private Command add(Command running) {
        started.add(running);
        return running;
    }

    /** The one command that was started. */
    public Command only() {
        if (started.size() != 1) {
            throw new AssertionError("started: " + started);
        }
        return started.getFirst();
    }

    /** As the real ones: detached commands go on without us. */
    @Override
    public void close() {
        started.stream()
                .filter(command -> command.detached().isPresent())
                .forEach(command -> command.ends(new Outcome.Running()));
    }

    @Override
    public FileResult<RemoteFiles> openFiles(SshEndpoint endpoint) {
        return FileResult.failed(FileFailure.Reason.UNREACHABLE, "no files here");
    }

    /** One command. */
    public record Command(
            SshEndpoint endpoint,
            String command,
            Optional<DetachedJob> detached,
            CommandOutput output,
            CompletableFuture<Ending> ending,
            ByteArrayOutputStream input,
            List<String> signals)
            implements RunningCommand {

        Command(SshEndpoint endpoint, String command, Optional<DetachedJob> detached, CommandOutput output) {
            this(
                    endpoint,
                    command,
                    detached,
                    output,
                    new CompletableFuture<>(),
                    new ByteArrayOutputStream(),
                    new CopyOnWriteArrayList<>());
        }

        public void writes(String text) throws IOException {
            writes(text.getBytes(StandardCharsets.UTF_8));
        }

        public void writes(byte[] bytes) throws IOException {
            output.stdout(bytes, 0, bytes.length);
        }

        public void complains(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            output.stderr(bytes, 0, bytes.length);
        }

        public void ends(Outcome outcome) {
            ending.complete(new Ending(outcome, Optional.empty()));
        }

        @Override
        public void stop(String reason) {
            ending.complete(new Ending(new Outcome.Cancelled(reason), Optional.of(new StopResult.Verified())));
        }

        @Override
        public long write(byte[] bytes, boolean last) throws IOException {
            if (command.equals("deaf")) {
                throw new IOException("its standard input is closed");
            }
            input.writeBytes(bytes);
            return 0;
        }

        @Override
        public void signal(String name) throws IOException {
            if (command.equals("deaf")) {
                throw new IOException("no signal can reach it");
            }
            signals.add(name);
        }
    }
}
