package dev.labhand.agent.plugin;

import dev.labhand.agent.keyword.KeywordName;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.Library;
import java.time.Duration;
import java.util.ArrayList;
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
        private int failures;

        private Entry(String source, PluginLoader loader) {
            this.source = source;
            this.loader = loader;
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
            takeDown(entry);
            registry.solved(source);
            LOG.info("{} is gone", source);
        }
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
        takeDown(entry);
        switch (loading) {
            case Loading.Failed(String why) -> failed(entry, why);
            case Loading.Loaded loaded -> putUp(entry, loaded);
        }
    }

    /** All libraries of a plugin or, if one is refused, none. */
    private void putUp(Entry entry, Loading.Loaded loaded) {
        List<Library> done = new ArrayList<>();
        try {
            for (Library library : loaded.libraries()) {
                checkFree(library);
                registry.replace(library);
                done.add(library);
            }
        } catch (IllegalArgumentException e) {
            done.forEach(library -> registry.remove(library.name()));
            loaded.retire().run();
            failed(entry, "cannot be offered: " + e.getMessage());
            return;
        }
        entry.current = Optional.of(loaded);
        entry.failures = 0;
        registry.solved(entry.source);
        for (Library library : done) {
            LOG.info("{} offers the library {}: {} keywords", entry.source, library.name(), library.size());
        }
    }

    private void checkFree(Library library) {
        String name = KeywordName.normal(library.name());
        for (Entry other : entries.values()) {
            boolean taken = other.current.stream()
                    .flatMap(loaded -> loaded.libraries().stream())
                    .anyMatch(offered -> KeywordName.normal(offered.name()).equals(name));
            if (taken) {
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
        entry.current.ifPresent(loaded -> {
            loaded.libraries().forEach(library -> registry.remove(library.name()));
            loaded.retire().run();
        });
        entry.current = Optional.empty();
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
