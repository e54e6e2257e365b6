package dev.labhand.controller.cli;

import dev.labhand.controller.report.Console;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a command line has around it: the process's own, or a test's.
 *
 * @param out standard output, for exact bytes
 * @param signals catches the signals that ask the process to end, if it is one: what the first one does, and the second
 */
record Surroundings(
        InputStream in,
        boolean inTerminal,
        OutputStream out,
        OutputStream err,
        boolean errTerminal,
        Map<String, String> environment,
        Function<SshSettings, SshCommands> openSsh,
        BiFunction<Runnable, Runnable, Signals> signals) {

    static Surroundings ofProcess() {
        return new Surroundings(
                System.in,
                Terminal.isTerminal(0),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Terminal.isTerminal(2) && !"dumb".equals(System.getenv("TERM")),
                System.getenv(),
                SshCommands::open,
                Signals::catching);
    }

    /** Says what is wrong with the command line and returns the code for that. */
    int usageError(String message) {
        complain(message);
        return ExitCode.USAGE;
    }

    /** Writes a line to standard error, in place of a line of progress. */
    void complain(String message) {
        PrintStream lines = new PrintStream(err, true, StandardCharsets.UTF_8);
        lines.print((errTerminal ? Console.ERASE_LINE : "") + "labhand: " + message + "\n");
        lines.flush();
    }
}
