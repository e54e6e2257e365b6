package dev.labhand.controller.cli;

import dev.labhand.controller.client.Following;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code labhand logs}. */
@Command(
        name = "logs",
        description = "Shows what a job has written, on many agents at once.",
        customSynopsis = "labhand logs -w NODES [options] JOB",
        footer = {
            "",
            "Returns the same codes as labhand exec; a job that runs on counts as success.",
        })
public final class LogsCommand extends MachinesCommand {

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the job ends; Ctrl-C leaves the job alone.")
    private boolean follow;

    @Option(names = "--fanout", paramLabel = "N", description = "How many machines at once (LABHAND_FANOUT; 64).")
    @Nullable
    Integer fanout;

    @Mixin
    private final JobParameter job = new JobParameter();

    @Mixin
    final HelpOption help = new HelpOption();

    /** The command of this process. */
    public LogsCommand() {
        this(Surroundings.ofProcess());
    }

    LogsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        return run(
                this::options,
                output,
                _ -> new Plan.Follow(job.id(), follow ? Following.TO_THE_END : Following.SO_FAR));
    }

    private RunOptions options(int defaultFanout) {
        return new RunOptions(fanout == null ? defaultFanout : fanout, false);
    }
}
