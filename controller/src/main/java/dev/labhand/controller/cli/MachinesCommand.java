package dev.labhand.controller.cli;

import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunOptions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command on many machines: which ones, how they are reached, and the way from there to an exit code. */
@Command(sortOptions = false)
abstract class MachinesCommand implements Callable<Integer> {

    final Surroundings surroundings;

    @Mixin
    final SelectionOptions selection = new SelectionOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    MachinesCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** As {@link RunSession#run}. */
    final int run(IntFunction<RunOptions> options, OutputOptions output, Function<List<Node>, Plan.Work> work)
            throws InterruptedException {
        return new RunSession(surroundings, selection, connection, options, output).run(work);
    }
}
