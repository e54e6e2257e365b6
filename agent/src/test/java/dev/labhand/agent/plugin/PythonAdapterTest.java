package dev.labhand.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How libraries in Python are started. What the adapter does with them is tested end to end, by Python. */
class PythonAdapterTest {

    @TempDir
    private Path folder;

    private final List<PluginCommand> commands = new ArrayList<>();

    private Loading load(PythonAdapter adapter, String source) {
        return adapter.load((KeywordSource.Python) KeywordSource.parse(source), command -> {
            commands.add(command);
            return () -> new Loading.Failed("loaded");
        });
    }

    private static Set<String> programs(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".py"))
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void allOfItIsWrittenToTheFolder() throws IOException, URISyntaxException {
        Path built = Path.of(Objects.requireNonNull(PythonAdapter.class.getResource("robot_library.py"))
                        .toURI())
                .resolveSibling("");

        PythonAdapter adapter = PythonAdapter.extract("python3", folder.resolve("data"));

        assertThat(adapter.script()).isEqualTo(folder.resolve("data/robot_library.py"));
        assertThat(programs(folder.resolve("data"))).isEqualTo(programs(built)).hasSizeGreaterThan(5);
    }

    @Test
    void anOlderOneIsReplaced() throws IOException {
        PythonAdapter adapter = PythonAdapter.extract("python3", folder);
        String program = Files.readString(adapter.script());
        Files.writeString(adapter.script(), "old");
        Files.writeString(folder.resolve("labhand_adapter/log.py"), "old");

        PythonAdapter.extract("python3", folder);

        assertThat(adapter.script()).hasContent(program);
        assertThat(folder.resolve("labhand_adapter/log.py")).content().isNotEqualTo("old");
    }

    @Test
    void aLibraryIsRunByTheInterpreterInItsOwnFolder() throws IOException {
        Path python = Scripts.write(folder.resolve("python"), "");
        PythonAdapter adapter = new PythonAdapter(python.toString(), Path.of("/adapter.py"));

        assertThat(load(adapter, "python:/lab/Board.py:Board::7")).isEqualTo(new Loading.Failed("loaded"));
        load(adapter, "python:lab.Board");

        assertThat(commands)
                .containsExactly(
                        new PluginCommand(
                                "python:/lab/Board.py:Board::7",
                                List.of(python.toString(), "/adapter.py", "/lab/Board.py:Board::7"),
                                Path.of("/lab"),
                                List.of(Path.of("/lab/Board.py"))),
                        new PluginCommand(
                                "python:lab.Board",
                                List.of(python.toString(), "/adapter.py", "lab.Board"),
                                Path.of("").toAbsolutePath(),
                                List.of()));
    }

    @Test
    void aNameIsLookedUpOnThePath() {
        load(new PythonAdapter("sh", Path.of("/adapter.py")), "python:Board");

        assertThat(Optional.of(commands.getFirst().words().getFirst()))
                .hasValueSatisfying(sh -> assertThat(sh).startsWith("/").endsWith("/sh"));
    }

    @Test
    void anInterpreterThatIsNotThereIsAProblemWithAWayOut() throws IOException {
        Path noProgram = Files.writeString(folder.resolve("python"), "not executable");
        for (String python : List.of("no-such-python", noProgram.toString(), folder.toString())) {
            assertThat(load(new PythonAdapter(python, Path.of("/adapter.py")), "python:Board"))
                    .isEqualTo(new Loading.Failed("needs the program " + python
                            + ", which is not on the PATH: install Python 3, or name another one with --python"));
        }
        assertThat(commands).isEmpty();
    }
}
