package dev.labhand.controller.cli;

import dev.labhand.controller.client.Following;
import dev.labhand.controller.run.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code labhand attach}. */
@Command(
        name = "attach",
        description =
                "Shows what a job writes, from its beginning to its end, as if it had been started here: Ctrl-C stops it.",
        customSynopsis = "labhand attach -w NODES [options] JOB",
        footer = {
            "",
            "Returns the same codes as labhand exec.",
        })
public final class AttachCommand extends RunCommand {

    @Mixin
    private final JobParameter job = new JobParameter();

    @Mixin
    final HelpOption help = new HelpOption();

    /** The command of this process. */
    public AttachCommand() {
        this(Surroundings.ofProcess());
    }

    AttachCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        return run(() -> new Plan.Follow(job.id(), Following.ATTACHED));
    }
}
