package dev.labhand.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.RunningProcess;
import dev.labhand.e2e.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked on a machine that has a Java 25 and nothing else of Labhand's. */
class DistributionIT {

    /** This JVM stands for the one Java 25 of that machine. */
    private static final Map<String, String> BARE =
            Map.of("PATH", "/usr/bin:/bin", "LABHAND_JAVA_HOME", System.getProperty("java.home"));

    @TempDir
    Path folder;

    private Path home;
    private Path launcher;

    @BeforeEach
    void unpack() throws IOException {
        RunningProcess.run("tar", "-xzf", Labhand.archive().toString(), "-C", folder.toString())
                .succeeded();
        try (Stream<Path> entries = Files.list(folder)) {
            home = entries.toList().getFirst();
        }
        launcher = home.resolve("bin/labhand");
    }

    @Test
    void holdsWhatAnInstallationNeedsUnderOneFolderWithTheVersion() {
        assertThat(home.getFileName().toString()).isEqualTo(version().replace(' ', '-'));
        assertThat(home)
                .isDirectoryContaining(path -> path.endsWith("LICENSE"))
                .isDirectoryContaining(path -> path.endsWith("NOTICE"))
                .isDirectoryContaining(path -> path.endsWith("README.md"));
        assertThat(home.resolve("etc/labhand-agent.service")).content().contains("ExecStart=", "bin/labhand agent");
        assertThat(home.resolve("etc/agent.yaml")).isNotEmptyFile();
    }

    @Test
    void holdsEachLibraryOnce() throws IOException {
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString().replaceFirst("-[0-9].*", "")))
                    .contains("labhand.jar", "labhand-agent", "labhand-controller", "jetty-server", "sshd-core")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void runsThroughASymbolicLinkFromAnotherFolder() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("lh"), Path.of("relative"));
        Files.createSymbolicLink(folder.resolve("relative"), folder.relativize(launcher));

        Finished finished =
                Labhand.at(link, "--version").onlyEnv(BARE).in(Path.of("/")).run();

        assertThat(finished.succeeded().stdout()).startsWith("labhand ");
        assertThat(finished.stderr()).isEmpty();
    }

    @Test
    void whatCannotBeWrittenIsNoSuccess() {
        Finished full = RunningProcess.run("sh", "-c", launcher + " --help >/dev/full");
        assertThat(full.exit()).isEqualTo(1);
        assertThat(full.stderr()).isEqualTo("labhand: standard output: No space left on device\n");

        Finished reader = RunningProcess.run("sh", "-c", "{ sleep 1; " + launcher + " --help; echo $? >&2; } | :");
        assertThat(reader.stderr()).as("nobody wants it").isEqualTo("0\n");
    }

    @Test
    void anAgentStartsFromItAnswersAndStops() {
        try (AgentProcess agent = AgentProcess.start(launcher)) {
            Finished answer = Labhand.at(launcher, "call", "-w", agent.url().toString(), "-N", "add", "20", "22")
                    .run()
                    .succeeded();

            assertThat(answer.lines()).containsExactly("42", "1 target: 1 returned");
            assertThat(agent.terminate().exit()).isZero();
        }
    }

    @Test
    void aClassArchiveOfOtherJarsIsNotUsedWhateverTheirDates() throws IOException {
        version();
        Path archive = home.resolve("cache/labhand.jsa");
        assertThat(archive).exists();

        // A jar that differs, but has the size and date of the one that the archive knows.
        Path jar = home.resolve("lib/labhand.jar");
        FileTime date = Files.getLastModifiedTime(jar);
        byte[] bytes = Files.readAllBytes(jar);
        Files.delete(jar);
        Files.write(jar, bytes);
        Files.setLastModifiedTime(jar, date);
        FileTime before = Files.getLastModifiedTime(archive);

        version();

        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(before);
    }

    @Test
    void classArchiveStaysWhereNothingChanged() throws IOException {
        version();
        Path archive = home.resolve("cache/labhand.jsa");
        FileTime old = FileTime.from(Instant.now().plusSeconds(60));
        Files.setLastModifiedTime(archive, old);

        version();

        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(old);
    }

    @Test
    void aClassArchiveThatWasNotFinishedIsMadeAnew() throws IOException {
        Path archive = Files.createDirectories(home.resolve("cache")).resolve("labhand.jsa");
        Files.write(archive, new byte[100_000]);

        assertThat(version()).isEqualTo(version());

        assertThat(Files.size(archive)).isGreaterThan(100_000);
    }

    @Test
    void aClassArchiveThatIsNoneIsNoNoise() throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("cache")).resolve("labhand.jsa"), "not an archive");

        assertThat(version()).isEqualTo(version());
    }

    @Test
    void wordsThatAreNotAsciiArriveWhereThereIsNoLocale() {
        Finished finished = Labhand.at(launcher, "größe").onlyEnv(BARE).run();

        assertThat(finished.exit()).isEqualTo(2);
        assertThat(finished.stderr()).contains("no command 'größe'");
    }

    @Test
    void wordsThatAreNotAsciiArriveWhereTheLocaleIsNotInstalled() {
        assertThat(Labhand.at(launcher, "exec", "--list-hosts", "--ssh", "-w", "größe")
                        .env("LC_ALL", "xx_YY.UTF-8")
                        .run()
                        .stdout())
                .isEqualTo("größe\n");
    }

    @Test
    void anArgumentThatIsNotUtf8IsRefusedInsteadOfChanged() {
        Finished finished = shell("\"$0\" exec --list-hosts -w n1 \"$(printf 'a\\377')\"");

        assertThat(finished.exit()).isEqualTo(2);
        assertThat(finished.stderr()).startsWith("labhand: the argument 'a").contains("is not UTF-8");
    }

    @Test
    void closedDescriptorsAreNotTakenForFilesOfTheJvm() {
        // Nobody listens on port 1: what matters is that standard input is read to its end before.
        assertThat(shell("\"$0\" exec -w 127.0.0.1:1 cat <&-").exit()).isEqualTo(4);
        assertThat(shell("\"$0\" --version <&- 2>&-").succeeded().stdout()).startsWith("labhand ");

        Finished nowhere = shell("\"$0\" exec --list-hosts -w n1 >&-");
        assertThat(nowhere.exit()).isEqualTo(1);
        assertThat(nowhere.stderr())
                .startsWith("labhand: the output cannot be written")
                .hasLineCount(1);
    }

    @Test
    void aReaderThatLeavesIsNoError() {
        Finished finished = shell("(\"$0\" exec --list-hosts -w 'n[1-100000]'; echo $? >&2) | head -n 1");

        assertThat(finished.stdout()).isEqualTo("n1\n");
        assertThat(finished.stderr()).isEqualTo("141\n");
    }

    private Finished shell(String script) {
        return RunningProcess.run("sh", "-c", script, launcher.toString());
    }

    @Test
    void javaOptionsReachTheJvm() {
        Finished finished = Labhand.at(launcher, "--version")
                .onlyEnv(BARE)
                .env("LABHAND_JAVA_OPTS", "-Dlabhand.test=1 -XshowSettings:properties")
                .run()
                .succeeded();

        assertThat(finished.stderr()).contains("labhand.test = 1");
    }

    @Test
    void withoutJava25ItSaysWhatToInstall() throws IOException {
        // A machine without any Java: the same tools, and no folder that the finder looks in.
        Path bin = Tools.only(folder, "sh", "dirname", "readlink", "grep", "head");
        Path finder = home.resolve("libexec/find-java");
        String looksNowhere = Files.readString(finder)
                .lines()
                .map(line -> line.replaceAll("/(usr|opt|Library)/", "/nowhere/"))
                .collect(joining("\n", "", "\n"));
        Files.writeString(finder, looksNowhere);

        Finished finished = Labhand.at(launcher, "--version")
                .onlyEnv(Map.of("PATH", bin.toString(), "HOME", folder.toString()))
                .run();

        assertThat(finished.exit()).isEqualTo(1);
        assertThat(finished.stdout()).isEmpty();
        assertThat(finished.stderr()).contains("no Java 25 found", "Install");
    }

    /** The version, shown without any noise. */
    private String version() {
        Finished finished =
                Labhand.at(launcher, "--version").onlyEnv(BARE).run().succeeded();
        assertThat(finished.stderr()).isEmpty();
        assertThat(finished.lines()).hasSize(1);
        return finished.lines().getFirst();
    }
}
