package dev.labhand.agent.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a plugin is run: {@code --describe}, {@code --call NAME} or {@code --serve} follow these words.
 *
 * @param source what messages call it: the path of its file, or the setting that names it
 * @param words the program, an absolute path, and what precedes the plugin's own arguments
 * @param directory where it runs
 * @param guarded files and folders that decide what is run: looked at before each start, since what others can write by then is
 *     theirs
 */
record PluginCommand(String source, List<String> words, Path directory, List<Path> guarded) {

    PluginCommand {
        words = List.copyOf(words);
        guarded = List.copyOf(guarded);
    }

    /** A file that is run itself, in its own folder. */
    static PluginCommand of(Path file) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.resolveSibling("").normalize();
        return new PluginCommand(absolute.toString(), List.of(absolute.toString()), folder, List.of(folder, absolute));
    }

    /** Why it must not be run now, as a clause; empty if nothing speaks against it. */
    Optional<String> problem() throws IOException {
        for (Path path : guarded) {
            Optional<String> problem = PluginTrust.problem(path);
            if (problem.isPresent()) {
                return Optional.of(path + " " + problem.get());
            }
        }
        return Optional.empty();
    }

    /** The whole command with these arguments. */
    List<String> with(String... arguments) {
        return Stream.concat(words.stream(), Stream.of(arguments)).toList();
    }
}
