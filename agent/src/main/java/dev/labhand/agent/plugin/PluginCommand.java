package dev.labhand.agent.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a plugin is run: {@code --describe}, {@code --call NAME} or {@code --serve} follow these words.
 *
 * @param source what messages call it: the path of its file, or the setting that names it
 * @param words the program, an absolute path, and what precedes the plugin's own arguments
 * @param directory where it runs
 */
record PluginCommand(String source, List<String> words, Path directory) {

    PluginCommand {
        words = List.copyOf(words);
    }

    /** A file that is run itself, in its own folder. */
    static PluginCommand of(Path file) {
        Path absolute = file.toAbsolutePath();
        return new PluginCommand(
                absolute.toString(),
                List.of(absolute.toString()),
                absolute.resolveSibling("").normalize());
    }

    /** The whole command with these arguments. */
    List<String> with(String... arguments) {
        return Stream.concat(words.stream(), Stream.of(arguments)).toList();
    }
}
