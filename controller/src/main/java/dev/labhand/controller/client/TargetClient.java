package dev.labhand.controller.client;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Invocation;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** Does work on one target and waits for its end. Whatever happens becomes an outcome; nothing is done twice. */
public interface TargetClient {

    /**
     * Runs a command. When asked to, stops it on the target too, and returns within the grace time and a few seconds.
     *
     * @param output takes the exact bytes as they come, in the calling thread or another one, never after the return
     */
    Ending exec(String command, ExecOptions options, CommandOutput output, Cancellation cancellation);

    /**
     * Calls a keyword. A keyword cannot be stopped from outside: asked to stop, this no longer waits for it.
     *
     * @param call may hold {@link TextArgument}s among its arguments
     * @param limit after this time without an answer the call is {@code lost}
     */
    Outcome call(Invocation call, Optional<Duration> limit, Cancellation cancellation);

    /**
     * Starts a command that goes on by itself.
     *
     * @param options name the run with a minted id; the job's is that with an ending of its own
     * @return {@code returned} with the job's id, or why it was not started
     */
    Outcome start(String command, ExecOptions options, Cancellation cancellation);

    /**
     * Tells the output of a job from its beginning, and its outcome: {@code running} if it goes on.
     *
     * @param input is handed on to the job's standard input if that is open, and is not read else
     * @param output as for {@link #exec}
     */
    Ending follow(
            JobId job, Following how, Optional<InputStream> input, CommandOutput output, Cancellation cancellation);

    /**
     * Stops a job and waits for its end.
     *
     * @return {@code returned} with a struct of its outcome, once nothing of it is left; {@code failed} if something is or may
     *     be; or why that is not known
     */
    Outcome stop(JobId job, Cancellation cancellation);

    /** The target's files, for the caller to close. Waits until the connection stands, unless the thread is interrupted. */
    FileResult<RemoteFiles> openFiles();
}
