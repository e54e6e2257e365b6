package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.RunningCommand.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the folder of a detached job on its target tells, and what becomes of it. */
@EnabledOnOs(OS.LINUX)
class DetachedFolderTest extends DetachedJobs {

    @Test
    void aClaimWhoseOwnerDiedBeforeAnythingBeganIsTakenOver() throws Exception {
        start("exit 1").end();
        Path job = record();
        Files.delete(job.resolve("exit1"));
        Files.delete(job.resolve("began1"));
        Captured again = start("echo again");
        assertThat(again.end()).isEqualTo(ending(new Outcome.Exited(0)));
        assertThat(again.out()).isEqualTo("again\n");
        assertThat(job.resolve("claim2")).exists();
    }

    private static void kill(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void whatBeganAndLeftNoStatusIsLostAndNeverStartedAgain() throws Exception {
        String command = "echo $$ $PPID; exec sleep 1000";
        Captured job = start(command);
        String[] pids = job.awaitOutput().strip().split(" ", -1);
        kill(pids[1]);
        kill(pids[0]);
        assertThat(job.end().outcome()).isInstanceOf(Outcome.Lost.class);
        Captured again = start(command);
        assertThat(again.end().outcome()).isInstanceOf(Outcome.Lost.class);
        assertThat(again.out()).isEqualTo(job.out());
    }

    @Test
    void aWrapperWhoseFolderIsTakenAwayEnds() throws Exception {
        String gate = folder + "/go-" + id;
        Captured job = start("echo $PPID; while [ ! -e " + gate + " ]; do sleep 0.05; done; rm -rf " + home
                + "/.labhand/jobs/*/" + id + "; exit 3");
        String wrapper = job.awaitOutput().strip();
        Files.createFile(Path.of(gate));
        assertThat(job.end().outcome()).isInstanceOf(Outcome.Lost.class);
        awaitDeath(wrapper);
    }

    @Test
    void aRecordThatHasNoPlaceOrMakesNoSenseIsToldAtOnceAndTheWrapperEnds() throws Exception {
        String gate = folder + "/go-" + id;
        Captured job = start("echo $PPID; while [ ! -e " + gate + " ]; do sleep 0.05; done");
        String wrapper = job.awaitOutput().strip();
        Path exit = Files.createDirectory(record().resolve("exit1"));
        Files.createFile(Path.of(gate));
        assertThat(job.end()).isEqualTo(ending(new Outcome.Lost("its processes are gone and left no exit status")));
        awaitDeath(wrapper);

        Files.delete(exit);
        Files.writeString(exit, "nonsense\n");
        assertThat(follow(0, 0).end().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Lost.class, lost -> assertThat(lost.reason()).contains("cannot be read", "nonsense"));
    }

    private static void awaitDeath(String pid) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (isAlive(pid) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(isAlive(pid)).as("the wrapper %s is alive", pid).isFalse();
    }

    @Test
    void aTargetThatWasRebootedSaysSo() throws Exception {
        Captured job = start("echo $$; exec sleep 1000");
        String pid = job.awaitOutput().strip();
        Path claim = record().resolve("claim1");
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        Files.writeString(claim, Files.readString(claim).replace(boot, "another"));
        assertThat(job.end()).isEqualTo(ending(new Outcome.Lost("rebooted")));
        kill(pid);
    }

    @Test
    void whatTheTargetDoesNotKnowIsLostUnlessItMayBeStarted() throws Exception {
        assertThat(follow(0, 0).end().outcome()).isEqualTo(new Outcome.Lost("the target knows nothing of the job"));
        assertThat(new Captured(
                                commands,
                                server.endpoint(),
                                DetachedJob.resumed(id, "exit 4", ExecOptions.DEFAULTS, 0, 0, true))
                        .end())
                .isEqualTo(ending(new Outcome.Exited(4)));
    }

    @Test
    void outputThatTheTargetCannotKeepIsNotPassedOffAsWholeAndSomethingRan() throws Exception {
        Ending ending = startOnFullDisk("echo much; sleep 1000 >/dev/null 2>&1 & exit 0")
                .end();
        assertThat(ending.outcome())
                .isInstanceOfSatisfying(
                        Outcome.OutputLimit.class,
                        limit -> assertThat(limit.reason())
                                .startsWith("the output cannot be kept on the target: No space left on device"));
        assertThat(ending.stop()).contains(new StopResult.Verified());
    }

    @Test
    void aCommandWhoseOutputTheTargetCannotKeepAnyMoreIsStopped() throws Exception {
        assertThat(startOnFullDisk("echo much; exec sleep 1000").end())
                .isEqualTo(new Ending(
                        new Outcome.OutputLimit("the output cannot be kept on the target: No space left on device"),
                        Optional.of(new StopResult.Verified())));
    }

    private Captured startOnFullDisk(String command) throws Exception {
        start("exit 0").end();
        String full = JobId.mint().value();
        Path job = Files.createDirectory(
                record().resolveSibling(full),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(job.resolve("out"), Path.of("/dev/full"));
        return new Captured(
                commands, server.endpoint(), DetachedJob.fresh(full, command, Captured.grace(Duration.ofMillis(300))));
    }

    @Test
    void whatRanAndLostItsRecordOfThatIsNotTakenForUnstarted() throws Exception {
        Captured job = start("echo one; while [ ! -e " + folder + "/go-" + id + " ]; do sleep 0.05; done; exit 3");
        job.awaitOutput();
        Files.delete(record().resolve("began1"));
        Files.createFile(folder.resolve("go-" + id));
        assertThat(job.end()).isEqualTo(ending(new Outcome.Exited(3)));
    }

    @Test
    void aFolderThatOthersCouldHavePreparedIsRefused() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other-" + id));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (TestServer own = TestServer.start(server -> server.environment.put("HOME", other.toString()));
                SshCommands mine = SshCommands.open(TestServer.settings(folder))) {
            Path labhand = Files.createDirectory(other.resolve(".labhand"));
            Files.setPosixFilePermissions(labhand, PosixFilePermissions.fromString("rwxr-xr-x"));
            assertThat(new Captured(mine, own.endpoint(), DetachedJob.fresh(id, "echo ran", ExecOptions.DEFAULTS))
                            .end()
                            .outcome())
                    .hasToString("Rejected[reason=" + labhand
                            + " should be a folder of mode 0700, not drwxr-xr-x: run chmod 700 on it or move it away]");
            Files.delete(labhand);
            Files.createSymbolicLink(labhand, home.resolve(".labhand"));
            assertThat(new Captured(mine, own.endpoint(), DetachedJob.fresh(id, "echo ran", ExecOptions.DEFAULTS))
                            .end()
                            .outcome())
                    .isInstanceOf(Outcome.Rejected.class);
        }
    }

    @Test
    void theOutputOfWhatHasEndedCanBeRemovedAndTheJobStaysKnown() throws Exception {
        String command = "echo one; while [ ! -e " + folder + "/go-" + id + " ]; do sleep 0.05; done; exit 3";
        DetachedJob job = DetachedJob.fresh(id, command, ExecOptions.DEFAULTS);
        Captured one = start(command);
        one.awaitOutput();
        assertThat(commands.removeOutput(server.endpoint(), job))
                .hasValueSatisfying(why -> assertThat(why).contains("still runs"));
        Files.createFile(folder.resolve("go-" + id));
        assertThat(one.end()).isEqualTo(ending(new Outcome.Exited(3)));
        assertThat(commands.removeOutput(server.endpoint(), DetachedJob.fresh(id, "exit 4", ExecOptions.DEFAULTS)))
                .hasValueSatisfying(why -> assertThat(why).contains("another command"));
        assertThat(record().resolve("out")).exists();

        assertThat(commands.removeOutput(server.endpoint(), job)).isEmpty();
        assertThat(record().resolve("out")).doesNotExist();
        assertThat(record().resolve("exit1")).exists();
        assertThat(commands.removeOutput(server.endpoint(), job)).isEmpty();
        for (Captured late : List.of(follow(0, 0), start(command))) {
            assertThat(late.end().outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Lost.class,
                            lost -> assertThat(lost.reason()).contains("output was removed"));
            assertThat(late.out()).isEmpty();
        }
    }

    @Test
    void whatTheTargetDoesNotKnowHasNoOutputToRemove() throws Exception {
        assertThat(commands.removeOutput(server.endpoint(), DetachedJob.fresh(id, "exit 4", ExecOptions.DEFAULTS)))
                .isEmpty();
    }

    @Test
    void whatEndedLongAgoIsForgottenWhenAnotherJobEnds() throws Exception {
        start("exit 0").end();
        Path old = record();
        Files.setLastModifiedTime(
                old,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().minus(Duration.ofDays(40))));
        Path other = old.resolveSibling(JobId.mint().value());
        new Captured(
                        commands,
                        server.endpoint(),
                        DetachedJob.fresh(other.getFileName().toString(), "exit 0", ExecOptions.DEFAULTS))
                .end();
        assertThat(other).exists();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (Files.exists(old) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(old).doesNotExist();
        assertThat(other).exists();
    }
}
