package dev.labhand.agent.sshlibrary;

import dev.labhand.api.Log;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client: known by their index from 1 on, or by an alias in any case and spacing, of which the last one
 * given counts. One of them is the current one. Thread-safe.
 */
final class Connections {

    private final List<@Nullable SshConnection> all = new ArrayList<>();
    private final Map<String, SshConnection> aliases = new HashMap<>();
    private @Nullable SshConnection current;
    private Configuration defaults = Configuration.DEFAULTS;
    private Log.Level level = Log.Level.INFO;
    private @Nullable SshLog sshLog;

    /** Opens another one, which is the current one then. Nothing is connected yet. */
    synchronized SshConnection open(String host, Optional<String> alias, int port, Configuration.Changes changes) {
        Configuration configuration = defaults.with(changes);
        SshConnection opened = new SshConnection(all.size() + 1, host, alias, port, configuration);
        all.add(opened);
        alias.ifPresent(name -> aliases.put(normal(name), opened));
        current = opened;
        return opened;
    }

    private static String normal(String alias) {
        return alias.toLowerCase(Locale.ROOT).replaceAll("\\s", "");
    }

    synchronized Optional<SshConnection> current() {
        return Optional.ofNullable(current);
    }

    /** The one of this alias or else index, which is text or a number. */
    synchronized Optional<SshConnection> find(Object indexOrAlias) {
        String name = String.valueOf(indexOrAlias);
        SshConnection named = aliases.get(normal(name));
        if (named != null) {
            return Optional.of(named);
        }
        try {
            int place = Integer.parseInt(name.strip()) - 1;
            return place >= 0 && place < all.size() ? Optional.ofNullable(all.get(place)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The one that is meant: the current one if none is said. */
    SshConnection get(Optional<Object> indexOrAlias) {
        return indexOrAlias.isEmpty()
                ? current().orElseThrow(Problem::noConnection)
                : find(indexOrAlias.get())
                        .orElseThrow(() -> Problem.noSuchConnection(String.valueOf(indexOrAlias.get())));
    }

    /** Makes one the current one. Returns which was it before. */
    synchronized Optional<SshConnection> switchTo(SshConnection connection) {
        Optional<SshConnection> before = current();
        current = connection;
        return before;
    }

    /** All that are open, by index. */
    synchronized List<SshConnection> all() {
        return all.stream().filter(Objects::nonNull).toList();
    }

    /** Closes one; its index is not given again. */
    void close(SshConnection connection) {
        synchronized (this) {
            all.set(connection.index - 1, null);
            aliases.values().removeIf(other -> other == connection);
            if (current == connection) {
                current = null;
            }
        }
        connection.disconnect();
        note(connection, "closed");
    }

    /** Closes all; indexes begin at 1 again. */
    void closeAll() {
        List<SshConnection> open;
        synchronized (this) {
            open = all();
            all.clear();
            aliases.clear();
            current = null;
        }
        open.parallelStream().forEach(connection -> {
            connection.disconnect();
            note(connection, "closed");
        });
    }

    synchronized Configuration defaults() {
        return defaults;
    }

    /** For connections that are opened from now on. */
    synchronized void setDefaults(Configuration.Changes changes, Optional<Log.Level> newLevel) {
        defaults = defaults.with(changes);
        level = newLevel.orElse(level);
    }

    /** From now on, what happens is noted there. */
    synchronized void logTo(SshLog log) {
        sshLog = log;
    }

    /** Notes what happens on a connection, if somebody wants to know. */
    void note(SshConnection connection, String event) {
        SshLog log;
        synchronized (this) {
            log = sshLog;
        }
        if (log != null) {
            log.add("[" + connection.index + " " + connection.host + ":" + connection.port + "] " + event);
        }
    }

    /** On which level keywords log, unless they are told another one. */
    synchronized Log.Level level() {
        return level;
    }
}
