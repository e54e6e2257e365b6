package dev.labhand.ssh;

import java.io.IOException;

/**
 * Where a command's output goes, as it comes. Calls of one command never overlap. A call that blocks slows the command down
 * (and others on the same connection).
 */
public interface CommandOutput {

    /**
     * Takes bytes of standard output.
     *
     * @throws IOException if they cannot be kept: the command is stopped and ends as rejected
     */
    void stdout(byte[] buffer, int offset, int length) throws IOException;

    /**
     * Takes bytes of standard error.
     *
     * @throws IOException if they cannot be kept: the command is stopped and ends as rejected
     */
    void stderr(byte[] buffer, int offset, int length) throws IOException;
}
