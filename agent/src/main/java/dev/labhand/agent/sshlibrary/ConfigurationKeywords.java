package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordSpec.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** How connections behave, those to come and one that is open. */
final class ConfigurationKeywords {

    private final Clients clients;

    ConfigurationKeywords(Clients clients) {
        this.clients = clients;
    }

    @Keyword(
            value = "set_default_configuration",
            doc = "Changes how connections behave that this client opens from now on.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void setDefaults(
            @Arg(Doc.TIMEOUT) Optional<Duration> timeout,
            @Arg(Doc.NEWLINE) Optional<String> newline,
            @Arg(Doc.PROMPT) Optional<String> prompt,
            @Arg(Doc.LOGLEVEL) Optional<String> loglevel,
            @Arg(value = Doc.TERM_TYPE, name = "term_type") Optional<String> termType,
            @Arg(Doc.WIDTH) Optional<Integer> width,
            @Arg(Doc.HEIGHT) Optional<Integer> height,
            @Arg(value = Doc.PATH_SEPARATOR, name = "path_separator") Optional<String> pathSeparator,
            @Arg(Doc.ENCODING) Optional<String> encoding,
            @Arg(value = Doc.ESCAPE_ANSI, name = "escape_ansi") Optional<Object> escapeAnsi,
            @Arg(value = Doc.ENCODING_ERRORS, name = "encoding_errors") Optional<String> encodingErrors)
            throws IOException, InterruptedException {
        Configuration.Changes changes = new Configuration.Changes(
                timeout, newline, prompt, termType, width, height, pathSeparator, encoding, escapeAnsi, encodingErrors);
        clients.call(all -> {
            all.setDefaults(changes, loglevel.map(Levels::of));
            return Optional.empty();
        });
    }

    @Keyword(
            value = "set_client_configuration",
            doc = "Changes how a connection behaves from now on. A shell that is open keeps its term_type.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void setClient(
            @Arg(Doc.TIMEOUT) Optional<Duration> timeout,
            @Arg(Doc.NEWLINE) Optional<String> newline,
            @Arg(Doc.PROMPT) Optional<String> prompt,
            @Arg(value = Doc.TERM_TYPE, name = "term_type") Optional<String> termType,
            @Arg(Doc.WIDTH) Optional<Integer> width,
            @Arg(Doc.HEIGHT) Optional<Integer> height,
            @Arg(value = Doc.PATH_SEPARATOR, name = "path_separator") Optional<String> pathSeparator,
            @Arg(Doc.ENCODING) Optional<String> encoding,
            @Arg(value = Doc.ESCAPE_ANSI, name = "escape_ansi") Optional<Object> escapeAnsi,
            @Arg(value = Doc.ENCODING_ERRORS, name = "encoding_errors") Optional<String> encodingErrors,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        Configuration.Changes changes = new Configuration.Changes(
                timeout, newline, prompt, termType, width, height, pathSeparator, encoding, escapeAnsi, encodingErrors);
        clients.call(connection, (chosen, _) -> {
            chosen.configure(changes);
            return Optional.empty();
        });
    }
}
