package dev.labhand.controller.cli;

import dev.labhand.controller.Controller;
import dev.labhand.controller.Settings;
import dev.labhand.controller.client.Cancellation;
import dev.labhand.controller.client.Following;
import dev.labhand.controller.inventory.InventoryException;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.inventory.UnknownTargetsException;
import dev.labhand.controller.report.Console;
import dev.labhand.controller.report.Console.Channel;
import dev.labhand.controller.report.ReportOptions;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunOptions;
import dev.labhand.controller.run.RunResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** From options to an exit code: what {@code exec} and {@code call} have in common. */
final class RunSession {

    private final Surroundings surroundings;
    private final SelectionOptions selection;
    private final ConnectionOptions connection;
    private final IntFunction<RunOptions> runOptions;
    private final OutputOptions output;
    private final Cancellation cancellation = new Cancellation();
    private final Console console;

    /**
     * A session that has done nothing yet.
     *
     * @param runOptions from the fan-out that the settings name
     */
    RunSession(
            Surroundings surroundings,
            SelectionOptions selection,
            ConnectionOptions connection,
            IntFunction<RunOptions> runOptions,
            OutputOptions output) {
        this.surroundings = surroundings;
        this.selection = selection;
        this.connection = connection;
        this.runOptions = runOptions;
        this.output = output;
        this.console =
                new Console(surroundings.out(), surroundings.err(), surroundings.errTerminal(), this::outputBroke);
    }

    /**
     * Does the work on the selected machines, or lists them.
     *
     * @param work is asked when the machines are known
     */
    int run(Function<List<Node>, Plan.Work> work) throws InterruptedException {
        List<RunListener> listeners;
        Controller controller;
        Plan planned;
        try {
            ReportOptions report = output.report();
            Settings settings = connection.applyTo(
                    Settings.of(surroundings.environment()), Optional.ofNullable(selection.inventory));
            RunOptions options = runOptions.apply(settings.fanout());
            controller = Controller.open(settings, surroundings.openSsh());
            List<Node> nodes = controller.inventory().resolve(selection.selector());
            if (selection.listHosts) {
                return list(nodes);
            }
            controller.prepare(nodes);
            planned = new Plan(work.apply(nodes), nodes, options);
            listeners = new ArrayList<>(report.listeners(console));
            output.files(nodes, this::outputBroke).ifPresent(listeners::addFirst);
        } catch (UnknownTargetsException e) {
            return complain(e.getMessage(), ExitCode.NO_TARGETS);
        } catch (InventoryException | IllegalArgumentException e) {
            return complain(String.valueOf(e.getMessage()), ExitCode.USAGE);
        }
        Plan plan = planned;
        try (controller;
                Signals signals = surroundings.signals().apply(() -> stop(plan.work()), this::abandon)) {
            RunResult result = controller.run(plan, listeners, cancellation);
            explain(result.faults());
            return signals.caught().isEmpty() && readerLeft(result.faults())
                    ? ExitCode.BROKEN_PIPE
                    : ExitCode.of(result, signals.caught(), output.largestCode);
        }
    }

    private int list(List<Node> nodes) {
        try {
            nodes.forEach(node -> console.line(Channel.OUT, node.name()));
            console.flush();
            return ExitCode.SUCCESS;
        } catch (UncheckedIOException e) {
            explain(List.of(e));
            return readerLeft(List.of(e)) ? ExitCode.BROKEN_PIPE : ExitCode.INTERNAL_ERROR;
        }
    }

    private void stop(Plan.Work work) {
        boolean looksOn = work instanceof Plan.Follow(var _, Following how, var _) && how != Following.ATTACHED;
        // Not through the console, which belongs to the run's thread.
        surroundings.complain((looksOn ? "looking no longer; the job is left alone" : "stopping what runs")
                + " (once more: exit at once)");
        cancellation.request("stopped by the user");
    }

    private void outputBroke(IOException failure) {
        cancellation.request(
                isBrokenPipe(failure) ? "nobody reads the output any more" : "the output cannot be written");
    }

    private void abandon() {
        cancellation.abandon("the user did not wait for its end: it may still be running");
    }

    private static boolean isBrokenPipe(@Nullable Throwable fault) {
        return fault instanceof IOException
                && String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
    }

    /** Whether nothing went wrong here but that the reader of our output, such as {@code head}, has seen enough. */
    private static boolean readerLeft(List<Throwable> faults) {
        return !faults.isEmpty() && faults.stream().allMatch(RunSession::isReaderGone);
    }

    private static boolean isReaderGone(Throwable fault) {
        return fault instanceof UncheckedIOException e && isBrokenPipe(e.getCause());
    }

    /** What cannot be written or held back explains itself; anything else is an error in here. */
    private void explain(List<Throwable> faults) {
        faults.stream()
                .filter(fault -> !isReaderGone(fault))
                .map(fault -> fault instanceof UncheckedIOException
                        ? String.valueOf(fault.getMessage())
                        : "internal error: " + fault + " (LABHAND_DEBUG=1 shows where; please report it)")
                .distinct()
                .forEach(surroundings::complain);
        if (surroundings.environment().containsKey("LABHAND_DEBUG")) {
            for (Throwable fault : faults) {
                StringWriter trace = new StringWriter();
                fault.printStackTrace(new PrintWriter(trace));
                surroundings.complain(trace.toString());
            }
        }
    }

    private int complain(String message, int code) {
        surroundings.complain(message.replaceAll("\\s*\\R\\s*", " "));
        return code;
    }
}
