package dev.labhand.e2e.support;

import dev.labhand.api.ExecOptions;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.DetachedJob;
import dev.labhand.ssh.RunningCommand;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.SshSettings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Labhand's commands over SSH on one server, without an agent between. */
public final class DirectSsh implements AutoCloseable {

    private final SshCommands commands;
    private final SshEndpoint endpoint;

    /** Connects on demand. */
    public DirectSsh(OpenSshServer server) {
        endpoint = SshEndpoint.of(server.user(), "127.0.0.1", server.port());
        commands = SshCommands.open(new SshSettings(
                List.of(server.identity()),
                Optional.empty(),
                Optional.empty(),
                SshSettings.HostKeyPolicy.STRICT,
                server.knownHosts(),
                Duration.ofSeconds(30)));
    }

    /** Starts an attached command. */
    public Running start(String command, ExecOptions options) {
        return new Running(output -> commands.start(endpoint, command, options, output));
    }

    /** Starts a detached job, or follows it if it is there. */
    public Running detach(String id, String command, ExecOptions options) {
        return new Running(output -> commands.startDetached(endpoint, DetachedJob.fresh(id, command, options), output));
    }

    /** Follows a detached job that was started before. */
    public Running follow(String id, long stdout, long stderr) {
        DetachedJob job = DetachedJob.resumed(id, "false", ExecOptions.DEFAULTS, stdout, stderr, false);
        return new Running(output -> commands.startDetached(endpoint, job, output));
    }

    @Override
    public void close() {
        commands.close();
    }

    /** A command and what it has written so far. */
    public static final class Running implements CommandOutput {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final RunningCommand command;

        private Running(Function<CommandOutput, RunningCommand> start) {
            command = start.apply(this);
        }

        @Override
        public synchronized void stdout(byte[] buffer, int offset, int length) {
            out.write(buffer, offset, length);
        }

        @Override
        public synchronized void stderr(byte[] buffer, int offset, int length) {
            err.write(buffer, offset, length);
        }

        /** Standard output so far. */
        public synchronized String out() {
            return out.toString(StandardCharsets.UTF_8);
        }

        /** Standard error so far. */
        public synchronized String err() {
            return err.toString(StandardCharsets.UTF_8);
        }

        /** Waits until standard output holds a text, and returns all of it. */
        public String await(String text) {
            Processes.awaitThat("'" + text + "' in the output", () -> out().contains(text));
            return out();
        }

        /** Asks for a stop. */
        public Running stop(String reason) {
            command.stop(reason);
            return this;
        }

        /** Waits for the end. */
        public RunningCommand.Ending ending() {
            try {
                return command.ending().get(RunningProcess.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError("no end, but: " + out() + err(), e);
            }
        }
    }
}
