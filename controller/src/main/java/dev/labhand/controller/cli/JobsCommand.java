package dev.labhand.controller.cli;

import dev.labhand.api.Invocation;
import dev.labhand.controller.run.Plan;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code labhand jobs}. */
@Command(
        name = "jobs",
        description = "Lists the jobs of many agents, the newest first.",
        synopsisHeading = "Usage: ",
        customSynopsis = "labhand jobs -w NODES [options]",
        sortOptions = false,
        footer = {
            "",
            "Each line: id, outcome, when it started, how long it took, target, command.",
            "Returns the same codes as labhand exec.",
        })
public final class JobsCommand implements Callable<Integer> {

    private static final List<String> STATES = List.of("all", "running", "finished");

    private final Surroundings surroundings;

    @Mixin
    private final SelectionOptions selection = new SelectionOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final RunFlags flags = new RunFlags();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--state", paramLabel = "all|running|finished", description = "Which jobs (all).")
    private String state = "all";

    @Option(names = "--limit", paramLabel = "N", description = "How many of each agent at most (100).")
    private long limit = 100;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    boolean help;

    /** The command of this process. */
    public JobsCommand() {
        this(Surroundings.ofProcess());
    }

    JobsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!STATES.contains(state)) {
            return surroundings.usageError("--state is " + String.join(", ", STATES) + ", not '" + state + "'");
        }
        boolean forPrograms = output.json || output.jsonLines;
        return new RunSession(surroundings, selection, connection, flags::options, output)
                .run(() -> new Plan.Call(
                        Invocation.of("job.list", state, limit),
                        flags.timeout(),
                        forPrograms ? jobs -> jobs : JobsText::of));
    }
}
