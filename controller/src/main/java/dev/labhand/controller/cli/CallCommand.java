package dev.labhand.controller.cli;

import dev.labhand.api.Invocation;
import dev.labhand.controller.client.TextArgument;
import dev.labhand.controller.run.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code labhand call}. Its parser is expected to stop at the first positional parameter, and not to expand {@code @} files.
 */
@Command(
        name = "call",
        description = "Calls a keyword of many agents at once.",
        customSynopsis = "labhand call -w NODES [options] [--] METHOD [ARG...]",
        footer = {
            "",
            "Each ARG becomes a value of the type that the method's parameter wants: 5, 2.5, true, [1, 2], {\"a\": 1}.",
            "Returns the same codes as labhand exec.",
        })
public final class CallCommand extends RunCommand {

    @Option(names = "--named", description = "The arguments are NAME=VALUE.")
    private boolean named;

    @Option(names = "-n", description = "Taken as by exec; standard input is never read.")
    boolean noInput;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(paramLabel = "METHOD [ARG]", description = "The method, such as add, and its arguments.")
    private List<String> words = new ArrayList<>();

    /** The command of this process. */
    public CallCommand() {
        this(Surroundings.ofProcess());
    }

    CallCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (words.isEmpty() && !selection.listHosts) {
            return surroundings.usageError("no method is given: labhand call -w NODES METHOD [ARG...]");
        }
        return run(() -> new Plan.Call(invocation(), flags.timeout()));
    }

    private Invocation invocation() {
        String method = words.getFirst();
        List<String> arguments = words.subList(1, words.size());
        if (!named) {
            List<@Nullable Object> byPosition = new ArrayList<>();
            arguments.forEach(argument -> byPosition.add(new TextArgument(argument)));
            return new Invocation(method, byPosition, Map.of());
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
