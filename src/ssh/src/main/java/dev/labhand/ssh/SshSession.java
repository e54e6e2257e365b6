package dev.labhand.ssh;

import dev.labhand.api.ExecOptions;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.IOException;
import java.util.Optional;

/** A connection that is logged in and somebody's own. It is never made anew: once it broke, it is closed. Thread-safe. */
public interface SshSession extends AutoCloseable {

    /**
     * Starts a command, as {@link SshCommands#start} does. Where the server allows no more sessions on the connection, another
     * one to the same server, with the same login, carries it.
     *
     * @throws IllegalArgumentException as {@link SshCommands#check}, and if the options ask for another login
     */
    RunningCommand start(String command, ExecOptions options, CommandOutput output);

    /**
     * Opens a shell on a terminal; blocks until it is open.
     *
     * @throws IOException if the connection is closed, or the server opens no further session; says which
     */
    InteractiveShell shell(Terminal terminal) throws IOException, InterruptedException;

    /** Opens the account's files. The caller closes them, which gives their session on the connection back. */
    FileResult<RemoteFiles> files();

    /**
     * Listens on a port of this machine; what connects to it is carried to an address that the server reaches, until the
     * session is closed.
     *
     * @param bind the address of this machine to listen on
     * @param port 1 to 65535, or 0 for a free one
     * @return the port it listens on
     * @throws IOException if it cannot listen there, or the connection is closed
     */
    int tunnel(String bind, int port, String host, int hostPort) throws IOException;

    /** What the server said before the login. */
    Optional<String> banner();

    boolean isOpen();

    /** Closes the connection; commands still running end as {@code lost}. */
    @Override
    void close();
}
