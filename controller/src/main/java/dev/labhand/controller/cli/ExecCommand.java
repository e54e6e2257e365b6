package dev.labhand.controller.cli;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.JobId;
import dev.labhand.controller.run.Plan;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code labhand exec}. Its parser is expected to stop at the first positional parameter, and not to expand {@code @} files.
 */
@Command(
        name = "exec",
        description = "Runs a shell command on many machines at once.",
        customSynopsis = "labhand exec -w NODES [options] [--] COMMAND...",
        footer = {
            "",
            "Returns 0 if all succeeded; 1 internal error, or output that cannot be written; 2 usage; 3 some timed_out,"
                    + " output_limit or cancelled; 4 some unreachable, auth_failed or host_key_rejected; 5 some exited"
                    + " non-zero, signalled, failed or rejected; 6 stopped by -k; 7 no or unknown machines; 8 some lost."
                    + " Where several apply: 1, 8, 6, 4, 3, 5. Ctrl-C: 130. Nobody reads the output any more: 141.",
        })
public final class ExecCommand extends RunCommand {

    @Option(names = "-n", description = "Do not forward standard input. (It is when it is not a terminal.)")
    private boolean noInput;

    @Mixin
    private final CommandOptions how = new CommandOptions();

    @Option(
            names = "--detach",
            description = "Start it and return: it goes on without this command, the agent and its connection. Each"
                    + " machine's job id is printed, for labhand logs, attach and stop. Agents only.")
    private boolean detach;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(
            paramLabel = "COMMAND",
            description = "The command line for the machines' shells; words are joined by spaces.")
    private List<String> words = new ArrayList<>();

    /** The command of this process. */
    public ExecCommand() {
        this(Surroundings.ofProcess());
    }

    ExecCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        String command = String.join(" ", words);
        if (command.isBlank() && !selection.listHosts) {
            return surroundings.usageError("no command is given: labhand exec -w NODES COMMAND");
        }
        return run(() -> work(command));
    }

    private Plan.Work work(String command) {
        ExecOptions options = how.applyTo(ExecOptions.DEFAULTS);
        if (detach) {
            options = options.withJobId(JobId.mint()).withDetached();
        }
        if (flags.timeout().isPresent()) {
            options = options.withTimeout(flags.timeout().get());
        }
        if (!noInput && !surroundings.inTerminal() && !selection.readsStandardInput()) {
            byte[] input = StandardInput.read(surroundings);
            options = input.length > 0 ? options.withStdin(input) : options;
        }
        return detach ? new Plan.Start(command, options) : new Plan.Exec(command, options);
    }
}
