package dev.labhand.agent.cli;

import picocli.CommandLine;

/** Runs the command in a process of its own. */
final class AgentMain {

    private AgentMain() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new AgentCommand())
                .setParameterExceptionHandler((error, arguments) -> {
                    System.err.println("labhand agent: " + error.getMessage());
                    return 2;
                })
                .execute(args));
    }
}
