package dev.labhand.controller.cli;

import dev.labhand.api.ExecOptions;
import dev.labhand.controller.run.Plan;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code labhand exec}. Its parser is expected to stop at the first positional parameter, and not to expand {@code @} files.
 */
@Command(
        name = "exec",
        description = "Runs a shell command on many machines at once.",
        synopsisHeading = "Usage: ",
        customSynopsis = "labhand exec -w NODES [options] [--] COMMAND...",
        sortOptions = false,
        footer = {
            "",
            "Returns 0 if all succeeded; 2 usage; 3 some timed_out, output_limit or cancelled; 4 some unreachable,",
            "auth_failed or host_key_rejected; 5 some exited non-zero, signalled, failed or rejected; 6 stopped by -k;",
            "7 no or unknown machines; 8 some lost. Where several apply: 8, 6, 4, 3, 5. Ctrl-C: 130.",
        })
public final class ExecCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SelectionOptions selection;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private RunFlags flags;

    @Mixin
    private OutputOptions output;

    @Option(names = "-n", description = "Do not forward standard input. (It is when it is not a terminal.)")
    private boolean noInput;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    private boolean help;

    @Parameters(
            paramLabel = "COMMAND",
            description = "The command line for the machines' shells; words are joined by spaces.")
    private List<String> words = new ArrayList<>();

    /**
     * The command of this process.
     *
     * @param openSsh makes SSH ready when an SSH host is among the machines
     */
    public ExecCommand(Function<SshSettings, SshCommands> openSsh) {
        this(Surroundings.ofProcess(openSsh));
    }

    ExecCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        String command = String.join(" ", words);
        if (command.isBlank() && !selection.listHosts) {
            throw new ParameterException(spec.commandLine(), "no command is given: labhand exec -w NODES COMMAND");
        }
        return new RunSession(surroundings, selection, connection, flags, output).run(() -> work(command));
    }

    private Plan.Work work(String command) {
        ExecOptions options = ExecOptions.DEFAULTS;
        if (flags.timeout().isPresent()) {
            options = options.withTimeout(flags.timeout().get());
        }
        if (!noInput && !surroundings.inTerminal() && !selection.readsStandardInput()) {
            byte[] input = StandardInput.read(surroundings);
            options = input.length > 0 ? options.withStdin(input) : options;
        }
        return new Plan.Exec(command, options);
    }
}
