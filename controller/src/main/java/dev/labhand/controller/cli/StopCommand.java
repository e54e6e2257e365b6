package dev.labhand.controller.cli;

import dev.labhand.api.JobId;
import dev.labhand.controller.client.Outcomes;
import dev.labhand.controller.client.Structs;
import dev.labhand.controller.run.Plan;
import dev.labhand.protocol.OutcomeStruct;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code labhand stop}. */
@Command(
        name = "stop",
        description = "Stops a job and all that it started, on many agents at once.",
        synopsisHeading = "Usage: ",
        customSynopsis = "labhand stop -w NODES [options] JOB",
        sortOptions = false,
        footer = {
            "",
            "Each line says how the job ended; one that had ended before is left as it is. Returns 0 where nothing of it is left,"
                    + " else the same codes as labhand exec.",
        })
public final class StopCommand implements Callable<Integer> {

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
    public StopCommand() {
        this(Surroundings.ofProcess());
    }

    StopCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean forPrograms = output.json || output.jsonLines;
        return new RunSession(surroundings, selection, connection, flags::options, output)
                .run(() -> new Plan.Stop(
                        Objects.requireNonNull(job),
                        outcome ->
                                forPrograms ? outcome : Outcomes.text(OutcomeStruct.readOutcome(Structs.of(outcome)))));
    }
}
