package dev.labhand.ssh.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labhand.ssh.files.FileFailure.Reason;
import dev.labhand.ssh.files.PutOptions.Start;
import dev.labhand.ssh.files.RemoteFiles.Links;
import dev.labhand.ssh.files.RemoteFiles.Stored;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single files on the agent's own machine, over its embedded server. */
class FilesTest extends LocalFilesTest {

    private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");

    private static Content breaking(byte[] bytes, int after) {
        return offset -> new FilterInputStream(Content.of(bytes).open(offset)) {
            private int left = after;

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                if (left <= 0) {
                    throw new IOException("no more of it");
                }
                int count = super.read(buffer, from, Math.min(left, length));
                left -= count;
                return count;
            }
        };
    }

    private static PutOptions from(Start start, byte[] whole) {
        return new PutOptions(
                OptionalInt.empty(),
                Optional.empty(),
                false,
                true,
                start,
                OptionalLong.of(whole.length),
                Optional.of(Sha256.of(whole)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32768, 100_000, 5_000_000})
    void whatIsPutIsGot(int size) throws IOException {
        byte[] bytes = random(size);

        Stored stored = done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS));

        assertThat(Files.readAllBytes(folder.resolve("f"))).isEqualTo(bytes);
        assertThat(stored.file().size()).isEqualTo(size);
        assertThat(stored.file().sha256()).contains(Sha256.of(bytes));
        assertThat(stored.complete()).isTrue();
        assertThat(stored.replaced()).isFalse();
        assertThat(read(at("f"), ByteRange.ALL)).isEqualTo(bytes);
        assertThat(folder.toFile().list()).containsExactly("f");
    }

    @Test
    void modeAndTimeAreSet() throws IOException {
        PutOptions options = PutOptions.DEFAULTS.with(OptionalInt.of(0750), Optional.of(TIME));

        FileInfo file = done(files.put(at("f"), Content.of(random(3)), options)).file();

        assertThat(file.mode()).isEqualTo(0750);
        assertThat(file.modified()).isEqualTo(TIME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("f"))))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void aReplacedFileKeepsItsMode() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x-----x"));

        Stored stored = done(files.put(at("f"), Content.of(random(3)), PutOptions.DEFAULTS));

        assertThat(stored.replaced()).isTrue();
        assertThat(stored.file().mode()).isEqualTo(0501);
    }

    @Test
    void aLinkIsReplacedAndNotWrittenThrough() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "old");
        Files.createSymbolicLink(folder.resolve("f"), precious);

        done(files.put(at("f"), Content.of(random(3)), PutOptions.DEFAULTS));

        assertThat(precious).hasContent("old");
        assertThat(folder.resolve("f")).isRegularFile();
    }

    @Test
    void brokenOffItLeavesAPartForItsOwnerThatIsGoneOnWith() throws IOException {
        byte[] bytes = random(3_000_000);
        Files.writeString(folder.resolve("f"), "old");

        assertThat(failure(files.put(at("f"), breaking(bytes, 1_500_000), PutOptions.DEFAULTS)))
                .isEqualTo(new FileFailure(Reason.BROKEN_OFF, at("f") + ": it was broken off: no more of it"));

        assertThat(folder.resolve("f")).hasContent("old");
        FileInfo part = done(files.stat(PartName.of(at("f")), Links.SHOW));
        assertThat(part.mode()).isEqualTo(0600);
        assertThat(part.size()).isEqualTo(1_500_000);

        Stored stored = done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS.with(new Start.Resume())));

        assertThat(stored.resumedFrom()).isEqualTo(part.size());
        assertThat(Files.readAllBytes(folder.resolve("f"))).isEqualTo(bytes);
        assertThat(folder.toFile().list()).containsExactly("f");
    }

    @Test
    void whatIsNoBeginningOfTheContentIsNotGoneOnWith() throws IOException {
        byte[] bytes = random(200_000);
        Files.write(Path.of(PartName.of(at("f"))), random(100_000));

        Stored stored = done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS.with(new Start.Resume())));

        assertThat(stored.resumedFrom()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("f"))).isEqualTo(bytes);
    }

    @Test
    void aPartThatWasAboutToBeRenamedIsFoundAgain() throws IOException {
        byte[] bytes = random(100_000);
        Files.write(Path.of(PartName.claimed(at("f"), "0123456789abcdef01234567")), bytes);

        Stored stored = done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS.with(new Start.Resume())));

        assertThat(stored.resumedFrom()).isEqualTo(bytes.length);
        assertThat(folder.toFile().list()).containsExactly("f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "directory", "link"})
    void somebodysFileWithTheNameOfAPartStays(String kind) throws IOException {
        byte[] bytes = random(3_000_000);
        Path theirs = folder.resolve(".labhand-f.part");
        switch (kind) {
            case "file" -> {
                Files.writeString(theirs, "theirs");
                Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rw-r--r--"));
            }
            case "directory" -> Files.writeString(Files.createDirectory(theirs).resolve("in"), "theirs");
            default -> Files.createSymbolicLink(theirs, Path.of("nowhere"));
        }
        Content first = Content.of(Arrays.copyOf(bytes, 2_000_000));
        Content rest = Content.of(Arrays.copyOfRange(bytes, 2_000_000, 3_000_000));

        done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS));
        done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS.with(new Start.Resume())));
        done(files.put(at("f"), first, from(new Start.At(0), bytes)));
        Stored pieces = done(files.put(at("f"), _ -> rest.open(0), from(new Start.At(2_000_000), bytes)));
        FileFailure broken = failure(files.put(at("f"), breaking(bytes, 1_500_000), PutOptions.DEFAULTS));
        Stored resumed = done(files.put(at("f"), Content.of(bytes), PutOptions.DEFAULTS.with(new Start.Resume())));

        assertThat(pieces.complete()).isTrue();
        assertThat(broken.reason()).isEqualTo(Reason.BROKEN_OFF);
        assertThat(resumed.resumedFrom()).isEqualTo(1_500_000);
        assertThat(folder.resolve("f")).hasBinaryContent(bytes);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("f", ".labhand-f.part");
        switch (kind) {
            case "file" -> assertThat(theirs).hasContent("theirs");
            case "directory" -> assertThat(theirs.resolve("in")).hasContent("theirs");
            default -> assertThat(Files.readSymbolicLink(theirs)).isEqualTo(Path.of("nowhere"));
        }
    }

    @Test
    void piecesBecomeAFileWithTheLastOfThem() throws IOException {
        byte[] bytes = random(100_000);
        Content first = Content.of(Arrays.copyOf(bytes, 60_000));
        Content rest = Content.of(Arrays.copyOfRange(bytes, 60_000, 100_000));

        Stored half = done(files.put(at("f"), first, from(new Start.At(0), bytes)));

        assertThat(half.complete()).isFalse();
        assertThat(half.file().size()).isEqualTo(60_000);
        assertThat(folder.resolve("f")).doesNotExist();
        assertThat(failure(files.put(at("f"), offset -> rest.open(0), from(new Start.At(50_000), bytes))))
                .satisfies(why -> assertThat(why.reason()).isEqualTo(Reason.CONFLICT))
                .satisfies(why -> assertThat(why.message()).contains("at byte 60000"));

        Stored whole = done(files.put(at("f"), offset -> rest.open(0), from(new Start.At(60_000), bytes)));

        assertThat(whole.complete()).isTrue();
        assertThat(whole.file().sha256()).contains(Sha256.of(bytes));
        assertThat(Files.readAllBytes(folder.resolve("f"))).isEqualTo(bytes);
    }

    @Test
    void otherBytesThanMeantAreNotPut() throws IOException {
        Files.writeString(folder.resolve("f"), "old");

        assertThat(failure(files.put(at("f"), Content.of(random(9)), from(new Start.Fresh(), new byte[9])))
                        .reason())
                .isEqualTo(Reason.CHECKSUM_MISMATCH);
        assertThat(failure(files.put(at("f"), Content.of(random(9)), from(new Start.Fresh(), new byte[8])))
                        .reason())
                .isEqualTo(Reason.REJECTED);

        assertThat(folder.resolve("f")).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("f");
    }

    @Test
    void missingDirectoriesAreMadeIfWanted() {
        PutOptions make = new PutOptions(
                OptionalInt.empty(),
                Optional.empty(),
                true,
                true,
                new Start.Fresh(),
                OptionalLong.empty(),
                Optional.empty());

        assertThat(failure(files.put(at("a/b/f"), Content.of(random(1)), PutOptions.DEFAULTS)))
                .isEqualTo(new FileFailure(Reason.NO_SUCH_FILE, at("a/b/f") + ": no such file or directory"));
        done(files.put(at("a/b/f"), Content.of(random(1)), make));

        assertThat(folder.resolve("a/b/f")).isRegularFile();
        assertThat(failure(files.put(at("a/b/f/g"), Content.of(random(1)), make))
                        .reason())
                .isEqualTo(Reason.NOT_A_DIRECTORY);
    }

    @Test
    void whatMayNotBeReplacedStays() throws Exception {
        Files.writeString(folder.resolve("f"), "old");
        Files.createDirectory(folder.resolve("d"));
        assertThat(new ProcessBuilder("mkfifo", at("pipe")).start().waitFor()).isZero();
        PutOptions gently = new PutOptions(
                OptionalInt.empty(),
                Optional.empty(),
                false,
                false,
                new Start.Fresh(),
                OptionalLong.empty(),
                Optional.empty());

        assertThat(failure(files.put(at("f"), Content.of(random(1)), gently)).reason())
                .isEqualTo(Reason.ALREADY_EXISTS);
        assertThat(failure(files.put(at("d"), Content.of(random(1)), PutOptions.DEFAULTS))
                        .reason())
                .isEqualTo(Reason.IS_A_DIRECTORY);
        assertThat(failure(files.put(at("pipe"), Content.of(random(1)), PutOptions.DEFAULTS))
                        .reason())
                .isEqualTo(Reason.NOT_A_FILE);
        done(files.put(at("g"), Content.of(random(1)), gently));
        assertThat(folder.resolve("f")).hasContent("old");
    }

    @Test
    void namesWithAnyLettersAreTheSameThere() throws IOException {
        String name = "läuft 'so' \"$x\" `y`\n*?\\ 🎉";
        byte[] bytes = random(100_000);

        done(files.put(at(name), Content.of(bytes), PutOptions.DEFAULTS));

        assertThat(Files.readAllBytes(folder.resolve(name))).isEqualTo(bytes);
        assertThat(done(files.list(folder.toString())))
                .extracting(FileInfo::name)
                .containsExactly(name);
        assertThat(done(files.hash(at(name))).sha256()).contains(Sha256.of(bytes));
    }

    @Test
    void relativePathsBeginInTheHome() throws IOException {
        String home = Path.of(System.getProperty("user.home")).toRealPath().toString();

        assertThat(done(files.stat("~", Links.FOLLOW)).path()).isEqualTo(home);
        assertThat(done(files.stat("~/", Links.FOLLOW)).path()).isEqualTo(home);
        assertThat(failure(files.stat("no-such-thing", Links.SHOW)).message())
                .isEqualTo("no-such-thing: no such file or directory");
        assertThat(failure(files.stat("", Links.SHOW)).reason()).isEqualTo(Reason.REJECTED);
    }

    @Test
    void aListTellsWhatThereIs() throws IOException {
        Files.writeString(folder.resolve("f"), "12345");
        Files.createDirectory(folder.resolve("d"));
        Files.createSymbolicLink(folder.resolve("l"), Path.of("nowhere"));

        assertThat(done(files.list(folder.toString())))
                .extracting(FileInfo::name, FileInfo::type, FileInfo::size, FileInfo::linkTarget)
                .containsExactly(
                        tuple("d", FileInfo.Type.DIRECTORY, 0L, Optional.empty()),
                        tuple("f", FileInfo.Type.FILE, 5L, Optional.empty()),
                        tuple("l", FileInfo.Type.SYMLINK, 0L, Optional.of("nowhere")));
        assertThat(failure(files.list(at("f"))).reason()).isEqualTo(Reason.NOT_A_DIRECTORY);
    }

    @Test
    void longNamesHaveShorterParts() {
        String name = "ä".repeat(120);

        assertThat(PartName.of("/d/" + name).substring(3).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(255);
        assertThat(PartName.of("/d/" + name)).isNotEqualTo(PartName.of("/d/" + name + "x"));
        assertThat(PartName.of("/d/f")).isEqualTo("/d/.labhand-f.part");
        assertThat(PartName.of("f")).isEqualTo(".labhand-f.part");
    }

    @Test
    void oneStreamIsEnough() throws IOException {
        try (InputStream in = Content.of(new byte[] {1, 2, 3}).open(2)) {
            assertThat(in.readAllBytes()).containsExactly(3);
        }
    }
}
