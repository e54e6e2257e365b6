package dev.labhand.agent.job;

import dev.labhand.api.Target;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;

/** Opens the files of targets. */
@FunctionalInterface
public interface TargetFiles {

    /** The files of a target, for the caller to close; waits until the connection stands. */
    FileResult<RemoteFiles> open(Target target);
}
