package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;

/** Runs commands on SSH servers. Connections are pooled and reused. Thread-safe; one is enough for a process. */
public interface SshCommands extends AutoCloseable {

    /**
     * Starts a command. Returns at once: connecting, too, happens behind the {@link RunningCommand}. Honours the options
     * {@code timeout}, {@code idleTimeout}, {@code grace}, {@code stdin}, {@code env}, {@code cwd} and {@code outputLimit};
     * the others concern whoever keeps the output.
     */
    RunningCommand start(SshEndpoint endpoint, String command, ExecOptions options, CommandOutput output);

    /** Closes all connections; commands still running end as {@code lost}. */
    @Override
    void close();
}
