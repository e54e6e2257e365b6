package dev.labhand.ssh.files;

import java.util.List;

/**
 * What a copy of one or more trees came to.
 *
 * @param bytes of the files, those that were there already included
 * @param problems one line for each thing that was not copied
 */
public record Copied(long files, long directories, long links, long bytes, List<FileFailure> problems) {

    public Copied {
        problems = List.copyOf(problems);
    }
}
