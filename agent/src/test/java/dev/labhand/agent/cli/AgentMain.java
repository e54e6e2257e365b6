package dev.labhand.agent.cli;

import picocli.CommandLine;

/** Runs the command in a process of its own. */
final class AgentMain {

    private AgentMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new AgentCommand())
                .setParameterExceptionHandler(new UsageErrors())
                .execute(args));
    }
}
