package dev.labhand.ssh.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.RemoteFiles.Links;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of files at the edges of what SFTP carries, and beyond them. */
@Timeout(60)
class FileTimesTest extends LocalFilesTest {

    private static PutOptions dated(Instant time) {
        return PutOptions.DEFAULTS.with(OptionalInt.empty(), Optional.of(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2038-01-19T03:14:07Z",
                "2038-01-19T03:14:08Z",
                "2050-06-01T00:00:00Z",
                "2106-02-07T06:28:15Z"
            })
    void aTimeThatSftpCarriesIsSetAndTold(Instant time) throws IOException {
        FileInfo file =
                done(files.put(at("f"), Content.of(random(9)), dated(time))).file();
        done(files.put(at("f"), Content.of(random(9)), dated(time)));
        done(files.makeDirectory(at("d"), OptionalInt.empty(), Optional.of(time), false));

        assertThat(file.modified()).isEqualTo(time);
        assertThat(Files.getLastModifiedTime(folder.resolve("f")).toInstant()).isEqualTo(time);
        assertThat(Files.getLastModifiedTime(folder.resolve("d")).toInstant()).isEqualTo(time);
        assertThat(done(files.list(folder.toString())))
                .extracting(FileInfo::modified)
                .containsOnly(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1969-12-31T23:59:59Z", "1950-01-01T00:00:00Z", "2106-02-07T06:28:16Z", "+12000-01-01T00:00:00Z"
            })
    void aTimeThatSftpDoesNotCarryIsRefusedBeforeAnythingIsSent(Instant time) {
        Content content = offset -> {
            throw new AssertionError("nothing was to be read");
        };

        FileFailure file = failure(files.put(at("f"), content, dated(time)));
        FileFailure directory = failure(files.makeDirectory(at("d"), OptionalInt.empty(), Optional.of(time), false));

        assertThat(List.of(file, directory)).allSatisfy(why -> {
            assertThat(why.reason()).isEqualTo(Reason.REJECTED);
            assertThat(why.message()).contains(time.toString(), "1970-01-01T00:00:00Z", "2106-02-07T06:28:15Z");
        });
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "1950-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z, 1970-01-01T00:00:00Z",
        "2050-01-01T00:00:00Z, 2050-01-01T00:00:00Z",
        "2200-01-01T00:00:00Z, 2106-02-07T06:28:15Z"
    })
    void aFileOfAnyDateIsReadListedAndReplaced(Instant there, Instant told) throws IOException {
        Path file = Files.write(folder.resolve("f"), random(9));
        FileTime time = FileTime.from(there);
        Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, time, null);
        assertThat(Files.getLastModifiedTime(file))
                .as("what this file system keeps")
                .isEqualTo(time);

        assertThat(done(files.stat(at("f"), Links.SHOW)).modified()).isEqualTo(told);
        assertThat(done(files.list(folder.toString())))
                .extracting(FileInfo::modified)
                .containsExactly(told);
        assertThat(done(files.get(at("f"), ByteRange.ALL, true, (_, _, _) -> {}))
                        .modified())
                .isEqualTo(told);
        done(files.put(at("f"), Content.of(random(8)), PutOptions.DEFAULTS));
        assertThat(file).hasBinaryContent(random(8));
    }

    @Test
    void aTreeThatKeepsItsTimesGetsTheNearestThatSftpCarries() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("t"));
        Path file = Files.writeString(tree.resolve("f"), "1");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("1950-01-01T00:00:00Z")));
        Files.setLastModifiedTime(tree, FileTime.from(Instant.parse("2200-01-01T00:00:00Z")));

        Copied copied =
                done(new TreePut(files, new CopyOptions(false, true, false, _ -> {})).run(List.of(tree), at("copy")));

        assertThat(copied.problems()).isEmpty();
        assertThat(Files.getLastModifiedTime(folder.resolve("copy/f")).toInstant())
                .isEqualTo(Instant.EPOCH);
        assertThat(Files.getLastModifiedTime(folder.resolve("copy")).toInstant())
                .isEqualTo(Instant.parse("2106-02-07T06:28:15Z"));
    }
}
