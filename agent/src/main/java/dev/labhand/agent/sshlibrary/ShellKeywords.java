package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The connection's one interactive shell, on a terminal: typing, and reading until something comes. */
final class ShellKeywords {

    private static final String TEXT = "What to type.";
    private static final String READ = "The text that was read.";

    private final Clients clients;

    ShellKeywords(Clients clients) {
        this.clients = clients;
    }

    @Keyword(
            value = "write",
            doc = "Types a line, and reads its echo up to the end of the line.",
            returns = "The echo.",
            tags = Doc.TAG)
    public String write(
            @Arg(TEXT) String text,
            @Arg(Doc.LOGLEVEL) Optional<String> loglevel,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        return clients.call(connection, (chosen, all) -> {
            Log.Level level = Levels.of(loglevel, all);
            Configuration how = chosen.configuration();
            Encoding encoding = how.textEncoding();
            String echo = chosen.shell(shell -> {
                shell.write(text + how.newline(), encoding);
                return shell.demand(new TextEnd.Literal(how.newline()), how.timeout(), encoding)
                        .text();
            });
            return told(echo, log, level);
        });
    }

    @Keyword(
            value = "write_bare",
            doc = "Types text as it is, without a newline, and reads nothing.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void writeBare(
            @Arg(TEXT) String text, @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        clients.call(
                connection,
                (chosen, _) -> chosen.shell(shell -> {
                    shell.write(text, chosen.encoding());
                    return Optional.empty();
                }));
    }

    @Keyword(
            value = "write_until_expected_output",
            doc = "Types text as it is, again and again, until something is read.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void writeUntil(
            @Arg(TEXT) String text,
            @Arg("The text to wait for.") String expected,
            @Arg("How long to go on.") Duration timeout,
            @Arg(value = "How long to wait before it is typed again.", name = "retry_interval") Duration retryInterval,
            @Arg(Doc.LOGLEVEL) Optional<String> loglevel,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        clients.call(connection, (chosen, all) -> {
            Log.Level level = Levels.of(loglevel, all);
            Encoding encoding = chosen.encoding();
            long deadline = System.nanoTime() + timeout.toNanos();
            String read = chosen.shell(shell -> {
                do {
                    shell.write(text, encoding);
                    Optional<ShellText.Match> match =
                            shell.readUntil(new TextEnd.Literal(expected), retryInterval, encoding);
                    if (match.isPresent()) {
                        return match.get().text();
                    }
                    shell.read(Optional.empty(), encoding);
                } while (System.nanoTime() < deadline);
                throw KeywordException.failed("No match found for '" + expected + "' in " + TimeText.of(timeout) + ".");
            });
            told(read, log, level);
            return Optional.empty();
        });
    }

    @Keyword(
            value = "read",
            doc = "Reads all that is there. With a delay it also reads what comes, until nothing has come for so long.",
            returns = READ,
            tags = Doc.TAG)
    public String read(
            @Arg(Doc.LOGLEVEL) Optional<String> loglevel,
            @Arg("How long to wait for more.") Optional<Duration> delay,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        return clients.call(connection, (chosen, all) -> {
            Log.Level level = Levels.of(loglevel, all);
            return told(chosen.shell(shell -> shell.read(delay, chosen.encoding())), log, level);
        });
    }

    @Keyword(
            value = "read_until",
            doc = "Reads until a text comes. What stands behind it stays for the next read.",
            returns = READ,
            tags = Doc.TAG)
    public String readUntil(
            @Arg("The text to wait for.") String expected,
            @Arg(Doc.LOGLEVEL) Optional<String> loglevel,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        return readUntil(new TextEnd.Literal(expected), loglevel, connection, log);
    }

    @Keyword(
            value = "read_until_regexp",
            doc = "Reads until a regular expression matches. What stands behind the match stays for the next read.",
            returns = READ,
            tags = Doc.TAG)
    public String readUntilRegexp(
            @Arg("The pattern to wait for, in Python's syntax.") String regexp,
            @Arg(Doc.LOGLEVEL) Optional<String> loglevel,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        return readUntil(TextEnd.pattern(regexp), loglevel, connection, log);
    }

    private String readUntil(TextEnd end, Optional<String> loglevel, Optional<Object> connection, Log log)
            throws IOException, InterruptedException {
        return clients.call(connection, (chosen, all) -> {
            Log.Level level = Levels.of(loglevel, all);
            return told(match(chosen, end).text(), log, level);
        });
    }

    @Keyword(
            value = "read_until_prompt",
            doc = "Reads until the prompt comes that the connection is configured with.",
            returns = READ,
            tags = Doc.TAG)
    public String readUntilPrompt(
            @Arg(Doc.LOGLEVEL) Optional<String> loglevel,
            @Arg(
                            value = "Whether to leave the prompt out of the result.",
                            name = "strip_prompt",
                            defaultValue = "false")
                    Object stripPrompt,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        return clients.call(connection, (chosen, all) -> {
            Log.Level level = Levels.of(loglevel, all);
            Configuration how = chosen.configuration();
            ShellText.Match match = chosen.shell(shell -> shell.demand(prompt(how), how.timeout(), how.textEncoding()));
            return told(Truth.of(stripPrompt) ? match.text().substring(0, match.promptAt()) : match.text(), log, level);
        });
    }

    private static TextEnd prompt(Configuration how) {
        return how.prompt().map(TextEnd::prompt).orElseThrow(() -> KeywordException.failed("Prompt is not set."));
    }

    private static ShellText.Match match(SshConnection chosen, TextEnd end) throws IOException, InterruptedException {
        Configuration how = chosen.configuration();
        return chosen.shell(shell -> shell.demand(end, how.timeout(), how.textEncoding()));
    }

    private static String told(String text, Log log, Log.Level level) {
        String plain = PlainText.of(text);
        if (!plain.isEmpty()) {
            log.write(level, plain);
        }
        return plain;
    }
}
