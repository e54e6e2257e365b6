package dev.labhand.controller.cli;

import dev.labhand.controller.client.Following;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.run.Plan;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code labhand attach}. */
@Command(
        name = "attach",
        description =
                "Shows what a job writes, from its beginning to its end, as if it had been started here: Ctrl-C stops it."
                        + " Standard input goes to a job that was started with openStdin.",
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

    @Option(
            names = "-n",
            description = "Do not forward standard input. (It is, also from a terminal, if one machine is selected and"
                    + " the job's is open: its end closes the job's.)")
    private boolean noInput;

    /** The command of this process. */
    public AttachCommand() {
        this(Surroundings.ofProcess());
    }

    AttachCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        return run(nodes -> new Plan.Follow(job.id(), Following.ATTACHED, input(nodes)));
    }

    private Optional<InputStream> input(List<Node> nodes) {
        boolean forwarded = !noInput && nodes.size() == 1 && !selection.readsStandardInput();
        return forwarded ? Optional.of(surroundings.in()) : Optional.empty();
    }
}
