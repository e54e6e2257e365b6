package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.util.Optional;

/** Runs commands on SSH servers and reaches the files there. Connections are pooled and reused. Thread-safe; one is enough for a process. */
public interface SshCommands extends AutoCloseable {

    /**
     * Makes ready to connect; nothing is connected yet.
     *
     * @throws IllegalArgumentException if the settings cannot work: see {@link SshSettings#check}
     */
    static SshCommands open(SshSettings settings) {
        settings.check();
        return new MinaSshCommands(settings);
    }

    /**
     * Checks a command before it is started.
     *
     * @throws IllegalArgumentException if it is blank or an option cannot be meant, such as a variable without a name; says
     *     which
     */
    static void check(String command, ExecOptions options) {
        MinaSshCommands.check(command, options);
    }

    /**
     * Starts a command. Returns at once: connecting, too, happens behind the {@link RunningCommand}. Honours the options
     * {@code timeout}, {@code idleTimeout}, {@code grace}, {@code stdin}, {@code openStdin}, {@code env}, {@code cwd}, {@code user},
     * {@code sudo}, {@code pty}, {@code forwardAgent} and {@code outputLimit}; the others concern whoever keeps the output.
     *
     * @throws IllegalArgumentException as {@link #check}
     */
    RunningCommand start(SshEndpoint endpoint, String command, ExecOptions options, CommandOutput output);

    /**
     * Starts a command that lives on when the connection or this process dies, or goes on following one: the account's home on
     * the target keeps its output and its status. Returns at once; starting, too, happens behind the {@link RunningCommand}.
     * The target needs a POSIX shell.
     *
     * <p>While nothing was sent that could start it, what keeps the target from being reached is the outcome. From then on, and
     * for a {@link DetachedJob#resumed} one from the beginning, a connection is made again with growing pauses for as long as
     * it takes, and the job counts as running. That ends with the job, with a limit of its own, or with
     * {@link RunningCommand#stop}; a stop that does not reach the target within the grace time and a minute ends as
     * {@code lost}.
     *
     * <p>One that began on the target and left no exit status when its processes were gone ends as {@code lost}; if the target
     * was restarted meanwhile, with the reason {@code rebooted}. Neither is ever started again.
     *
     * <p>When this is closed, the ending is {@link dev.labhand.api.Outcome.Running}: the job lives on, and can be followed
     * again.
     *
     * @throws IllegalArgumentException as {@link #check}
     */
    RunningCommand startDetached(SshEndpoint endpoint, DetachedJob job, CommandOutput output);

    /**
     * Removes what a detached job that has ended wrote from its target, which goes on remembering the job itself. Whoever
     * follows the job and has not seen its end by then is told that it is {@code lost}. Waits for the target.
     *
     * @param job its options tell the account
     * @return why that was not done, for a reader: the target does not answer, the job still runs, or the id is that of another
     *     command; empty if it was, or there was nothing to do
     */
    Optional<String> removeOutput(SshEndpoint endpoint, DetachedJob job) throws InterruptedException;

    /**
     * Opens the files of an account. Waits until the connection stands. The caller closes them, which gives the session back.
     */
    FileResult<RemoteFiles> openFiles(SshEndpoint endpoint);

    /** Closes all connections; attached commands still running end as {@code lost}, detached ones go on without us. */
    @Override
    void close();
}
