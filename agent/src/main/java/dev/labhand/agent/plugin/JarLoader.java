package dev.labhand.agent.plugin;

import dev.labhand.agent.keyword.JavaKeywords;
import dev.labhand.agent.keyword.Library;
import dev.labhand.api.KeywordPlugin;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a jar of libraries in Java, each {@link KeywordPlugin} that it names as a service, in a class loader of its own that
 * sees the JDK and Labhand's API alone. What is loaded is a copy, so that the file can be overwritten at any time.
 */
record JarLoader(Path jar, Path copies) implements PluginLoader {

    private static final Logger LOG = LoggerFactory.getLogger(JarLoader.class);

    /** Shows the JDK and Labhand's API. */
    private static final class Api extends ClassLoader {

        private static final String PACKAGE = KeywordPlugin.class.getPackageName() + ".";

        Api() {
            super("labhand-api", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(PACKAGE)) {
                return KeywordPlugin.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    @Override
    public Loading load() {
        try {
            Files.createDirectories(copies);
            Path copy = Files.createTempFile(copies, "library-", ".jar");
            Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            if (isJar(copy)) {
                return load(copy);
            }
            Files.delete(copy);
            return new Loading.Failed("is no jar");
        } catch (IOException e) {
            return new Loading.Failed("cannot be read: " + e);
        }
    }

    /** A class loader says nothing of what it cannot open. */
    private static boolean isJar(Path file) {
        try (JarFile _ = new JarFile(file.toFile())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Loading load(Path copy) throws IOException {
        URLClassLoader loader =
                new URLClassLoader("plugin", new URL[] {copy.toUri().toURL()}, new Api());
        List<KeywordPlugin> plugins = new ArrayList<>();
        Lease lease = new Lease(() -> close(plugins, loader, copy));
        try {
            ServiceLoader.load(KeywordPlugin.class, loader).forEach(plugins::add);
            if (plugins.isEmpty()) {
                lease.end();
                return new Loading.Failed("names no library in META-INF/services/" + KeywordPlugin.class.getName());
            }
            List<Library> libraries = new ArrayList<>();
            for (KeywordPlugin plugin : plugins) {
                libraries.add(lease.over(JavaKeywords.plugin(plugin)));
            }
            return new Loading.Loaded(libraries, List.of(), lease::end);
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            lease.end();
            Throwable cause = e instanceof ServiceConfigurationError && e.getCause() != null ? e.getCause() : e;
            return new Loading.Failed(
                    e == cause ? "cannot be loaded: " + e.getMessage() : "cannot be loaded: " + cause);
        }
    }

    private static void close(List<KeywordPlugin> plugins, URLClassLoader loader, Path copy) {
        for (KeywordPlugin plugin : plugins) {
            if (plugin instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    LOG.warn("{} was not closed cleanly", plugin.getClass().getName(), e);
                }
            }
        }
        try {
            loader.close();
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.warn("A replaced jar was not closed cleanly: {}", e.toString());
        }
    }
}
