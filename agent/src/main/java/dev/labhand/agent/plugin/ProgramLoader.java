package dev.labhand.agent.plugin;

import dev.labhand.agent.plugin.OneShot.End;
import dev.labhand.agent.plugin.PluginJson.Malformed;
import dev.labhand.api.Log;
import dev.labhand.ssh.embedded.ChildProcess.Exit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Asks a program to describe itself, and makes a library of what it says. */
record ProgramLoader(PluginCommand command, Processes processes, Limits limits, ScheduledThreadPoolExecutor timer)
        implements PluginLoader {

    @Override
    public Loading load() {
        PluginLog log = new PluginLog(Log.NONE);
        StringBuilder output = new StringBuilder();
        OneShot oneShot = new OneShot(processes, limits);
        End end = oneShot.run(
                command,
                command.with("--describe"),
                new byte[0],
                Optional.of(limits.describe()),
                line -> append(output, line),
                log);
        return switch (end) {
            case End.Exited(Exit exit) -> read(exit, output.toString(), log, oneShot);
            case End.Stopped(String why) -> failed("(--describe) " + why, log);
            case End.Cancelled() -> failed("(--describe) was cancelled", log);
        };
    }

    /** What is longer than an answer may be is no description, and need not be kept. */
    private void append(StringBuilder output, String line) {
        if (output.length() <= limits.line()) {
            output.append(line).append('\n');
        }
    }

    private Loading read(Exit exit, String output, PluginLog log, OneShot oneShot) {
        if (!exit.equals(new Exit.Code(0))) {
            return failed("(--describe) " + OneShot.how(exit), log);
        }
        try {
            Description description = Description.read(output);
            Caller caller = description.persistent()
                    ? new ServePool(command, processes, limitsOf(description), timer)
                    : new OneShotCaller(command, oneShot);
            try {
                return new Loading.Loaded(List.of(description.library(caller)), description.problems(), caller::retire);
            } catch (IllegalArgumentException e) {
                caller.retire();
                return failed("(--describe) describes what cannot be offered: " + e.getMessage(), log);
            }
        } catch (Malformed e) {
            return failed("(--describe) prints no description: " + e.getMessage(), log);
        }
    }

    private Limits limitsOf(Description description) {
        return description.processes().isPresent()
                ? limits.atMost(description.processes().getAsInt())
                : limits;
    }

    private static Loading failed(String why, PluginLog log) {
        return new Loading.Failed(why + Answer.tail(log.tail()));
    }
}
