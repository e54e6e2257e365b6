package dev.labhand.agent.plugin;

import dev.labhand.agent.keyword.KeywordName;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.Library;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins there are, each loaded on a thread of its own: what they offer is in the registry, and what is wrong with them.
 * One that cannot be loaded is tried again, at growing intervals, because what it lacks may come. Thread-safe.
 */
final class Catalogue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);

    private final KeywordRegistry registry;
    private final ScheduledThreadPoolExecutor timer;
    private final Duration firstRetry;
    private final Map<String, Entry> entries = new HashMap<>();
    private int loading;
    private boolean closed;

    /** One plugin. */
    private static final class Entry {
        private final String source;
        private PluginLoader loader;
        private Optional<Loading.Loaded> current = Optional.empty();
        private @Nullable Thread thread;
        private @Nullable ScheduledFuture<?> retry;
        private boolean changed;
        private boolean withdrawn;
        /** Whether it was refused for what others offer. */
        private boolean refused;

        private int failures;

        private Entry(String source, PluginLoader loader) {
            this.source = source;
            this.loader = loader;
        }

        private boolean has(String normalName) {
            return current.stream()
                    .flatMap(loaded -> loaded.libraries().stream())
                    .anyMatch(library -> KeywordName.normal(library.name()).equals(normalName));
        }
    }

    Catalogue(KeywordRegistry registry, ScheduledThreadPoolExecutor timer, Duration firstRetry) {
        this.registry = registry;
        this.timer = timer;
        this.firstRetry = firstRetry;
    }

    /** A plugin is new or has changed. Returns at once. */
    synchronized void offer(String source, PluginLoader loader) {
        if (closed) {
            return;
        }
        Entry entry = entries.computeIfAbsent(source, _ -> new Entry(source, loader));
        entry.loader = loader;
        entry.failures = 0;
        load(entry);
    }

    /** A plugin is gone. Its running calls go on. */
    synchronized void withdraw(String source) {
        Entry entry = entries.remove(source);
        if (entry != null) {
            entry.withdrawn = true;
            cancelRetry(entry);
            if (entry.thread != null) {
                entry.thread.interrupt();
            }
            boolean had = entry.current.isPresent();
            takeDown(entry);
            registry.solved(source);
            LOG.info("{} is gone", source);
            if (had) {
                loadRefused(entry);
            }
        }
    }

    /** Names are free again: those who wanted them need not wait for their turn; but not who gave them up. */
    private void loadRefused(Entry former) {
        entries.values().stream().filter(each -> each.refused && each != former).forEach(this::load);
    }

    /** Something is wrong with what is no plugin. */
    void problem(String source, String why) {
        if (registry.problem(source, why)) {
            LOG.warn("{} {}", source, why);
        }
    }

    void solved(String source) {
        registry.solved(source);
    }

    /** Waits until nothing is being loaded, at most so long. */
    synchronized void awaitLoaded(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (loading > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wait(left / 1_000_000 + 1);
        }
    }

    private void load(Entry entry) {
        cancelRetry(entry);
        entry.refused = false;
        if (entry.thread != null) {
            entry.changed = true;
            return;
        }
        loading++;
        PluginLoader loader = entry.loader;
        entry.thread = Thread.ofVirtual().name("load " + entry.source).start(() -> loaded(entry, loader.load()));
    }

    private synchronized void loaded(Entry entry, Loading loading) {
        entry.thread = null;
        this.loading--;
        notifyAll();
        if (closed || entry.withdrawn || entry.changed) {
            retire(loading);
            if (!closed && !entry.withdrawn) {
                entry.changed = false;
                load(entry);
            }
            return;
        }
        boolean had = entry.current.isPresent();
        switch (loading) {
            case Loading.Failed(String why) -> {
                takeDown(entry);
                failed(entry, why);
            }
            case Loading.Loaded loaded -> putUp(entry, loaded);
        }
        if (had) {
            loadRefused(entry);
        }
    }

    /** All libraries of a plugin or, if one is refused, none. There is no time without those that it had before, too. */
    private void putUp(Entry entry, Loading.Loaded loaded) {
        Optional<Loading.Loaded> before = entry.current;
        entry.current = Optional.of(loaded);
        try {
            for (Library library : loaded.libraries()) {
                checkFree(library, entry);
                registry.replace(library);
            }
        } catch (IllegalArgumentException e) {
            before.ifPresent(old -> takeDown(entry, old, List.of()));
            takeDown(entry);
            failed(entry, "cannot be offered: " + e.getMessage());
            entry.refused = true;
            return;
        }
        before.ifPresent(old -> takeDown(entry, old, loaded.libraries()));
        entry.failures = 0;
        if (loaded.problems().isEmpty()) {
            registry.solved(entry.source);
        } else {
            problem(entry.source, String.join("\n", loaded.problems()));
        }
        for (Library library : loaded.libraries()) {
            LOG.info("{} offers the library {}: {} keywords", entry.source, library.name(), library.size());
        }
    }

    private void checkFree(Library library, Entry entry) {
        String name = KeywordName.normal(library.name());
        for (Entry other : entries.values()) {
            if (other != entry && other.has(name)) {
                throw new IllegalArgumentException(
                        "there is a library '" + library.name() + "' already, of " + other.source);
            }
        }
    }

    private void failed(Entry entry, String why) {
        problem(entry.source, why);
        long factor = 1L << Math.min(entry.failures++, 16);
        Duration wait = firstRetry.multipliedBy(factor);
        Duration next = wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY;
        entry.retry = timer.schedule(() -> retry(entry), next.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void retry(Entry entry) {
        if (!closed && !entry.withdrawn && entry.thread == null) {
            load(entry);
        }
    }

    private static void cancelRetry(Entry entry) {
        if (entry.retry != null) {
            entry.retry.cancel(false);
        }
    }

    private void takeDown(Entry entry) {
        entry.current.ifPresent(loaded -> takeDown(entry, loaded, List.of()));
        entry.current = Optional.empty();
    }

    /** Removes the libraries, unless they are others' or have been replaced by these. */
    private void takeDown(Entry entry, Loading.Loaded loaded, List<Library> replacements) {
        for (Library library : loaded.libraries()) {
            String name = KeywordName.normal(library.name());
            boolean stays = replacements.stream()
                            .anyMatch(other -> KeywordName.normal(other.name()).equals(name))
                    || entries.values().stream().anyMatch(other -> other != entry && other.has(name))
                    || registry.isOwn(library.name());
            if (!stays) {
                registry.remove(library.name());
            }
        }
        loaded.retire().run();
    }

    private static void retire(Loading loading) {
        if (loading instanceof Loading.Loaded loaded) {
            loaded.retire().run();
        }
    }

    /** Gives up all plugins. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Entry entry : entries.values()) {
            if (entry.thread != null) {
                entry.thread.interrupt();
            }
            entry.current.ifPresent(Catalogue::retire);
        }
    }
}
