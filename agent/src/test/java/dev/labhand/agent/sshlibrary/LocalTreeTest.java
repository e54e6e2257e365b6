package dev.labhand.agent.sshlibrary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTreeTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(folder.resolve("sub/empty"));
        Files.writeString(folder.resolve("a.txt"), "one\ntwo\n");
        Files.writeString(folder.resolve("b[1].log"), "x");
        Files.writeString(folder.resolve("sub/c.txt"), "y");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a.txt"));
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("."));
    }

    private List<String> matching(String pattern) throws IOException {
        return LocalTree.matching(folder + "/" + pattern).stream()
                .map(path -> folder.relativize(path).toString())
                .toList();
    }

    @Test
    void aPathMeansItselfOrWhatFitsIt() throws IOException {
        assertThat(matching("a.txt")).containsExactly("a.txt");
        assertThat(matching("b[1].log")).containsExactly("b[1].log");
        assertThat(matching("[ab]*")).containsExactly("a.txt", "b[1].log");
        assertThat(matching("nope")).isEmpty();
        assertThat(matching("no/such/*")).isEmpty();
        assertThat(matching("a.txt/*")).isEmpty();
    }

    /** A file is put by way of a part, and would take another one that has its name along. */
    @Test
    void filesWithTheNamesOfOthersPartsComeAfterThem() throws IOException {
        Path parts = Files.createDirectory(folder.resolve("parts"));
        for (String name : List.of("big", "z", ".labhand-big.part", ".labhand-other.part")) {
            Files.writeString(parts.resolve(name), "");
        }

        assertThat(LocalTree.inside(parts, false, _ -> {}))
                .extracting(path -> path.getFileName().toString())
                .containsExactly(".labhand-other.part", "big", "z", ".labhand-big.part");
        assertThat(matching("parts/*")).endsWith("parts/.labhand-big.part");
    }

    @ParameterizedTest
    @CsvSource({
        "*, abc, true",
        "a?c, abc, true",
        "a?c, ac, false",
        "[a-c]x, bx, true",
        "[!a-c]x, bx, false",
        "[!a-c]x, dx, true",
        "[]x]y, ]y, true",
        "a[b, a[b, true",
        "a.c, abc, false",
        "[.]x, ax, false",
        "[\\d]x, 1x, false",
    })
    void patternsAreThoseOfShells(String pattern, String name, boolean fits) {
        assertThat(NamePattern.matches(pattern, name)).isEqualTo(fits);
    }

    @Test
    void whatIsInsideIsListedByWayOfLinksButNotThoseThatLeadBack() throws IOException {
        Files.createSymbolicLink(folder.resolve("ld"), Path.of("sub"));
        Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("gone"));
        Files.createSymbolicLink(folder.resolve("sub/up"), folder);
        List<Path> back = new ArrayList<>();

        assertThat(LocalTree.inside(folder, false, back::add))
                .extracting(path -> folder.relativize(path).toString())
                .containsExactly("a.txt", "b[1].log", "link");
        assertThat(back).isEmpty();
        assertThat(LocalTree.inside(folder, true, back::add))
                .extracting(path -> folder.relativize(path).toString())
                .containsExactly("a.txt", "b[1].log", "ld/c.txt", "ld/empty", "link", "sub/c.txt", "sub/empty");
        assertThat(back)
                .extracting(path -> folder.relativize(path).toString())
                .containsExactly("ld/up", "loop", "sub/up");
    }

    @Test
    void lineFeedsAreReplacedFromAnyPlaceOn() throws IOException {
        String whole = "one\r\ntwo\r\n";
        for (int offset = 0; offset <= whole.length(); offset++) {
            try (var in = LocalTree.content(folder.resolve("a.txt"), "\r\n").open(offset)) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(whole.substring(offset));
            }
        }
        try (var in = LocalTree.content(folder.resolve("a.txt"), "").open(4)) {
            assertThat(in.readAllBytes()).asString().isEqualTo("two\n");
        }
    }

    @Test
    void aFileThatDoesNotComeWholeReplacesNothing() throws IOException {
        Path file = folder.resolve("a.txt");

        assertThatThrownBy(() -> LocalTree.receive(file, sink -> {
                    throw new IllegalStateException("broke");
                }))
                .hasMessage("broke");
        assertThat(file).hasContent("one\ntwo\n");
        LocalTree.receive(folder.resolve("new/deep/d.txt"), sink -> {
            try {
                sink.write("abc".getBytes(StandardCharsets.UTF_8), 1, 2);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(folder.resolve("new/deep/d.txt")).hasContent("bc");
        try (var all = Files.walk(folder)) {
            assertThat(all.map(path -> String.valueOf(path.getFileName()))).noneMatch(name -> name.endsWith(".part"));
        }
    }
}
