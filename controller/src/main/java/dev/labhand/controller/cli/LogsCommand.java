package dev.labhand.controller.cli;

import dev.labhand.api.JobId;
import dev.labhand.controller.client.Following;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunOptions;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code labhand logs}. */
@Command(
        name = "logs",
        description = "Shows what a job has written, on many agents at once.",
        synopsisHeading = "Usage: ",
        customSynopsis = "labhand logs -w NODES [options] JOB",
        sortOptions = false,
        footer = {
            "",
            "Returns the same codes as labhand exec; a job that runs on counts as success.",
        })
public final class LogsCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final SelectionOptions selection = new SelectionOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the job ends; Ctrl-C leaves the job alone.")
    private boolean follow;

    @Option(names = "--fanout", paramLabel = "N", description = "How many machines at once (LABHAND_FANOUT; 64).")
    @Nullable
    Integer fanout;

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
    public LogsCommand() {
        this(Surroundings.ofProcess());
    }

    LogsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new RunSession(surroundings, selection, connection, this::options, output)
                .run(() ->
                        new Plan.Follow(Objects.requireNonNull(job), follow ? Following.TO_THE_END : Following.SO_FAR));
    }

    private RunOptions options(int defaultFanout) {
        return new RunOptions(fanout == null ? defaultFanout : fanout, false);
    }
}
