package dev.labhand.agent.plugin;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether nobody but root and the agent's own account can decide what a file or folder holds. What others can write, the agent
 * would run for them.
 */
final class FileTrust {

    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int ROOT = 0;

    private FileTrust() {}

    /** What is wrong, as a clause after the path that says what to do; empty if nothing is. */
    static Optional<String> problem(Path path) throws IOException {
        return problem((Integer) Files.getAttribute(path, "unix:mode"), (Integer) Files.getAttribute(path, "unix:uid"));
    }

    private static Optional<String> problem(int mode, int owner) {
        if ((mode & WRITABLE_BY_OTHERS) != 0) {
            return Optional.of("can be written by other accounts, which could run anything through it: chmod go-w it");
        }
        long self = new UnixSystem().getUid();
        if (owner != ROOT && owner != self) {
            return Optional.of("belongs to another account (user id " + owner
                    + "), which could run anything through it: chown it to the agent's account or root");
        }
        return Optional.empty();
    }
}
