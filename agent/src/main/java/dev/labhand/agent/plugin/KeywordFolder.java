package dev.labhand.agent.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder whose executables and jars are plugins. Everything else in it is ignored: hidden files, editors' files, data. */
record KeywordFolder(Path path) {

    private static final List<String> EDITORS_ENDINGS = List.of("~", ".swp", ".swo", ".swx", ".tmp", ".part", ".bak");

    /** What is wrong with it, as one line that says what to do. */
    Optional<String> problem() {
        if (!Files.isDirectory(path)) {
            return Optional.of("keywords folder " + path
                    + (Files.exists(path) ? " is no folder" : " does not exist: make it, or name another one"));
        }
        if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            return Optional.of("keywords folder " + path + " cannot be read by the agent's account");
        }
        try {
            return PluginTrust.problem(path).map(why -> "keywords folder " + path + " " + why);
        } catch (IOException e) {
            return Optional.of("keywords folder " + path + " cannot be looked at: " + e.getMessage());
        }
    }

    /** The files that are plugins by their looks. */
    List<Path> plugins() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(KeywordFolder::isPlugin).sorted().toList();
        }
    }

    static boolean isJar(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private static boolean isPlugin(Path file) {
        String name = file.getFileName().toString();
        boolean editors = name.startsWith("#") || EDITORS_ENDINGS.stream().anyMatch(name::endsWith);
        return !name.startsWith(".")
                && !editors
                && Files.isRegularFile(file)
                && (isJar(file) || Files.isExecutable(file));
    }
}
