package dev.labhand.controller.report;

import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;
import dev.labhand.controller.run.TargetResult;
import java.time.Duration;

/** A line of progress on a terminal: {@code 12/120 done, 64 running, 2 failed}. Comes last among the listeners. */
public final class Progress implements RunListener {

    private static final long PAUSE = Duration.ofMillis(80).toNanos();

    private final Console console;
    private int targets;
    private int running;
    private int done;
    private int failed;
    private long moved;
    private long shownAt = System.nanoTime() - PAUSE;

    public Progress(Console console) {
        this.console = console;
    }

    @Override
    public void runStarted(Plan plan) {
        targets = plan.nodes().size();
    }

    @Override
    public void started(Node node) {
        running++;
        show();
    }

    @Override
    public void stdout(Node node, byte[] bytes) {
        show();
    }

    @Override
    public void stderr(Node node, byte[] bytes) {
        show();
    }

    @Override
    public void moved(Node node, long bytes) {
        moved += bytes;
        show();
    }

    @Override
    public void finished(TargetResult result) {
        running = Math.max(0, running - 1);
        done++;
        failed += result.outcome().succeeded() ? 0 : 1;
        show();
    }

    @Override
    public void runFinished(RunResult result) {
        console.endProgress();
    }

    private void show() {
        long now = System.nanoTime();
        if (now - shownAt >= PAUSE || !console.progressShown()) {
            shownAt = now;
            console.progress(done + "/" + targets + " done, " + running + " running"
                    + (failed > 0 ? ", " + failed + " failed" : "")
                    + (moved > 0 ? ", " + (moved >> 20) + " MiB moved" : ""));
        }
    }
}
