package dev.labhand.ssh.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.files.FileFailure.Reason;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreesTest extends LocalFilesTest {

    private static final Instant TIME = Instant.parse("2001-02-03T04:05:06Z");

    @Test
    void aTreeIsRemovedAndWhatItsLinksLeadToIsNot() throws IOException {
        Path tree = folder.resolve("t");
        Files.createDirectories(tree.resolve("sub"));
        Path precious = Files.createDirectories(folder.resolve("precious"));
        Files.writeString(precious.resolve("f"), "kept");
        Files.writeString(tree.resolve("sub/f"), "gone");
        Files.createSymbolicLink(tree.resolve("link"), precious);

        assertThat(failure(files.remove(at("t"), false)).reason()).isEqualTo(Reason.NOT_EMPTY);
        assertThat(done(files.remove(at("t"), true))).isEqualTo(4);

        assertThat(tree).doesNotExist();
        assertThat(precious.resolve("f")).hasContent("kept");
        assertThat(failure(files.remove("/", true)).reason()).isEqualTo(Reason.REJECTED);
        assertThat(failure(files.remove("~", true)).reason()).isEqualTo(Reason.REJECTED);
    }

    @Test
    void aTreeGoesOverAndComesBackWithModesTimesAndInnerLinks(@TempDir Path other) throws IOException {
        Path tree = folder.resolve("t");
        Files.createDirectories(tree.resolve("sub/empty"));
        Files.write(tree.resolve("sub/f"), random(70_000));
        Files.writeString(tree.resolve("run"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(tree.resolve("run"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setLastModifiedTime(tree.resolve("run"), FileTime.from(TIME));
        Files.createSymbolicLink(tree.resolve("sub/inner"), Path.of("../run"));
        Files.createSymbolicLink(tree.resolve("sub/outer"), Path.of("../../secret"));
        CopyOptions options = new CopyOptions(false, true, false, _ -> {});

        Copied over = done(new TreePut(files, options)
                .run(List.of(tree), other.resolve("copy").toString()));
        Copied back = done(new TreeGet(files, options).run(other.resolve("copy").toString(), other.resolve("back")));

        assertThat(over.files()).isEqualTo(2);
        assertThat(over.directories()).isEqualTo(3);
        assertThat(over.links()).isEqualTo(1);
        assertThat(over.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("sub/outer"));
        assertThat(back.problems()).isEmpty();
        Path copy = other.resolve("back/copy");
        assertThat(copy.resolve("sub/f")).hasBinaryContent(random(70_000));
        assertThat(copy.resolve("sub/empty")).isDirectory();
        assertThat(Files.readSymbolicLink(copy.resolve("sub/inner"))).isEqualTo(Path.of("../run"));
        assertThat(Files.getLastModifiedTime(copy.resolve("run")).toInstant()).isEqualTo(TIME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy.resolve("run"))))
                .isEqualTo("rwxr-x--x");
    }

    @ParameterizedTest
    @CsvSource({
        "4755, true, 755",
        "2750, true, 750",
        "1777, true, 777",
        "666, true, 666",
        "400, true, 400",
        "4755, false, 755",
        "666, false, 644",
        "600, false, 600",
        "400, false, 400",
    })
    void permissionsAreKeptOrLessAndSpecialBitsNever(
            String original, boolean preserve, String copied, @TempDir Path other) throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "1");
        assertThat(new ProcessBuilder("chmod", original, file.toString())
                        .start()
                        .waitFor())
                .isZero();
        CopyOptions options = new CopyOptions(false, preserve, false, _ -> {});

        done(new TreePut(files, options).run(List.of(file), at("there")));
        done(new TreeGet(files, options).run(file.toString(), other));

        int bits = Integer.parseInt(copied, 8);
        assertThat(done(files.stat(file.toString(), RemoteFiles.Links.SHOW)).mode())
                .isEqualTo(Integer.parseInt(original, 8));
        assertThat(done(files.stat(at("there"), RemoteFiles.Links.SHOW)).mode()).isEqualTo(bits);
        assertThat(done(files.stat(other.resolve("f").toString(), RemoteFiles.Links.SHOW))
                        .mode())
                .isEqualTo(bits);
    }

    @Test
    void nothingIsWrittenThroughALinkInATree(@TempDir Path other) throws IOException {
        Path tree = folder.resolve("t");
        Files.createDirectories(tree.resolve("sub"));
        Files.writeString(tree.resolve("sub/f"), "new");
        Path outside = Files.createDirectories(other.resolve("outside"));
        Files.createDirectories(other.resolve("there"));
        Files.createSymbolicLink(other.resolve("there/sub"), outside);
        CopyOptions options = new CopyOptions(false, false, false, _ -> {});

        Copied over = done(new TreePut(files, options)
                .run(List.of(tree.resolve("sub")), other.resolve("there").toString() + "/."));
        Files.createDirectories(other.resolve("here/t"));
        Files.createSymbolicLink(other.resolve("here/t/sub"), outside);
        Copied back = done(new TreeGet(files, options).run(tree.toString(), other.resolve("here")));

        assertThat(outside).isEmptyDirectory();
        assertThat(back.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo(Reason.NOT_A_DIRECTORY));
        assertThat(over.files() + back.files()).isZero();
    }

    @Test
    void aDownloadThatBrokeOffIsGoneOnWith(@TempDir Path other) throws IOException {
        byte[] bytes = random(500_000);
        Files.write(folder.resolve("f"), bytes);
        Files.write(other.resolve(".labhand-f.part"), Arrays.copyOf(bytes, 300_000));
        long[] came = {0};
        CopyOptions options = new CopyOptions(true, false, false, count -> came[0] += count);

        done(new TreeGet(files, options).run(at("f"), other));

        assertThat(came[0]).isEqualTo(200_000);
        assertThat(other.resolve("f")).hasBinaryContent(bytes);

        Files.setPosixFilePermissions(
                Files.write(other.resolve(".labhand-f.part"), random(1000)),
                PosixFilePermissions.fromString("rw-------"));
        Files.delete(other.resolve("f"));
        done(new TreeGet(files, options).run(at("f"), other));
        assertThat(other.resolve("f")).hasBinaryContent(bytes);
        assertThat(other.toFile().list()).containsExactly("f");
    }

    @Test
    void severalGoIntoADirectoryThatIsMade() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "1");
        Path two = Files.writeString(folder.resolve("two"), "2");
        CopyOptions options = new CopyOptions(false, false, true, _ -> {});

        Copied copied = done(new TreePut(files, options).run(List.of(one, two), at("a/b")));

        assertThat(copied.files()).isEqualTo(2);
        assertThat(folder.resolve("a/b/one")).hasContent("1");
        assertThat(folder.resolve("a/b/two")).hasContent("2");
    }

    @Test
    void aFileThatEndsBeforeItsSizeGoesOverAndComes(@TempDir Path other) throws IOException {
        Path mtu = Path.of("/sys/class/net/lo/mtu");
        CopyOptions options = new CopyOptions(false, false, true, _ -> {});

        Copied over = done(new TreePut(files, options).run(List.of(mtu), at("over") + "/"));
        Copied back = done(new TreeGet(files, options).run(mtu.toString(), other));

        assertThat(over.problems()).isEmpty();
        assertThat(back.problems()).isEmpty();
        assertThat(over.bytes()).isEqualTo(back.bytes()).isEqualTo(Files.readAllBytes(mtu).length);
        assertThat(folder.resolve("over/mtu")).hasSameTextualContentAs(mtu);
        assertThat(other.resolve("mtu")).hasSameTextualContentAs(mtu);
    }

    @Test
    void whatCannotBeReadIsToldAndTheRestCopied() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("t"));
        Files.writeString(tree.resolve("f"), "1");
        assertThat(new ProcessBuilder("mkfifo", tree.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        CopyOptions options = new CopyOptions(false, false, false, _ -> {});

        Copied copied = done(new TreePut(files, options).run(List.of(tree), at("copy")));

        assertThat(copied.files()).isEqualTo(1);
        assertThat(copied.problems()).extracting(FileFailure::reason).containsExactly(Reason.NOT_A_FILE);
    }

    @Test
    void whatIsNoFileThereIsToldAndLeavesNothingHere(@TempDir Path other) throws Exception {
        Path tree = Files.createDirectory(folder.resolve("t"));
        assertThat(new ProcessBuilder("mkfifo", tree.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        CopyOptions options = new CopyOptions(false, false, false, _ -> {});

        Copied copied = done(new TreeGet(files, options).run(tree.toString(), other));
        Copied alone = done(new TreeGet(files, options).run(tree.resolve("pipe").toString(), other));

        assertThat(done(files.list(tree.toString()))).extracting(FileInfo::type).containsExactly(FileInfo.Type.OTHER);
        assertThat(copied.problems()).extracting(FileFailure::reason).containsExactly(Reason.NOT_A_FILE);
        assertThat(alone.problems()).extracting(FileFailure::reason).containsExactly(Reason.NOT_A_FILE);
        assertThat(other.resolve("t")).isEmptyDirectory();
        assertThat(other.toFile().list()).containsExactly("t");
    }

    /** Names that Java would show, and send, with U+FFFD for what is not UTF-8: both the same. */
    @Test
    void namesThatAreNotUtf8AreLeftOutAndTold() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("t"));
        Files.writeString(tree.resolve("good"), "1");
        Files.writeString(tree.resolve("real\uFFFD"), "2");
        String make = "cd '" + tree + "' && for n in 376 377; do echo $n > \"$(printf \"bad\\\\$n\")\"; done"
                + " && mkdir \"$(printf 'dir\\377')\" && ln -s \"$(printf 'to\\377')\" link";
        assertThat(new ProcessBuilder("sh", "-c", make).start().waitFor()).isZero();
        List<Path> all;
        try (Stream<Path> inside = Files.list(tree)) {
            all = inside.toList();
        }
        CopyOptions options = new CopyOptions(false, false, true, _ -> {});

        Copied asTree = done(new TreePut(files, options).run(List.of(tree), at("copy")));
        Copied asSources = done(new TreePut(files, options).run(all, at("other/")));

        assertThat(all).hasSize(6);
        for (Copied copied : List.of(asTree, asSources)) {
            assertThat(copied.files()).isEqualTo(2);
            assertThat(copied.problems()).hasSize(4);
        }
        assertThat(asTree.problems()).extracting(FileFailure::reason).containsOnly(Reason.REJECTED);
        assertThat(asTree.problems())
                .extracting(FileFailure::message)
                .allMatch(message -> message.contains("not UTF-8") && message.contains("left out"));
        assertThat(folder.resolve("copy").toFile().list()).containsExactlyInAnyOrder("good", "real\uFFFD");
        assertThat(folder.resolve("other").toFile().list()).containsExactlyInAnyOrder("good", "real\uFFFD");
    }

    @Test
    void whereNothingCanBeMadeIsToldByItsName() throws IOException {
        Files.writeString(folder.resolve("f"), "1");
        CopyOptions options = new CopyOptions(false, false, false, _ -> {});

        Copied nowhere = done(new TreeGet(files, options).run(at("f"), Path.of("/proc/nope/lab1")));
        Copied inAFile = done(new TreeGet(files, options).run(at("f"), folder.resolve("f")));
        Copied belowAFile = done(new TreeGet(files, options).run(at("f"), folder.resolve("f/lab1")));

        assertThat(nowhere.problems())
                .extracting(FileFailure::message)
                .containsExactly("/proc/nope: a directory cannot be made here: no such file or directory");
        assertThat(inAFile.problems())
                .extracting(FileFailure::message)
                .containsExactly(folder.resolve("f") + ": is no directory here");
        assertThat(belowAFile.problems())
                .extracting(FileFailure::message)
                .containsExactly(folder.resolve("f/lab1") + ": a directory cannot be made here: Not a directory");
    }

    /** A machine whose directory has one file of this name. */
    private static RemoteFiles liar(String name) {
        FileInfo directory =
                new FileInfo("/d", FileInfo.Type.DIRECTORY, 0, 0755, TIME, Optional.empty(), Optional.empty());
        FileInfo file =
                new FileInfo("/d/" + name, FileInfo.Type.FILE, 1, 0644, TIME, Optional.empty(), Optional.empty());
        return (RemoteFiles) Proxy.newProxyInstance(
                TreesTest.class.getClassLoader(),
                new Class<?>[] {RemoteFiles.class},
                (_, method, _) -> switch (method.getName()) {
                    case "stat" -> FileResult.done(directory);
                    case "list" -> FileResult.done(List.of(file));
                    default -> throw new AssertionError(method + " was not to be called");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", "\uFFFD"})
    void namesThatLeadElsewhereAreLeftOut(String name) throws IOException {
        CopyOptions options = new CopyOptions(false, false, false, _ -> {});

        Copied copied = done(new TreeGet(liar(name), options).run("/d", folder.resolve("here")));

        assertThat(copied.problems()).extracting(FileFailure::reason).containsExactly(Reason.REJECTED);
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', f, true",
        "'', a/../f, true",
        "a/b, ../../f, true",
        "a/b, ../../../f, false",
        "'', .., false",
        "'', ../t/f, false",
        "a, /etc/passwd, false",
        "a, '', false",
    })
    void linksStayInTheirTreeOrAreLeftOut(String directory, String target, boolean stays) {
        assertThat(LinkRule.stays(directory, target)).isEqualTo(stays);
    }
}
