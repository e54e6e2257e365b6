package dev.labhand.ssh.files;

import java.io.IOException;
import java.util.Optional;

/** Runs scripts on the machine whose files these are. */
@FunctionalInterface
public interface RemoteShell {

    /**
     * Runs a script with the POSIX shell, in the account's home, and waits for its end.
     *
     * @return its standard output; empty if it did not run or did not end with 0
     * @throws IOException if the thread is interrupted
     */
    Optional<String> run(String script) throws IOException;
}
