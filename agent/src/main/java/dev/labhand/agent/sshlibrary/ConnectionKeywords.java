package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opening, choosing, showing and closing connections. */
final class ConnectionKeywords {

    private static final String SHOW = "Whether to return this alone, or with others that are asked for.";

    private final Clients clients;

    ConnectionKeywords(Clients clients) {
        this.clients = clients;
    }

    @Keyword(
            value = "open_connection",
            doc = "Makes a connection the current one. It is connected by the login.",
            returns = "Its index, from 1 on.",
            tags = Doc.TAG)
    public int open(
            @Arg(Doc.HOST) String host,
            @Arg(Doc.ALIAS) Optional<String> alias,
            @Arg(value = Doc.PORT, defaultValue = "22") int port,
            @Arg(Doc.TIMEOUT) Optional<Duration> timeout,
            @Arg(Doc.NEWLINE) Optional<String> newline,
            @Arg(Doc.PROMPT) Optional<String> prompt,
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
        return clients.call(all -> all.open(host, alias, port, changes).index);
    }

    @Keyword(
            value = "switch_connection",
            doc = "Makes another connection the current one; with None it closes the current one.",
            returns = "The index of the one that was current before.",
            tags = Doc.TAG)
    public Optional<Integer> switchTo(@Arg(value = Doc.INDEX_OR_ALIAS, name = "index_or_alias") Object indexOrAlias)
            throws IOException, InterruptedException {
        return clients.call(all -> {
            if (indexOrAlias.equals("")) { // what Robot's client makes of None
                SshConnection current = all.get(Optional.empty());
                all.close(current);
                return Optional.of(current.index);
            }
            return all.switchTo(all.get(Optional.of(indexOrAlias))).map(before -> before.index);
        });
    }

    @Keyword(
            value = "close_connection",
            doc = "Closes a connection. Commands that still run on it are stopped, with all they started.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void close(@Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection)
            throws IOException, InterruptedException {
        clients.call(connection, (chosen, all) -> {
            all.close(chosen);
            return Optional.empty();
        });
    }

    @Keyword(
            value = "close_all_connections",
            doc = "Closes all connections, as close_connection does; the next one has the index 1.",
            returns = "Nothing.",
            tags = Doc.TAG)
    public void closeAll() throws IOException, InterruptedException {
        clients.call(all -> {
            all.closeAll();
            return Optional.empty();
        });
    }

    @Keyword(
            value = "get_connection",
            doc = "Tells about a connection. One that is not there has None and defaults.",
            returns =
                    "A struct: index, host, alias, port, timeout (seconds), newline, prompt, term_type, width, height,"
                            + " path_separator, encoding, escape_ansi, encoding_errors; or what was asked for, several as a list.",
            tags = Doc.TAG)
    public @Nullable Object get(
            @Arg(value = Doc.INDEX_OR_ALIAS + " The current one by default.", name = "index_or_alias")
                    Optional<Object> indexOrAlias,
            @Arg(value = SHOW, defaultValue = "false") Object index,
            @Arg(value = SHOW, defaultValue = "false") Object host,
            @Arg(value = SHOW, defaultValue = "false") Object alias,
            @Arg(value = SHOW, defaultValue = "false") Object port,
            @Arg(value = SHOW, defaultValue = "false") Object timeout,
            @Arg(value = SHOW, defaultValue = "false") Object newline,
            @Arg(value = SHOW, defaultValue = "false") Object prompt,
            @Arg(value = SHOW, name = "term_type", defaultValue = "false") Object termType,
            @Arg(value = SHOW, defaultValue = "false") Object width,
            @Arg(value = SHOW, defaultValue = "false") Object height,
            @Arg(value = SHOW, defaultValue = "false") Object encoding,
            @Arg(value = SHOW, name = "escape_ansi", defaultValue = "false") Object escapeAnsi,
            @Arg(value = Doc.CONNECTION, kind = Kind.NAMED_ONLY) Optional<Object> connection,
            Log log)
            throws IOException, InterruptedException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        clients.call(all -> {
            Optional<Object> which = indexOrAlias.or(() -> connection);
            Optional<SshConnection> found = which.isEmpty() ? all.current() : all.find(which.get());
            found.ifPresentOrElse(chosen -> members.putAll(chosen.members()), () -> members.putAll(nobody()));
            log.write(all.level(), text(members));
            return found;
        });
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("index", index);
        asked.put("host", host);
        asked.put("alias", alias);
        asked.put("port", port);
        asked.put("timeout", timeout);
        asked.put("newline", newline);
        asked.put("prompt", prompt);
        asked.put("term_type", termType);
        asked.put("width", width);
        asked.put("height", height);
        asked.put("encoding", encoding);
        asked.put("escape_ansi", escapeAnsi);
        asked.values().removeIf(wanted -> !Truth.of(wanted));
        List<@Nullable Object> values = new ArrayList<>();
        asked.keySet().forEach(name -> values.add(members.get(name)));
        return switch (values.size()) {
            case 0 -> members;
            case 1 -> values.getFirst();
            default -> values;
        };
    }

    @Keyword(
            value = "get_connections",
            doc = "Tells about all open connections.",
            returns = "A list of structs as get_connection returns them.",
            tags = Doc.TAG)
    public List<Map<String, @Nullable Object>> getAll(Log log) throws IOException, InterruptedException {
        List<Map<String, @Nullable Object>> known = new ArrayList<>();
        clients.call(all -> {
            for (SshConnection each : all.all()) {
                Map<String, @Nullable Object> members = each.members();
                log.write(all.level(), text(members));
                known.add(members);
            }
            return known.size();
        });
        return known;
    }

    private static Map<String, @Nullable Object> nobody() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("index", null);
        members.put("host", null);
        members.put("alias", null);
        members.put("port", 22);
        members.putAll(Configuration.DEFAULTS.members());
        members.put("encoding", "utf8");
        return members;
    }

    private static String text(Map<String, @Nullable Object> members) {
        return members.entrySet().stream()
                .map(member -> member.getKey() + "=" + text(member.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case Optional<?> optional -> text(optional.orElse(null));
            case Duration time -> TimeText.of(time);
            case null -> "None";
            default -> Objects.toString(value);
        };
    }
}
