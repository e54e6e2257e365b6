package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.TimedOut;
import dev.labhand.api.StopResult;
import dev.labhand.api.StopResult.Containment;
import dev.labhand.ssh.RunningCommand.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Detached jobs on a server in this process, with a home of their own. */
@EnabledOnOs(OS.LINUX)
class DetachedTest {

    @TempDir
    static Path folder;

    private static Path home;
    private static TestServer server;
    private static SshCommands commands;

    private final String id = JobId.mint().value();

    @BeforeAll
    static void start() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
        server = TestServer.start();
        server.environment.put("HOME", home.toString());
        commands = SshCommands.open(TestServer.settings(folder));
    }

    @AfterAll
    static void stop() throws IOException {
        commands.close();
        server.close();
    }

    private Captured start(String command) {
        return start(command, Captured.grace(Duration.ofMillis(300)));
    }

    private Captured start(String command, ExecOptions options) {
        return new Captured(commands, server.endpoint(), DetachedJob.fresh(id, command, options));
    }

    private Captured follow(long stdout, long stderr) {
        return new Captured(
                commands,
                server.endpoint(),
                DetachedJob.resumed(id, "unknown", ExecOptions.DEFAULTS, stdout, stderr, false));
    }

    private static Ending ending(Outcome outcome) {
        return new Ending(outcome, Optional.empty());
    }

    /** The job's folder, which exists. */
    private Path record() throws IOException {
        try (var hosts = Files.newDirectoryStream(home.resolve(".labhand/jobs"))) {
            for (Path host : hosts) {
                if (Files.exists(host.resolve(id))) {
                    return host.resolve(id);
                }
            }
        }
        throw new AssertionError("no folder of job " + id);
    }

    private static boolean isAlive(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    private static void kill(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void outputAndStatusComeBackAndWhatWasAskedForIsThere() throws Exception {
        ExecOptions options = Captured.shell(Map.of("SECRET", "it's \"x\"\n$y"), Optional.of("/"))
                .withStdin("from stdin".getBytes(StandardCharsets.UTF_8));
        Captured job = start("printf '%s|' \"$SECRET\"; pwd; cat; echo err >&2; umask >&2; exit 3", options);
        assertThat(job.end()).isEqualTo(ending(new Outcome.Exited(3)));
        assertThat(job.out()).isEqualTo("it's \"x\"\n$y|/\nfrom stdin");
        assertThat(job.err()).startsWith("err\n").doesNotContain("0077");
        assertThat(job.timesBegun()).isOne();
        try (var files = Files.walk(record())) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .endsWith("------");
                if (Files.isRegularFile(file) && !file.endsWith("out")) {
                    assertThat(Files.readString(file)).doesNotContain("it's");
                }
            }
        }
        assertThat(server.commands.getLast()).doesNotContain("SECRET", "printf");
    }

    @Test
    void aSignalIsToldFromAnExit() throws Exception {
        assertThat(start("kill -TERM $$").end()).isEqualTo(ending(new Outcome.Signalled("TERM")));
    }

    @Test
    void anExitOf143IsNoSignal() throws Exception {
        assertThat(start("exit 143").end()).isEqualTo(ending(new Outcome.Exited(143)));
    }

    @Test
    void manyStartsOfOneIdFromTwoAgentsRunItOnceAndAllSeeItsOutput() throws Exception {
        Path ran = folder.resolve("ran-" + id);
        try (SshCommands other = SshCommands.open(TestServer.settings(folder))) {
            List<Captured> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(new Captured(
                        i % 2 == 0 ? commands : other,
                        server.endpoint(),
                        DetachedJob.fresh(id, "echo x >>" + ran + "; echo done", ExecOptions.DEFAULTS)));
            }
            for (Captured each : all) {
                assertThat(each.end()).isEqualTo(ending(new Outcome.Exited(0)));
                assertThat(each.out()).isEqualTo("done\n");
            }
        }
        assertThat(ran).hasContent("x");
    }

    @Test
    void aFollowerResumesAtEveryOffset() throws Exception {
        String text = "żółw and other words";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        start("printf '" + text + "'; printf '" + text + "' >&2").end();
        for (int offset = 0; offset <= bytes.length; offset++) {
            Captured follower = follow(offset, bytes.length - offset);
            assertThat(follower.end()).isEqualTo(ending(new Outcome.Exited(0)));
            assertThat(follower.outBytes()).isEqualTo(java.util.Arrays.copyOfRange(bytes, offset, bytes.length));
        }
    }

    @Test
    void brokenConnectionsLoseAndRepeatNothing() throws Exception {
        Captured job = start("i=0; while [ $i -lt 20000 ]; do echo line $i; echo error $i >&2; i=$((i + 1)); done;"
                + " echo pause; while [ ! -e " + folder + "/go-" + id + " ]; do sleep 0.05; done; echo end");
        job.awaitOutput("line 10\n");
        server.dropConnections();
        job.awaitOutput("pause\n");
        server.dropConnections();
        Files.createFile(folder.resolve("go-" + id));
        assertThat(job.end()).isEqualTo(ending(new Outcome.Exited(0)));
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        for (int i = 0; i < 20000; i++) {
            out.append("line ").append(i).append('\n');
            err.append("error ").append(i).append('\n');
        }
        assertThat(job.out()).isEqualTo(out + "pause\nend\n");
        assertThat(job.err()).isEqualTo(err.toString());
    }

    @Test
    void openingDevStdoutAnewCutsNothingOff() throws Exception {
        Captured job = start("echo one; echo two >/dev/stdout; echo three; echo four >/dev/stderr; echo five >&2");
        job.end();
        assertThat(job.out()).isEqualTo("one\ntwo\nthree\n");
        assertThat(job.err()).isEqualTo("four\nfive\n");
    }

    @Test
    void aStopTakesTheWholeTreeAndLastWordsComeThrough() throws Exception {
        Captured job =
                start("setsid sleep 1000 & a=$!; nohup sleep 1000 >/dev/null 2>&1 & b=$!; env -i sleep 1000 & c=$!;"
                        + " trap 'echo bye' TERM; echo $$ $a $b $c; while :; do wait; done");
        String pids = job.awaitOutput();
        job.running().stop("enough");
        assertThat(job.end())
                .isEqualTo(new Ending(new Outcome.Cancelled("enough"), Optional.of(new StopResult.Verified())));
        assertThat(job.out()).isEqualTo(pids + "bye\n");
        for (String pid : pids.strip().split(" ", -1)) {
            assertThat(isAlive(pid)).as("process %s is alive", pid).isFalse();
        }
        assertThat(follow(0, 0).end()).isEqualTo(ending(new Outcome.Signalled("KILL")));
    }

    @Test
    void whereSetsidIsMissingTheContainmentSaysSo() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin-" + id));
        for (String tool : List.of(
                "dd", "head", "tail", "ls", "ln", "mv", "rm", "mkdir", "mkfifo", "cat", "sleep", "id", "uname", "find",
                "grep")) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin", tool));
        }
        try (TestServer poor = TestServer.start(
                        server -> server.environment.putAll(Map.of("HOME", home.toString(), "PATH", bin.toString())));
                SshCommands mine = SshCommands.open(TestServer.settings(folder))) {
            Captured job = new Captured(
                    mine,
                    poor.endpoint(),
                    DetachedJob.fresh(id, "sleep 1000 & echo $!; wait", Captured.grace(Duration.ofMillis(300))));
            String pid = job.awaitOutput().strip();
            job.running().stop("enough");
            assertThat(job.end().stop()).contains(new StopResult.Verified(Containment.GROUP));
            assertThat(isAlive(pid)).isFalse();
        }
    }

    @Test
    void whatWasPreventedNeverStarts() throws Exception {
        DetachedJob job = DetachedJob.fresh(id, "echo ran", ExecOptions.DEFAULTS);
        ConnectionPool pool = ((MinaSshCommands) commands).pool(server.endpoint());
        try (DetachedDialogue talk = new DetachedDialogue(pool, job, true, (_, _, _, _) -> {})) {
            talk.open();
            assertThat(talk.look()).isEqualTo(new DetachedState.Unclaimed());
            assertThat(talk.prevent()).isEqualTo(new DetachedState.Stopped());
            assertThat(talk.start()).isEqualTo(new DetachedState.Stopped());
        }
        Captured late = start("echo ran");
        assertThat(late.end().outcome()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(late.out()).isEmpty();
    }

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

    @Test
    void whatBeganAndLeftNoStatusIsLostAndNeverStartedAgain() throws Exception {
        Captured job = start("echo $$ $PPID; exec sleep 1000");
        String[] pids = job.awaitOutput().strip().split(" ", -1);
        kill(pids[1]);
        kill(pids[0]);
        assertThat(job.end().outcome()).isInstanceOf(Outcome.Lost.class);
        assertThat(start("echo again").end().outcome()).isInstanceOf(Outcome.Lost.class);
        assertThat(job.out()).doesNotContain("again");
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
    void closingLeavesTheJobAloneAndAnotherFollowsIt() throws Exception {
        Captured first;
        try (SshCommands mine = SshCommands.open(TestServer.settings(folder))) {
            first = new Captured(
                    mine,
                    server.endpoint(),
                    DetachedJob.fresh(
                            id,
                            "echo one; while [ ! -e " + folder + "/go-" + id + " ]; do sleep 0.05; done; echo two",
                            ExecOptions.DEFAULTS));
            first.awaitOutput();
        }
        assertThat(first.end()).isEqualTo(ending(new Outcome.Running()));
        Files.createFile(folder.resolve("go-" + id));
        Captured second = follow(4, 0);
        assertThat(second.end()).isEqualTo(ending(new Outcome.Exited(0)));
        assertThat(second.out()).isEqualTo("two\n");
    }

    @Test
    void theTimeLimitCountsFromTheStartOnTheTarget() throws Exception {
        start("echo $$; exec sleep 1000").awaitOutput();
        Captured job = start("ignored", ExecOptions.DEFAULTS.withTimeout(Duration.ofMillis(500)));
        assertThat(job.end())
                .isEqualTo(new Ending(new TimedOut(TimedOut.Limit.MAX), Optional.of(new StopResult.Verified())));
    }

    @Test
    void silenceStopsIt() throws Exception {
        assertThat(start("exec sleep 1000", Captured.idleTimeout(Duration.ofMillis(500)))
                        .end()
                        .outcome())
                .isEqualTo(new TimedOut(TimedOut.Limit.IDLE));
    }

    @Test
    void tooMuchOutputStopsItAndWhatIsAllowedIsKept() throws Exception {
        Captured job = start("yes", Captured.outputLimit(100_000));
        Ending ending = job.end();
        assertThat(ending.outcome()).isInstanceOf(Outcome.OutputLimit.class);
        assertThat(ending.stop()).contains(new StopResult.Verified());
        assertThat(job.outBytes()).hasSize(100_000);
    }

    @Test
    void outputThatTheTargetCannotKeepIsNotPassedOffAsWhole() throws Exception {
        start("exit 0").end();
        Path other = record();
        String full = JobId.mint().value();
        Path job = Files.createDirectory(
                other.resolveSibling(full),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(job.resolve("out"), Path.of("/dev/full"));
        Captured unkept = new Captured(
                commands, server.endpoint(), DetachedJob.fresh(full, "echo much; exit 0", ExecOptions.DEFAULTS));
        assertThat(unkept.end().outcome())
                .isInstanceOf(Outcome.Rejected.class)
                .hasToString(
                        "Rejected[reason=the output could not be kept on the target: No space left on device; then the command ended with exit 0]");
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
    void aFolderToStartInThatIsMissingIsRefusedAndNothingRuns() throws Exception {
        Captured job = start("echo ran", Captured.shell(Map.of(), Optional.of("/no/such")));
        assertThat(job.end().outcome())
                .isInstanceOf(Outcome.Rejected.class)
                .asString()
                .contains("/no/such");
        assertThat(job.timesBegun()).isZero();
    }

    @Test
    void whatCannotBeReachedIsToldAtOnceIfNothingCanHaveRun() throws Exception {
        SshEndpoint nowhere;
        try (TestServer gone = TestServer.start()) {
            nowhere = gone.endpoint();
        }
        Captured job = new Captured(commands, nowhere, DetachedJob.fresh(id, "echo ran", ExecOptions.DEFAULTS));
        assertThat(job.end()).isEqualTo(ending(new Outcome.Unreachable("connection refused")));
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

    @Test
    void whatIsNoIdIsRefusedAtOnce() {
        assertThatThrownBy(() -> DetachedJob.fresh("../x", "true", ExecOptions.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DetachedJob.resumed("x", "true", ExecOptions.DEFAULTS, -1, 0, false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
