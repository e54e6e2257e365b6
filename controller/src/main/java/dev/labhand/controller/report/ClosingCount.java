package dev.labhand.controller.report;

import dev.labhand.controller.report.Console.Channel;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;

/** The last line of a run: how many targets ended how. */
public final class ClosingCount implements RunListener {

    private final Console console;
    private final Channel channel;

    public ClosingCount(Console console, Channel channel) {
        this.console = console;
        this.channel = channel;
    }

    @Override
    public void runFinished(RunResult result) {
        console.line(channel, result.tally().toString());
        console.flush();
    }
}
