package dev.labhand.controller.cli;

import dev.labhand.controller.client.Outcomes;
import dev.labhand.controller.client.Structs;
import dev.labhand.controller.run.Plan;
import dev.labhand.protocol.OutcomeStruct;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code labhand stop}. */
@Command(
        name = "stop",
        description = "Stops a job and all that it started, on many agents at once.",
        customSynopsis = "labhand stop -w NODES [options] JOB",
        footer = {
            "",
            "Each line says how the job ended; one that had ended before is left as it is. Returns 0 where nothing of it is left,"
                    + " else the same codes as labhand exec.",
        })
public final class StopCommand extends RunCommand {

    @Mixin
    private final JobParameter job = new JobParameter();

    @Mixin
    final HelpOption help = new HelpOption();

    /** The command of this process. */
    public StopCommand() {
        this(Surroundings.ofProcess());
    }

    StopCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        return run(() -> new Plan.Stop(
                job.id(),
                outcome -> output.forPrograms()
                        ? outcome
                        : Outcomes.text(OutcomeStruct.readOutcome(Structs.of(outcome)))));
    }
}
