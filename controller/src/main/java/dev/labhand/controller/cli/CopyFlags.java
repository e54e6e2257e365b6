package dev.labhand.controller.cli;

import dev.labhand.ssh.files.CopyOptions;
import java.util.function.LongConsumer;
import picocli.CommandLine.Option;

/** How files are copied. */
final class CopyFlags {

    @Option(names = "--resume", description = "Go on with what an earlier copy left unfinished.")
    boolean resume;

    @Option(
            names = {"-p", "--preserve"},
            description = "Keep the permissions to read, write and run, and the times.")
    boolean preserve;

    CopyOptions options(boolean mkdirs, LongConsumer progress) {
        return new CopyOptions(resume, preserve, mkdirs, progress);
    }
}
