package dev.labhand.controller.run;

import dev.labhand.controller.inventory.Node;
import java.util.List;

/** Writes down what it is told, each thing as a line. */
record Recorder(List<String> told) implements RunListener {

    @Override
    public void runStarted(Plan plan) {
        told.add("run started");
    }

    @Override
    public void started(Node node) {
        told.add(node.name() + " started");
    }

    @Override
    public void stdout(Node node, byte[] bytes) {
        told.add(node.name() + " wrote " + (char) bytes[0]);
    }

    @Override
    public void finished(TargetResult result) {
        told.add(result.node().name() + " finished");
    }

    @Override
    public void runFinished(RunResult result) {
        told.add(result.tally().toString());
    }
}
