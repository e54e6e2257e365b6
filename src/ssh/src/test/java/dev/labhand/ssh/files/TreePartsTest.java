package dev.labhand.ssh.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of what has the name of a part. */
class TreePartsTest extends LocalFilesTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void somebodysFileWithTheNameOfAPartStaysHere(boolean resume, @TempDir Path other) throws IOException {
        Files.writeString(folder.resolve("f"), "new");
        Path theirs = Files.writeString(other.resolve(".labhand-f.part"), "theirs");
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rw-r--r--"));
        CopyOptions options = new CopyOptions(resume, false, false, _ -> {});

        done(new TreeGet(files, options).run(at("f"), other));

        assertThat(other.resolve("f")).hasContent("new");
        assertThat(theirs).hasContent("theirs");
        assertThat(other.toFile().list()).hasSize(2);
    }

    /** As where an upload broke off, and the directory is copied with what that left. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void filesWithTheNamesOfOthersPartsAreCopiedToo(boolean resume, @TempDir Path other) throws IOException {
        String part = PartName.of("big");
        List<String> names =
                List.of("big", part, PartName.of(part), PartName.claimed("big", "0123456789abcdef01234567"), "a", "z");
        Path tree = Files.createDirectory(folder.resolve("t"));
        for (String name : names) {
            Files.writeString(tree.resolve(name), "of " + name);
        }
        CopyOptions options = new CopyOptions(resume, false, true, _ -> {});
        Path over = other.resolve("over");
        Path back = other.resolve("back");

        for (int run = 0; run < 2; run++) {
            assertThat(done(new TreePut(files, options).run(List.of(tree), over + "/"))
                            .problems())
                    .isEmpty();
            assertThat(done(new TreePut(files, options)
                                    .run(
                                            names.reversed().stream()
                                                    .map(tree::resolve)
                                                    .toList(),
                                            over + "/several/"))
                            .problems())
                    .isEmpty();
            assertThat(done(new TreeGet(files, options).run(tree.toString(), back))
                            .problems())
                    .isEmpty();
        }

        for (Path copy : List.of(over.resolve("t"), over.resolve("several"), back.resolve("t"))) {
            assertThat(copy.toFile().list()).containsExactlyInAnyOrderElementsOf(names);
            for (String name : names) {
                assertThat(copy.resolve(name)).hasContent("of " + name);
            }
        }
    }
}
