package dev.labhand.ssh.config;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether nobody but root and this process's own account can decide what a file or folder holds. */
public final class FileTrust {

    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int ROOT = 0;

    private FileTrust() {}

    /**
     * What is wrong, as a clause after the path that says what to do; empty if nothing is. Links are followed.
     *
     * @param danger what other accounts could do then, such as "run anything through it"
     */
    public static Optional<String> problem(Path path, String danger) throws IOException {
        return problem(
                (Integer) Files.getAttribute(path, "unix:mode"),
                (Integer) Files.getAttribute(path, "unix:uid"),
                new UnixSystem().getUid(),
                danger);
    }

    static Optional<String> problem(int mode, long owner, long self, String danger) {
        if ((mode & WRITABLE_BY_OTHERS) != 0) {
            return Optional.of("can be written by other accounts, which could " + danger + ": chmod go-w it");
        }
        if (owner != ROOT && owner != self) {
            return Optional.of("belongs to another account (user id " + owner + "), which could " + danger
                    + ": chown it to the account that labhand runs as, or root");
        }
        return Optional.empty();
    }
}
