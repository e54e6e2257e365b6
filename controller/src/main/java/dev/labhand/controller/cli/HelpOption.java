package dev.labhand.controller.cli;

import picocli.CommandLine.Option;

/** How a command is asked what it is for. */
final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    boolean help;
}
