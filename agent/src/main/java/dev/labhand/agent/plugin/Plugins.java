package dev.labhand.agent.plugin;

import dev.labhand.agent.keyword.KeywordRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the registry's plugins as the settings' sources have them, while the agent runs. */
public final class Plugins implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private final Limits limits;
    private final Path folder;
    private final Processes processes;
    private final ScheduledThreadPoolExecutor timer;
    private final Catalogue catalogue;
    private final List<Runnable> looks = new ArrayList<>();

    private Plugins(KeywordRegistry registry, Path folder, Limits limits) {
        this.limits = limits;
        this.folder = folder;
        this.processes = new Processes(limits.grace());
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("plugins").factory());
        timer.setRemoveOnCancelPolicy(true);
        this.catalogue = new Catalogue(registry, timer, limits.describe());
    }

    /**
     * Loads all plugins there are and waits for them, as long as a description may take; from then on watches.
     *
     * @param folder for what is kept while the agent runs
     * @throws IOException with a message for the user, if a source cannot be used at all
     */
    public static Plugins start(PluginSettings settings, KeywordRegistry registry, Path folder) throws IOException {
        return start(settings, registry, folder, Limits.DEFAULTS);
    }

    static Plugins start(PluginSettings settings, KeywordRegistry registry, Path folder, Limits limits)
            throws IOException {
        for (KeywordSource source : settings.sources()) {
            Optional<String> problem = problem(source);
            if (problem.isPresent()) {
                throw new IOException(problem.get());
            }
        }
        Plugins plugins = new Plugins(registry, folder, limits);
        try {
            plugins.begin(settings);
            plugins.catalogue.awaitLoaded(limits.describe());
        } catch (IOException | RuntimeException e) {
            plugins.close();
            throw e;
        } catch (InterruptedException e) {
            // The agent starts without those that are not loaded yet; they follow.
            Thread.currentThread().interrupt();
        }
        return plugins;
    }

    /** What must be right at the start: a mistake of the user's. */
    private static Optional<String> problem(KeywordSource source) {
        return switch (source) {
            case KeywordSource.Folder(Path path) -> new KeywordFolder(path).problem();
            case KeywordSource.Python(String spec, Optional<Path> file) ->
                file.filter(path -> !Files.isRegularFile(path))
                        .map(path -> "keywords " + KeywordSource.PYTHON + spec + ": there is no file " + path);
        };
    }

    private void begin(PluginSettings settings) throws IOException {
        forgetEarlierCopies();
        boolean python = settings.sources().stream().anyMatch(KeywordSource.Python.class::isInstance);
        Optional<PythonAdapter> adapter =
                python ? Optional.of(PythonAdapter.extract(settings.python(), folder)) : Optional.empty();
        for (KeywordSource source : settings.sources()) {
            switch (source) {
                case KeywordSource.Folder(Path path) -> watch(new KeywordFolder(path));
                case KeywordSource.Python library -> host(library, adapter.orElseThrow());
            }
        }
        if (looks.isEmpty()) {
            return;
        }
        look();
        Duration interval = limits.quiet().dividedBy(2);
        var _ = timer.scheduleWithFixedDelay(
                this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        for (Runnable each : looks) {
            try {
                each.run();
            } catch (RuntimeException e) {
                // Such as a folder that vanishes while it is listed. The next look tells more.
                LOG.warn("Looking for plugins failed", e);
            }
        }
    }

    /** Of an agent that did not end as it should. */
    private void forgetEarlierCopies() throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> copies = Files.list(folder)) {
                for (Path copy : copies.filter(KeywordFolder::isJar).toList()) {
                    Files.delete(copy);
                }
            }
        }
    }

    private void watch(KeywordFolder watched) {
        FileWatcher watcher = watcher(UnaryOperator.identity(), this::loader);
        String name = watched.path().toString();
        looks.add(() -> {
            Optional<String> problem = watched.problem();
            if (problem.isPresent()) {
                catalogue.problem(name, "is not watched any more: " + problem.get());
                return;
            }
            try {
                watcher.look(watched.plugins());
                catalogue.solved(name);
            } catch (IOException e) {
                catalogue.problem(name, "cannot be read: " + e.getMessage());
            }
        });
    }

    private void host(KeywordSource.Python library, PythonAdapter adapter) {
        String source = KeywordSource.PYTHON + library.spec();
        PluginLoader loader = () -> adapter.load(library, this::program);
        if (library.file().isEmpty()) {
            catalogue.offer(source, loader);
            return;
        }
        Path file = library.file().get();
        FileWatcher watcher = watcher(_ -> source, _ -> loader);
        looks.add(() -> watcher.look(Files.isRegularFile(file) ? List.of(file) : List.of()));
    }

    private PluginLoader loader(Path file) {
        return KeywordFolder.isJar(file) ? new JarLoader(file, folder) : program(PluginCommand.of(file));
    }

    private ProgramLoader program(PluginCommand command) {
        return new ProgramLoader(command, processes, limits, timer);
    }

    /** Looks at the file's owner and permissions first. */
    private static PluginLoader trusted(Path file, PluginLoader loader) {
        return () -> {
            try {
                Optional<String> problem = PluginTrust.problem(file);
                return problem.isPresent() ? new Loading.Failed(problem.get()) : loader.load();
            } catch (IOException e) {
                return new Loading.Failed("cannot be looked at: " + e.getMessage());
            }
        };
    }

    /** Tells the catalogue of a watched plugin, under the name that the file gives. */
    private FileWatcher watcher(UnaryOperator<String> name, Function<Path, PluginLoader> loader) {
        return new FileWatcher(limits.quiet(), new FileWatcher.Listener() {
            @Override
            public void settled(Path file) {
                catalogue.offer(name.apply(file.toString()), trusted(file, loader.apply(file)));
            }

            @Override
            public void gone(Path file) {
                catalogue.withdraw(name.apply(file.toString()));
            }
        });
    }

    /** Gives up all plugins and ends their processes, with all that those started; calls that still run fail. */
    @Override
    public void close() {
        timer.shutdownNow();
        catalogue.close();
        processes.close();
    }
}
