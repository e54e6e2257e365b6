package dev.labhand.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordSourceTest {

    private static final Path HOME = Path.of(System.getProperty("user.home"));

    @Test
    void aPathIsAFolder() {
        assertThat(KeywordSource.parse("/a/./b/../c")).isEqualTo(new KeywordSource.Folder(Path.of("/a/c")));
        assertThat(KeywordSource.parse("a"))
                .isEqualTo(new KeywordSource.Folder(Path.of("a").toAbsolutePath()));
        assertThat(KeywordSource.parse("~/a")).isEqualTo(new KeywordSource.Folder(HOME.resolve("a")));
        assertThat(KeywordSource.parse("Python:a")).isInstanceOf(KeywordSource.Folder.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Board", "lab.devices.Board", "Board::/dev/ttyS0::speed=9600", "Board::/lab/x.py", "Board::a::"})
    void aNameIsAModule(String spec) {
        assertThat(KeywordSource.parse("python:" + spec)).isEqualTo(new KeywordSource.Python(spec, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "/lab/Board.py, /lab/Board.py, /lab/Board.py",
        "/lab/../Board.py:Board, /Board.py:Board, /Board.py",
        "/lab/Board.py::a.py::b, /lab/Board.py::a.py::b, /lab/Board.py",
        "/lab.py/Board.py:Rack::1, /lab.py/Board.py:Rack::1, /lab.py/Board.py",
    })
    void aPathIsAFileThatIsWatched(String text, String spec, Path file) {
        assertThat(KeywordSource.parse("python:" + text)).isEqualTo(new KeywordSource.Python(spec, Optional.of(file)));
    }

    @Test
    void filesMayBeRelative() {
        Path file = Path.of("Board.py").toAbsolutePath();
        assertThat(KeywordSource.parse("python:Board.py"))
                .isEqualTo(new KeywordSource.Python(file.toString(), Optional.of(file)));
        assertThat(KeywordSource.parse("python:~/Board.py:Board"))
                .isEqualTo(new KeywordSource.Python(
                        HOME.resolve("Board.py") + ":Board", Optional.of(HOME.resolve("Board.py"))));
    }

    @ParameterizedTest
    @CsvSource({
        "python:, should be python:MODULE.CLASS",
        "python:::x, should be python:MODULE.CLASS",
        "python:/lab/Board, should name a file that ends in .py",
        "python:/lab/Board.pyc, should name a file that ends in .py",
    })
    void whatIsNeitherSaysWhatItShouldBe(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeywordSource.parse(text))
                .withMessageStartingWith("'" + text + "' " + why);
    }
}
