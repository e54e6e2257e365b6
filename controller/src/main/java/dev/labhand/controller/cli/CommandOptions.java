package dev.labhand.controller.cli;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Pty;
import dev.labhand.api.Secret;
import dev.labhand.api.Sudo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the command runs on each machine. */
final class CommandOptions {

    @Option(names = "--sudo", description = "Run it under sudo, as root or --sudo-user.")
    boolean sudo;

    @Option(names = "--sudo-user", paramLabel = "USER", description = "Run it under sudo as this account.")
    @Nullable
    String sudoUser;

    @Option(
            names = "--sudo-password-file",
            paramLabel = "FILE",
            description = "What sudo is told if it asks: the file's first line. Without it, sudo must not ask.")
    @Nullable
    Path sudoPasswordFile;

    @Option(names = "--pty", description = "Give it a terminal; its standard error comes as standard output then.")
    boolean pty;

    @Option(names = "--forward-agent", description = "Lend it the ssh-agent.")
    boolean forwardAgent;

    /**
     * The options with these.
     *
     * @throws IllegalArgumentException if the password file cannot be used
     */
    ExecOptions applyTo(ExecOptions options) {
        ExecOptions changed = options;
        if (sudo || sudoUser != null || sudoPasswordFile != null) {
            changed = changed.withSudo(
                    sudoPasswordFile == null
                            ? Sudo.WITHOUT_PASSWORD
                            : Sudo.with(new Secret(firstLine(sudoPasswordFile))));
        }
        if (sudoUser != null) {
            changed = changed.withUser(sudoUser);
        }
        if (pty) {
            changed = changed.withPty(Pty.USUAL);
        }
        return forwardAgent ? changed.withForwardAgent(true) : changed;
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException("--sudo-password-file " + file + " cannot be read");
        }
    }
}
