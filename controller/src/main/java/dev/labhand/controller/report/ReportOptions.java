package dev.labhand.controller.report;

import dev.labhand.controller.report.Console.Channel;
import dev.labhand.controller.run.RunListener;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run's report looks like.
 *
 * @param inOrder whether lines are told in the nodes' order; with folding: whether folding is line by line
 * @param quiet whether progress and the lines about failed targets are left out
 */
public record ReportOptions(Format format, Fold fold, boolean inOrder, Labels labels, boolean quiet) {

    /** For whom. */
    public enum Format {
        /** For people. */
        TEXT,
        /** One document at the end. */
        JSON,
        /** A line for each event. */
        JSON_LINES
    }

    /** What of equal output is told once. */
    public enum Fold {
        NOTHING,
        STDOUT,
        /** Standard output and standard error together. */
        BOTH
    }

    /** Lines as they come, with labels. */
    public static final ReportOptions DEFAULTS =
            new ReportOptions(Format.TEXT, Fold.NOTHING, false, Labels.SHOWN, false);

    /** The listeners that make this report. */
    public List<RunListener> listeners(Console console) {
        List<RunListener> listeners = new ArrayList<>();
        listeners.add(output(console));
        if (!quiet) {
            listeners.add(new FailureLines(console, fold != Fold.NOTHING || inOrder));
        }
        listeners.add(new ClosingCount(console, format == Format.TEXT ? Channel.OUT : Channel.ERR));
        if (!quiet) {
            listeners.add(new Progress(console));
        }
        return listeners;
    }

    private RunListener output(Console console) {
        return switch (format) {
            case JSON -> new JsonReport(console);
            case JSON_LINES -> new JsonLinesReport(console);
            case TEXT -> text(console);
        };
    }

    private RunListener text(Console console) {
        boolean both = fold == Fold.BOTH;
        if (fold == Fold.NOTHING) {
            return inOrder ? new GatheredReport(console, labels, false, false) : new LiveReport(console, labels);
        }
        return inOrder ? new FoldedLinesReport(console, labels, both) : new GatheredReport(console, labels, true, both);
    }
}
