package dev.labhand.controller.cli;

import dev.labhand.api.JobId;
import dev.labhand.controller.client.Following;
import dev.labhand.controller.run.Plan;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code labhand attach}. */
@Command(
        name = "attach",
        description =
                "Shows what a job writes, from its beginning to its end, as if it had been started here: Ctrl-C stops it.",
        synopsisHeading = "Usage: ",
        customSynopsis = "labhand attach -w NODES [options] JOB",
        sortOptions = false,
        footer = {
            "",
            "Returns the same codes as labhand exec.",
        })
public final class AttachCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final SelectionOptions selection = new SelectionOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final RunFlags flags = new RunFlags();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(
            paramLabel = "JOB",
            converter = JobIdConverter.class,
            description = "The job's id, as labhand exec --detach and labhand jobs print it.")
    @Nullable
    JobId job;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    boolean help;

    /** The command of this process. */
    public AttachCommand() {
        this(Surroundings.ofProcess());
    }

    AttachCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new RunSession(surroundings, selection, connection, flags::options, output)
                .run(() -> new Plan.Follow(Objects.requireNonNull(job), Following.ATTACHED));
    }
}
