package dev.labhand.controller.cli;

import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.run.Plan;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;

/** A command on many machines that says how the run is carried out, and what is told of it. */
abstract class RunCommand extends MachinesCommand {

    @Mixin
    final RunFlags flags = new RunFlags();

    @Mixin
    final OutputOptions output = new OutputOptions();

    RunCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** As {@link RunSession#run}. */
    final int run(Supplier<Plan.Work> work) throws InterruptedException {
        return run(_ -> work.get());
    }

    /** The same for work that depends on which machines they are. */
    final int run(Function<List<Node>, Plan.Work> work) throws InterruptedException {
        return run(flags::options, output, work);
    }
}
