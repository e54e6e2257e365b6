package dev.labhand.ssh;

import java.io.IOException;

/**
 * Where a command's output goes, as it comes. Calls of one command never overlap. A call that blocks slows the command down
 * (and others on the same connection).
 */
public interface CommandOutput {

    /**
     * A detached job is known to have begun on its target, or to have been kept from it for good: from now on it may only be
     * followed ({@link DetachedJob#resumed} without {@code mayStart}). Called once at most, before any output.
     *
     * @throws IOException if this cannot be kept: the command is stopped and ends as output_limit
     */
    default void begun() throws IOException {}

    /**
     * Takes bytes of standard output.
     *
     * @throws IOException if they cannot be kept: the command is stopped and ends as output_limit
     */
    void stdout(byte[] buffer, int offset, int length) throws IOException;

    /**
     * Takes bytes of standard error.
     *
     * @throws IOException if they cannot be kept: the command is stopped and ends as output_limit
     */
    void stderr(byte[] buffer, int offset, int length) throws IOException;
}
