package dev.labhand.agent.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Hosts libraries in Python: a program of Labhand's own that a Python interpreter runs, and that is a plugin like any other.
 *
 * @param python the interpreter: a path, or a name that is looked up on the PATH
 * @param script the program
 */
record PythonAdapter(String python, Path script) {

    private static final String SCRIPT = "robot_library.py";
    private static final String PACKAGE = "labhand_adapter/";
    private static final List<String> MODULES = List.of(
            "__init__",
            "arguments",
            "channel",
            "conversion",
            "errors",
            "finding",
            "frames",
            "library",
            "log",
            "pump",
            "serving",
            "values");

    /** The adapter of this build, written to a folder. */
    static PythonAdapter extract(String python, Path folder) throws IOException {
        Files.createDirectories(folder.resolve(PACKAGE));
        for (String module : MODULES) {
            copy(PACKAGE + module + ".py", folder);
        }
        return new PythonAdapter(python, copy(SCRIPT, folder));
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream in = PythonAdapter.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the build has left out " + resource);
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    /** How a library is run, or why it cannot be. */
    Loading load(KeywordSource.Python library, Function<PluginCommand, PluginLoader> programs) {
        Optional<Path> interpreter = interpreter();
        if (interpreter.isEmpty()) {
            return new Loading.Failed("needs the program " + python
                    + ", which is not on the PATH: install Python 3, or name another one with --python");
        }
        Path directory = library.file().map(Path::getParent).orElse(Path.of("").toAbsolutePath());
        PluginCommand command = new PluginCommand(
                KeywordSource.PYTHON + library.spec(),
                List.of(interpreter.get().toString(), script.toString(), library.spec()),
                directory,
                library.file().map(List::of).orElseGet(List::of));
        return programs.apply(command).load();
    }

    private Optional<Path> interpreter() {
        String path = System.getenv().getOrDefault("PATH", "");
        Stream<Path> places = python.contains("/")
                ? Stream.of(Path.of(python).toAbsolutePath())
                : Stream.of(path.split(":"))
                        .filter(folder -> folder.startsWith("/"))
                        .map(folder -> Path.of(folder, python));
        return places.filter(each -> Files.isRegularFile(each) && Files.isExecutable(each))
                .findFirst();
    }
}
