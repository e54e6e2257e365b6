package dev.labhand.controller.run;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Invocation;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.controller.client.Cancellation;
import dev.labhand.controller.client.Following;
import dev.labhand.controller.client.TargetClient;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * A target that does with a command what the test says, and of which nothing else is asked.
 *
 * @param index its place among the targets of the plan
 */
record FakeTarget(int index, Behaviour behaviour) implements TargetClient {

    /** What is done with a command. */
    interface Behaviour {
        Outcome run(int index, CommandOutput output, Cancellation stop) throws Exception;
    }

    @Override
    public Ending exec(String command, ExecOptions options, CommandOutput output, Cancellation stop) {
        try {
            return new Ending(behaviour.run(index, output, stop), Optional.empty());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Outcome call(Invocation call, Optional<Duration> limit, Cancellation stop) {
        throw new AssertionError("no call was planned");
    }

    @Override
    public Outcome start(String command, ExecOptions options, Cancellation stop) {
        throw new AssertionError("no start was planned");
    }

    @Override
    public Ending follow(
            JobId job, Following how, Optional<InputStream> input, CommandOutput output, Cancellation stop) {
        throw new AssertionError("no job was to be followed");
    }

    @Override
    public Outcome stop(JobId job, Cancellation stop) {
        throw new AssertionError("no stop was planned");
    }

    @Override
    public FileResult<RemoteFiles> openFiles() {
        throw new AssertionError("no copy was planned");
    }
}
