package dev.labhand.controller.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFilesTest extends ReportTest {

    @TempDir
    private Path folder;

    private final List<IOException> broken = new ArrayList<>();

    @Test
    void eachNodeHasItsExactBytesAndAnEmptyFileIfItWroteNone() throws IOException {
        Path out = folder.resolve("new/out");
        Path err = folder.resolve("err");
        play(Optional.of(out), Optional.of(err), "n1", "n2");
        stdout("n1", new byte[] {(byte) 0xff, 0});
        stdout("n1", "no line feed");
        stderr("n2", "oops\n");
        finished("n1", new Outcome.Exited(0));

        assertThat(out.resolve("n1"))
                .hasBinaryContent(
                        new byte[] {(byte) 0xff, 0, 'n', 'o', ' ', 'l', 'i', 'n', 'e', ' ', 'f', 'e', 'e', 'd'});
        assertThat(out.resolve("n2")).isEmptyFile();
        assertThat(err.resolve("n1")).isEmptyFile();
        assertThat(err.resolve("n2")).hasContent("oops");
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void whatAnEarlierRunLeftIsGone() throws IOException {
        Files.writeString(folder.resolve("n1"), "old and long");
        play(Optional.of(folder), Optional.empty(), "n1");
        stdout("n1", "new");
        stderr("n1", "elsewhere");

        assertThat(folder.resolve("n1")).hasContent("new");
    }

    @Test
    void inOneFolderBothStreamsAreInOneFile() {
        play(Optional.of(folder), Optional.of(folder), "n1");
        stdout("n1", "1\n");
        stderr("n1", "2\n");
        stdout("n1", "3\n");

        assertThat(folder.resolve("n1")).hasContent("1\n2\n3");
    }

    @Test
    void whatKeywordsReturnIsOutputToo() {
        play(Optional.of(folder), Optional.empty(), "n1");
        finished("n1", new Outcome.Returned(5L));

        assertThat(folder.resolve("n1")).hasContent("5");
    }

    @ParameterizedTest
    @CsvSource({
        "rack1n01, rack1n01",
        "http://127.0.0.1:7081, http:%2F%2F127.0.0.1:7081",
        "root@[::1]:22, root@[::1]:22",
        "a%2Fb, a%252Fb",
        "../x, %2E.%2Fx",
        "bär, bär"
    })
    void namesThatMeanSomethingInPathsAreMadeSafe(String name, String file) {
        assertThat(NodeFiles.fileName(new Node(name, node("n").address()))).isEqualTo(file);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedBeforeAnythingRuns() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> play(Optional.of(file), Optional.empty(), "n1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + " cannot be made for the nodes' output: ");
    }

    @Test
    void aFileThatCannotBeWrittenAnyMoreIsTold() throws IOException {
        play(Optional.of(folder), Optional.empty(), "n1");
        Files.delete(folder.resolve("n1"));

        assertThatThrownBy(() -> stdout("n1", "x"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(folder.resolve("n1") + " cannot be written: no such file");
        assertThat(broken).hasSize(1);
    }

    private void play(Optional<Path> out, Optional<Path> err, String... names) {
        begin(
                List.of(NodeFiles.create(
                        out, err, Stream.of(names).map(ReportTest::node).toList(), broken::add)),
                names);
    }
}
