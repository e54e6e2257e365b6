package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;

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
     * {@code timeout}, {@code idleTimeout}, {@code grace}, {@code stdin}, {@code env}, {@code cwd} and {@code outputLimit};
     * the others concern whoever keeps the output.
     *
     * @throws IllegalArgumentException as {@link #check}
     */
    RunningCommand start(SshEndpoint endpoint, String command, ExecOptions options, CommandOutput output);

    /**
     * Opens the files of an account. Waits until the connection stands. The caller closes them, which gives the session back.
     */
    FileResult<RemoteFiles> openFiles(SshEndpoint endpoint);

    /** Closes all connections; commands still running end as {@code lost}. */
    @Override
    void close();
}
