package dev.labhand.agent.job;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.files.FileFailure;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Commands that do what the test says, when it says so. */
public final class FakeSsh implements SshCommands {

    public final List<Command> started = new CopyOnWriteArrayList<>();

    @Override
    public RunningCommand start(SshEndpoint endpoint, String command, ExecOptions options, CommandOutput output) {
        Command running = new Command(endpoint, command, output);
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

    @Override
    public FileResult<RemoteFiles> openFiles(SshEndpoint endpoint) {
        return FileResult.failed(FileFailure.Reason.UNREACHABLE, "no files here");
    }

    @Override
    public void close() {}

    /** One command. */
    public record Command(SshEndpoint endpoint, String command, CommandOutput output, CompletableFuture<Ending> ending)
            implements RunningCommand {

        Command(SshEndpoint endpoint, String command, CommandOutput output) {
            this(endpoint, command, output, new CompletableFuture<>());
        }

        public void writes(String text) throws java.io.IOException {
            writes(text.getBytes(StandardCharsets.UTF_8));
        }

        public void writes(byte[] bytes) throws java.io.IOException {
            output.stdout(bytes, 0, bytes.length);
        }

        public void ends(Outcome outcome) {
            ending.complete(new Ending(outcome, Optional.empty()));
        }

        @Override
        public void stop(String reason) {
            ending.complete(new Ending(new Outcome.Cancelled(reason), Optional.of(new StopResult.Verified())));
        }
    }
}
