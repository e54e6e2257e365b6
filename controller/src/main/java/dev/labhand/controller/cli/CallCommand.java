package dev.labhand.controller.cli;

import dev.labhand.api.Invocation;
import dev.labhand.controller.client.TextArgument;
import dev.labhand.controller.run.Plan;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code labhand call}. Its parser is expected to stop at the first positional parameter, and not to expand {@code @} files.
 */
@Command(
        name = "call",
        description = "Calls a keyword of many agents at once.",
        synopsisHeading = "Usage: ",
        customSynopsis = "labhand call -w NODES [options] [--] METHOD [ARG...]",
        sortOptions = false,
        footer = {
            "",
            "Each ARG becomes a value of the type that the method's parameter wants: 5, 2.5, true, [1, 2], {\"a\": 1}.",
            "Returns the same codes as labhand exec.",
        })
public final class CallCommand implements Callable<Integer> {

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

    @Option(names = "--named", description = "The arguments are NAME=VALUE.")
    private boolean named;

    @Option(names = "-n", description = "Taken as by exec; standard input is never read.")
    private boolean noInput;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    private boolean help;

    @Parameters(paramLabel = "METHOD [ARG]", description = "The method, such as add, and its arguments.")
    private List<String> words = new ArrayList<>();

    /**
     * The command of this process.
     *
     * @param openSsh makes SSH ready when an SSH host is among the machines
     */
    public CallCommand(Function<SshSettings, SshCommands> openSsh) {
        this(Surroundings.ofProcess(openSsh));
    }

    CallCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (words.isEmpty() && !selection.listHosts) {
            throw new ParameterException(
                    spec.commandLine(), "no method is given: labhand call -w NODES METHOD [ARG...]");
        }
        return new RunSession(surroundings, selection, connection, flags, output)
                .run(() -> new Plan.Call(invocation(), flags.timeout()));
    }

    private Invocation invocation() {
        String method = words.getFirst();
        List<String> arguments = words.subList(1, words.size());
        if (!named) {
            return new Invocation(
                    method, arguments.stream().<Object>map(TextArgument::new).toList(), Map.of());
        }
        Map<String, @Nullable Object> byName = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("with --named an argument is NAME=VALUE, not '" + argument + "'");
            }
            String name = argument.substring(0, equals);
            if (byName.put(name, new TextArgument(argument.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("the argument '" + name + "' is given twice");
            }
        }
        return new Invocation(method, List.of(), byName);
    }
}
