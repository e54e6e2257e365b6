package dev.labhand.controller.cli;

import dev.labhand.api.Invocation;
import dev.labhand.controller.run.Plan;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code labhand jobs}. */
@Command(
        name = "jobs",
        description = "Lists the jobs of many agents, the newest first.",
        customSynopsis = "labhand jobs -w NODES [options]",
        footer = {
            "",
            "Each line: id, outcome, when it started, how long it took, target, command.",
            "Returns the same codes as labhand exec.",
        })
public final class JobsCommand extends RunCommand {

    private static final List<String> STATES = List.of("all", "running", "finished");

    @Option(names = "--state", paramLabel = "all|running|finished", description = "Which jobs (all).")
    private String state = "all";

    @Option(names = "--limit", paramLabel = "N", description = "How many of each agent at most (100).")
    private long limit = 100;

    @Mixin
    final HelpOption help = new HelpOption();

    /** The command of this process. */
    public JobsCommand() {
        this(Surroundings.ofProcess());
    }

    JobsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!STATES.contains(state)) {
            return surroundings.usageError("--state is " + String.join(", ", STATES) + ", not '" + state + "'");
        }
        return run(() -> new Plan.Call(
                Invocation.of("job.list", state, limit),
                flags.timeout(),
                output.forPrograms() ? jobs -> jobs : JobsText::of));
    }
}
