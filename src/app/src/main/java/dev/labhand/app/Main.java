package dev.labhand.app;

import dev.labhand.agent.cli.AgentCommand;
import dev.labhand.app.demo.DemoCommand;
import dev.labhand.controller.cli.CallCommand;
import dev.labhand.controller.cli.ExecCommand;
import dev.labhand.controller.cli.GetCommand;
import dev.labhand.controller.cli.KeywordsCommand;
import dev.labhand.controller.cli.PutCommand;
import dev.labhand.controller.inventory.UserPath;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code labhand} command: finds the subcommand, and turns what goes wrong into one line and an exit code. */
@Command(
        name = "labhand",
        description = "Remote hands for test labs.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            AgentCommand.class,
            ExecCommand.class,
            CallCommand.class,
            PutCommand.class,
            GetCommand.class,
            KeywordsCommand.class,
            HelpCommand.class
        })
public final class Main {

    /** What a subcommand that could not do its work for a reason of our own returns. */
    static final int INTERNAL_ERROR = 1;

    /** What a command line that makes no sense returns. */
    static final int USAGE = 2;

    /** Runs and exits. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            return commandLine().execute(Arguments.ofProcess(args));
        } catch (IllegalArgumentException e) {
            System.err.println("labhand: " + e.getMessage());
            return USAGE;
        }
    }

    static CommandLine commandLine() {
        return prepare(new CommandLine(new Main()));
    }

    /** Sets what holds for all subcommands added so far. */
    static CommandLine prepare(CommandLine labhand) {
        // A word that begins with @ is a group of nodes, never a file of arguments; after the first word all is
        // COMMAND.
        labhand.registerConverter(Path.class, Main::path)
                .setExpandAtFiles(false)
                .setStopAtPositional(true)
                .setOverwrittenOptionsAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::usageError)
                .setExecutionExceptionHandler(Main::internalError);
        // Paths may come before the options, as for cp.
        Stream.of("put", "get")
                .map(labhand.getSubcommands()::get)
                .filter(Objects::nonNull)
                .forEach(command -> command.setStopAtPositional(false));
        return labhand;
    }

    private static Path path(String text) {
        try {
            return UserPath.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(
                    "'" + text.replaceAll("\\p{Cntrl}", "?") + "' is no path: " + e.getReason());
        }
    }

    private static int usageError(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        complain(command, explain(error) + " (see '" + command.getCommandSpec().qualifiedName() + " --help')");
        return USAGE;
    }

    private static String explain(ParameterException error) {
        boolean subcommandExpected = error.getCommandLine().getParent() == null;
        if (subcommandExpected
                && error instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()) {
            List<String> nearest = unmatched.getSuggestions();
            return "no command '" + unmatched.getUnmatched().getFirst() + "'"
                    + (nearest.isEmpty() ? "" : ", did you mean '" + nearest.getFirst() + "'?");
        }
        return String.valueOf(error.getMessage());
    }

    private static int internalError(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
        complain(command, "internal error: " + error + " (LABHAND_DEBUG=1 shows where; please report it)");
        if (System.getenv("LABHAND_DEBUG") != null) {
            error.printStackTrace(command.getErr());
        }
        return INTERNAL_ERROR;
    }

    private static void complain(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + message.replaceAll("\\s*\\R\\s*", " "));
        err.flush();
    }
}
