package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.RunningProcess;
import dev.labhand.e2e.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./labhand}, on a tree whose Maven only notes that it ran and makes a command that shows what it was given. */
class LauncherIT {

    private static final String BUILD = """
            #!/bin/sh
            echo "noise of the build"
            echo built >> builds
            if [ -e broken ]; then exit 1; fi
            sleep 0.3
            mkdir -p src/app/target/labhand/bin
            printf '%s\\n' '#!/bin/sh' 'printf "<%s>" "$@"' 'cat' > src/app/target/labhand/bin/labhand
            chmod +x src/app/target/labhand/bin/labhand
            """;

    @TempDir
    Path folder;

    private Path top;
    private Path launcher;

    @BeforeEach
    void tree() throws IOException {
        top = Files.createDirectories(folder.resolve("a tree"));
        launcher = Files.copy(Labhand.sources().resolve("labhand"), top.resolve("labhand"));
        executable("mvnw", BUILD);
        source("pom.xml");
        source(".mvn/jvm.config");
        source("agent/src/main/java/Agent.java");
        source("controller/src/main/java/Controller.java");
        source("src/app/src/main/java/Main.java");
        source("src/app/src/test/java/MainTest.java");
        source("src/e2e/src/test/java/MainIT.java");
    }

    @Test
    void buildsOnFirstUseAndKeepsStandardOutputForTheCommand() throws IOException {
        Finished first = labhand("a b", "").stdin("input").run().succeeded();

        assertThat(first.stdout()).isEqualTo("<a b><>input");
        assertThat(first.stderr()).contains("labhand: building").doesNotContain("noise");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void doesNotBuildAgainWhenNothingChanged() throws IOException {
        labhand("x").run().succeeded();

        assertThat(labhand("x").run().succeeded().stderr()).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewerOrGone() throws IOException {
        labhand("x").run().succeeded();

        touch("agent/src/main/java/Agent.java");
        labhand("x").run().succeeded();
        assertThat(builds()).isEqualTo(2);

        age("agent/src/main/java/Agent.java");
        Files.delete(top.resolve("controller/src/main/java/Controller.java"));
        labhand("x").run().succeeded();
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void testsAreNoReasonToBuild() throws IOException {
        labhand("x").run().succeeded();

        touch("src/app/src/test/java/MainTest.java");
        touch("src/e2e/src/test/java/MainIT.java");
        labhand("x").run().succeeded();

        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void twoAtOnceBuildOnce() throws IOException {
        try (RunningProcess one = labhand("one").start();
                RunningProcess two = labhand("two").start()) {
            one.closeStdin();
            two.closeStdin();
            assertThat(one.await().succeeded().stdout()).isEqualTo("<one>");
            assertThat(two.await().succeeded().stdout()).isEqualTo("<two>");
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void twoAtOnceBuildOnceWhereThereIsNoFlock() throws IOException {
        Path bin = toolsWithoutFlock();
        try (RunningProcess one = labhand("one").env("PATH", bin.toString()).start();
                RunningProcess two = labhand("two").env("PATH", bin.toString()).start()) {
            one.closeStdin();
            two.closeStdin();
            assertThat(one.await().succeeded().stdout()).isEqualTo("<one>");
            assertThat(two.await().succeeded().stdout()).isEqualTo("<two>");
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aLockOfADeadProcessIsNoObstacleWhereThereIsNoFlock() throws IOException {
        Files.createDirectories(top.resolve("target"));
        long dead = ProcessHandle.current().pid();
        try (RunningProcess process = RunningProcess.start(new ProcessBuilder("true"))) {
            dead = process.handle().pid();
            process.await();
        }
        Files.createSymbolicLink(top.resolve("target/labhand.lock.pid"), Path.of(Long.toString(dead)));

        labhand("x").env("PATH", toolsWithoutFlock().toString()).run().succeeded();

        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aFailedBuildIsShownOnStandardErrorAndTriedAgain() throws IOException {
        Files.createFile(top.resolve("broken"));

        Finished failed = labhand("x").run();

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.stdout()).isEmpty();
        assertThat(failed.stderr()).contains("noise of the build", "labhand: the build failed");

        Files.delete(top.resolve("broken"));
        assertThat(labhand("x").run().succeeded().stdout()).isEqualTo("<x>");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aBuildWithoutNetworkSaysSo() throws IOException {
        executable(
                "mvnw",
                "#!/bin/sh\necho '[ERROR] Could not transfer artifact x from/to central: repo: Unknown host'\nexit 1\n");

        assertThat(labhand("x").run().stderr()).contains("check the network");
    }

    @Test
    void runsThroughASymbolicLinkFromAnotherFolder() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("lh"), Path.of("a tree/labhand"));

        assertThat(Labhand.at(link, "x").in(Path.of("/")).run().succeeded().stdout())
                .isEqualTo("<x>");
    }

    @Test
    void aClosedStandardInputIsAnEmptyOne() throws IOException {
        RunningProcess.run("sh", "-c", "\"$0\" x <&-", launcher.toString()).succeeded();
        Finished again = RunningProcess.run("sh", "-c", "\"$0\" x <&- 2>&-", launcher.toString());

        assertThat(again.succeeded().stdout()).isEqualTo("<x>");
        assertThat(builds()).isEqualTo(1);
    }

    private Labhand labhand(String... arguments) {
        return Labhand.at(launcher, arguments);
    }

    private long builds() throws IOException {
        return Files.readAllLines(top.resolve("builds")).size();
    }

    private void executable(String name, String script) throws IOException {
        Path file = Files.writeString(top.resolve(name), script);
        RunningProcess.run("chmod", "+x", file.toString()).succeeded();
    }

    private void source(String name) throws IOException {
        Path file = top.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    /** As an editor would, a moment after the build. */
    private void touch(String name) throws IOException {
        Files.setLastModifiedTime(top.resolve(name), FileTime.from(Instant.now().plusSeconds(2)));
    }

    private void age(String name) throws IOException {
        Files.setLastModifiedTime(top.resolve(name), FileTime.from(Instant.EPOCH));
    }

    private Path toolsWithoutFlock() throws IOException {
        return Tools.only(
                folder,
                "bash",
                "sh",
                "dirname",
                "readlink",
                "find",
                "mkdir",
                "ln",
                "rm",
                "sleep",
                "touch",
                "mv",
                "cat",
                "chmod");
    }
}
