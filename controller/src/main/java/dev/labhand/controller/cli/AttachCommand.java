package dev.labhand.controller.cli;

import dev.labhand.api.JobId;
import dev.labhand.controller.client.Following;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.run.Plan;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
                "Shows what a job writes, from its beginning to its end, as if it had been started here: Ctrl-C stops it."
                        + " Standard input goes to a job that was started with openStdin.",
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

    @Option(
            names = "-n",
            description = "Do not forward standard input. (It is, also from a terminal, if one machine is selected and"
                    + " the job's is open: its end closes the job's.)")
    private boolean noInput;

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
                .run(nodes -> new Plan.Follow(Objects.requireNonNull(job), Following.ATTACHED, input(nodes)));
    }

    private Optional<InputStream> input(List<Node> nodes) {
        boolean forwarded = !noInput && nodes.size() == 1 && !selection.readsStandardInput();
        return forwarded ? Optional.of(surroundings.in()) : Optional.empty();
    }
}
