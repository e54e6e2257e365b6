package dev.labhand.controller.cli;

import dev.labhand.api.JobId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Which job. */
final class JobParameter {

    @Parameters(
            paramLabel = "JOB",
            converter = JobIdConverter.class,
            description = "The job's id, as labhand exec --detach and labhand jobs print it.")
    @Nullable
    JobId job;

    /** The job of a command line that was parsed. */
    JobId id() {
        return Objects.requireNonNull(job);
    }
}
