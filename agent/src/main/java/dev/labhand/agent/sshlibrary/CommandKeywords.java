package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import dev.labhand.api.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Commands, each in a shell of its own: waited for, or started and read later. */
final class CommandKeywords {

    private final Clients clients;

    CommandKeywords(Clients clients) {
        this.clients = clients;
    }

    /** What of a command is returned. */
    private record Wanted(boolean stdout, boolean stderr, boolean rc) {

        /** SSHLibrary's older words for it are understood, too. */
        static Wanted of(Object stdout, Object stderr, Object rc) {
            String word = stdout instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
            return switch (word) {
                case "stderr" -> new Wanted(false, true, Truth.of(rc));
                case "both" -> new Wanted(true, true, Truth.of(rc));
                default -> new Wanted(Truth.of(stdout), Truth.of(stderr), Truth.of(rc));
            };
        }
    }

    @Keyword(
            value = "execute_command",
            doc = "Runs a command and waits for its end. An exit code other than 0 is no failure. One that takes longer"
                    + " than the timeout is stopped, with all it started.",
            returns = Doc.RETURNED,
            tags = Doc.TAG)
    public Object execute(
            @Arg(Doc.COMMAND) String command,
            @Arg(value = Doc.RETURN_STDOUT, name = "return_stdout", defaultValue = "true") Object returnStdout,
            @Arg(value = Doc.RETURN_STDERR, name = "return_stderr", defaultValue = "false") Object returnStderr,
            @Arg(value = Doc.RETURN_RC, name = "return_rc", defaultValue = "false") Object returnRc,
            @Arg(value = Doc.SUDO, defaultValue = "false") Object sudo,
            @Arg(value = Doc.SUDO_PASSWORD, name = "sudo_password") Optional<String> sudoPassword,
            @Arg("How long it may take; unlimited by default.") Optional<Duration> timeout,
            @Arg(
                            value = "Whether its output is logged, and shown on the console, as it comes.",
                            name = "output_during_execution",
                            defaultValue = "false")
                    Object outputDuringExecution,
            @Arg(
                            value = "Whether its output until then is logged if it times out.",
                            name = "output_if_timeout",
                            defaultValue = "false")
                    Object outputIfTimeout,
            @Arg(value = Doc.SUBSYSTEM, name = "invoke_subsystem", defaultValue = "false") Object invokeSubsystem,
            @Arg(value = Doc.FORWARD_AGENT, name = "forward_agent", defaultValue = "false") Object forwardAgent,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        refuse(invokeSubsystem);
        Wanted wanted = Wanted.of(returnStdout, returnStderr, returnRc);
        SudoLine line = SudoLine.of(command, sudo, sudoPassword);
        return clients.call(all -> {
            log.write(all.level(), "Executing command '" + line.shown() + "'.");
            SshConnection chosen = all.get(connection);
            Encoding encoding = chosen.encoding();
            Consumer<byte[]> live = Truth.of(outputDuringExecution)
                    ? bytes -> log.console(
                            PlainText.of(new String(bytes, encoding.charset())).stripTrailing())
                    : _ -> {};
            all.note(chosen, "executing: " + line.shown());
            CapturedCommand captured =
                    chosen.run(line.shown(), line.command(), line.stdin(), Truth.of(forwardAgent), live);
            try {
                Optional<Outcome> outcome = captured.await(timeout, log);
                if (outcome.isEmpty()) {
                    all.note(chosen, "stopped, for it timed out");
                    if (Truth.of(outputIfTimeout)) {
                        log.write(all.level(), PlainText.of(encoding.text(captured.stdout())));
                        log.write(all.level(), PlainText.of(encoding.text(captured.stderr())));
                    }
                    throw failed(Problem.timedOut(timeout.orElseThrow()));
                }
                return result(captured, noted(outcome.get(), chosen, all), wanted, encoding, log, all.level());
            } finally {
                chosen.over(captured);
            }
        });
    }

    @Keyword(
            value = "start_command",
            doc = "Starts a command and returns at once; read_command_output gives its output.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void start(
            @Arg(Doc.COMMAND) String command,
            @Arg(value = Doc.SUDO, defaultValue = "false") Object sudo,
            @Arg(value = Doc.SUDO_PASSWORD, name = "sudo_password") Optional<String> sudoPassword,
            @Arg(value = Doc.SUBSYSTEM, name = "invoke_subsystem", defaultValue = "false") Object invokeSubsystem,
            @Arg(value = Doc.FORWARD_AGENT, name = "forward_agent", defaultValue = "false") Object forwardAgent,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        refuse(invokeSubsystem);
        SudoLine line = SudoLine.of(command, sudo, sudoPassword);
        clients.call(all -> {
            log.write(all.level(), "Starting command '" + line.shown() + "'.");
            SshConnection chosen = all.get(connection);
            all.note(chosen, "starting: " + line.shown());
            chosen.keep(chosen.run(command, line.command(), line.stdin(), Truth.of(forwardAgent), _ -> {}));
            return Optional.empty();
        });
    }

    @Keyword(
            value = "read_command_output",
            doc = "Waits for the end of the command that start_command started last on the connection and was not read"
                    + " yet. One that takes longer than the timeout is stopped, with all it started.",
            returns = Doc.RETURNED,
            tags = Doc.TAG)
    public Object readOutput(
            @Arg(value = Doc.RETURN_STDOUT, name = "return_stdout", defaultValue = "true") Object returnStdout,
            @Arg(value = Doc.RETURN_STDERR, name = "return_stderr", defaultValue = "false") Object returnStderr,
            @Arg(value = Doc.RETURN_RC, name = "return_rc", defaultValue = "false") Object returnRc,
            @Arg("How long to wait; unlimited by default.") Optional<Duration> timeout,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        Wanted wanted = Wanted.of(returnStdout, returnStderr, returnRc);
        return clients.call(connection, (chosen, all) -> {
            CapturedCommand captured = chosen.lastStarted()
                    .orElseThrow(() -> KeywordException.failed("No started commands to read output from."));
            log.write(all.level(), "Reading output of command '" + captured.text() + "'.");
            try {
                Outcome outcome = captured.await(timeout, log)
                        .orElseThrow(() -> KeywordException.failed(Problem.timedOut(timeout.orElseThrow())));
                return result(captured, noted(outcome, chosen, all), wanted, chosen.encoding(), log, all.level());
            } finally {
                chosen.over(captured);
            }
        });
    }

    private static void refuse(Object invokeSubsystem) {
        if (Truth.of(invokeSubsystem)) {
            throw Problem.notOffered("invoke_subsystem");
        }
    }

    private static Outcome noted(Outcome outcome, SshConnection chosen, Connections all) {
        all.note(
                chosen,
                outcome instanceof Outcome.Exited(int code) ? "exited with " + code : "ended: " + outcome.word());
        return outcome;
    }

    private static Object result(
            CapturedCommand captured, Outcome outcome, Wanted wanted, Encoding encoding, Log log, Log.Level level) {
        int rc = rc(outcome, log);
        log.write(level, "Command exited with return code " + rc + ".");
        List<Object> values = new ArrayList<>();
        if (wanted.stdout()) {
            values.add(text(captured.stdout(), encoding));
        }
        if (wanted.stderr()) {
            values.add(text(captured.stderr(), encoding));
        }
        if (wanted.rc()) {
            values.add(rc);
        }
        return values.size() == 1 ? values.getFirst() : values;
    }

    private static String text(byte[] bytes, Encoding encoding) {
        return PlainText.of(encoding.text(bytes)).replaceAll("\n+\\z", "");
    }

    private static int rc(Outcome outcome, Log log) {
        return switch (outcome) {
            case Outcome.Exited(int code) -> code;
            case Outcome.Signalled(String signal) -> {
                log.info("The command died of the signal " + (signal.isEmpty() ? "that is not named" : signal) + ".");
                yield -1;
            }
            case Outcome.Unreachable(String why) -> throw failed(why);
            case Outcome.Rejected(String why) -> throw failed(why);
            case Outcome.Lost(String why) -> throw failed(why);
            case Outcome.Cancelled(String why) -> throw failed("the command was stopped: " + why);
            case Outcome.OutputLimit(String why) -> throw failed("the command was stopped: " + why);
            default -> throw failed("the command ended as " + outcome.word());
        };
    }

    private static KeywordException failed(String why) {
        return KeywordException.failed("SSHClientException: " + why);
    }

    /**
     * A command under sudo or not.
     *
     * @param shown without the password
     */
    private record SudoLine(String shown, String command, Optional<byte[]> stdin) {

        static SudoLine of(String command, Object sudo, Optional<String> password) {
            if (!Truth.of(sudo)) {
                return new SudoLine(command, command, Optional.empty());
            }
            String shown = "sudo " + command;
            return password.map(secret -> new SudoLine(
                            shown,
                            "sudo -S -p '' " + command,
                            Optional.of((secret + "\n").getBytes(StandardCharsets.UTF_8))))
                    .orElseGet(() -> new SudoLine(shown, shown, Optional.empty()));
        }
    }
}
