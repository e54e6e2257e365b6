package dev.labhand.controller.cli;

import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.report.Labels;
import dev.labhand.controller.report.NodeFiles;
import dev.labhand.controller.report.ReportOptions;
import dev.labhand.controller.report.ReportOptions.Fold;
import dev.labhand.controller.report.ReportOptions.Format;
import dev.labhand.controller.run.RunListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is told, and what is returned. */
final class OutputOptions {

    @Option(
            names = {"-b", "--fold"},
            description = "Tell equal standard outputs once, at the end.")
    boolean foldStdout;

    @Option(names = "-B", description = "The same, with standard error in it.")
    boolean foldBoth;

    @Option(
            names = "-L",
            description = "Tell the output in the machines' order, at the end; -bL folds line by line, as lines come.")
    boolean inOrder;

    @Option(names = "-N", description = "Leave the machines' names out.")
    boolean noLabels;

    @Option(
            names = {"-q", "--quiet"},
            description = "Leave progress and the lines about failed machines out.")
    boolean quiet;

    @Option(names = "--json", description = "One JSON document at the end; the closing count is on standard error.")
    boolean json;

    @Option(
            names = "--jsonl",
            description = "A JSON object on a line for each event; the closing count is on standard error.")
    boolean jsonLines;

    @Option(
            names = "--outdir",
            paramLabel = "DIR",
            description = "Also write each machine's standard output to a file of its name in DIR.")
    @Nullable
    Path outdir;

    @Option(names = "--errdir", paramLabel = "DIR", description = "The same for standard error.")
    @Nullable
    Path errdir;

    @Option(names = "-S", description = "Return the largest code of the machines.")
    boolean largestCode;

    /**
     * The files of the nodes' output, if any are asked for, empty so far.
     *
     * @throws IllegalArgumentException if they cannot be made
     */
    Optional<RunListener> files(Collection<Node> nodes, Consumer<IOException> onBroken) {
        return outdir == null && errdir == null
                ? Optional.empty()
                : Optional.of(
                        NodeFiles.create(Optional.ofNullable(outdir), Optional.ofNullable(errdir), nodes, onBroken));
    }

    /** Whether programs are to read it, and not people. */
    boolean forPrograms() {
        return json || jsonLines;
    }

    /** The report, or what is wrong with the options as an {@link IllegalArgumentException}. */
    ReportOptions report() {
        boolean shaped = foldStdout || foldBoth || inOrder || noLabels;
        if (json && jsonLines) {
            throw new IllegalArgumentException("give --json or --jsonl, not both");
        }
        if (forPrograms() && shaped) {
            throw new IllegalArgumentException("-b, -B, -L and -N shape text: leave them out with --json and --jsonl");
        }
        return new ReportOptions(
                json ? Format.JSON : jsonLines ? Format.JSON_LINES : Format.TEXT,
                foldBoth ? Fold.BOTH : foldStdout ? Fold.STDOUT : Fold.NOTHING,
                inOrder,
                noLabels ? Labels.HIDDEN : Labels.SHOWN,
                quiet);
    }
}
