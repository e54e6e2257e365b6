package dev.labhand.agent.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.Failure;
import dev.labhand.api.JobId;
import dev.labhand.api.KeywordException;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.api.Target;
import dev.labhand.protocol.JobInput;
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.JobReport;
import dev.labhand.ssh.DetachedJob;
import dev.labhand.ssh.SshEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobEngineTest {

    private static final Target.SshHost DUT = new Target.SshHost(Optional.of("lab"), "dut1", OptionalInt.of(2222));
    private static final SshEndpoint SSHD = SshEndpoint.of("lab", "127.0.0.1", 22);
    private static final int KEEP = 3;

    @TempDir
    Path folder;

    private final FakeSsh ssh = new FakeSsh();
    private FullDisk disk;
    private Instant now = Instant.now();
    private JobEngine engine;

    @BeforeEach
    void open() throws Exception {
        open(new RetentionSettings(KEEP, Duration.ofDays(30), 100, 50));
    }

    private void open(RetentionSettings retention) throws Exception {
        JobSettings settings =
                new JobSettings(folder.resolve("jobs"), retention, Optional.of(SSHD), Map.of("dut", DUT));
        disk = new FullDisk(Disk.of(folder));
        engine = new JobEngine(settings, ssh, disk, Runnable::run, () -> now);
    }

    /** As an agent that starts on what one left that closed nothing. */
    private void restart() throws Exception {
        ssh.started.clear();
        open();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void later(Duration time) {
        now = now.plus(time);
        engine.sweep();
    }

    private Job start(String command) {
        return engine.start(new ExecRequest(Target.parse("host"), command, ExecOptions.DEFAULTS));
    }

    private Job start(String command, String id) {
        return engine.start(
                new ExecRequest(Target.parse("host"), command, ExecOptions.DEFAULTS.withJobId(new JobId(id))));
    }

    @Test
    void reportsWhatTheCommandDid() throws Exception {
        Job job = start("uname");
        ssh.only().writes("Linux\n");
        ssh.only().ends(new Outcome.Exited(0));

        JobReport report = job.view().report();

        assertThat(report.outcome()).isEqualTo(new Outcome.Exited(0));
        assertThat(report.stdout()).isEqualTo("Linux\n");
        assertThat(report.stdoutBytes()).isEqualTo(6);
        assertThat(report.stderr()).isEqualTo("");
        assertThat(report.truncated()).isFalse();
        assertThat(report.toStruct()).containsEntry("exitCode", 0L).doesNotContainKeys("signal", "reason", "stop");
    }

    @Test
    void keepsOutputOnDiskAndReadsItFromAnyOffset() throws Exception {
        Job job = start("cat");
        byte[] everyByte = new byte[256];
        for (int i = 0; i < 256; i++) {
            everyByte[i] = (byte) i;
        }
        ssh.only().writes(everyByte);
        ssh.only().writes(everyByte);
        assertThat(Files.size(folder.resolve("jobs").resolve(job.id().value()).resolve("stdout")))
                .isEqualTo(512);

        JobOutput first = job.view().read(250, 0, 10, Duration.ZERO);
        assertThat(first.stdout()).containsExactly(250, 251, 252, 253, 254, 255, 0, 1, 2, 3);
        assertThat(first.nextStdout()).isEqualTo(260);
        assertThat(first.eof()).isFalse();

        ssh.only().ends(new Outcome.Exited(0));
        JobOutput last = job.view().read(first.nextStdout(), 0, 1000, Duration.ZERO);
        assertThat(last.stdout()).hasSize(252);
        assertThat(last.eof()).isTrue();
    }

    @Test
    void isNotAtTheEndWhileOneStreamIsUnread() throws Exception {
        Job job = start("cat");
        ssh.only().writes("four");
        ssh.only().ends(new Outcome.Exited(0));

        assertThat(job.view().read(0, 0, 2, Duration.ZERO).eof()).isFalse();
        assertThat(job.view().read(2, 0, 2, Duration.ZERO).eof()).isTrue();
    }

    @Test
    void readWaitsForOutputAndForTheEnd() throws Exception {
        Job job = start("slow");
        var output = CompletableFuture.supplyAsync(() -> read(job, 0));
        ssh.only().writes("x");
        assertThat(output.get(10, TimeUnit.SECONDS).stdout()).containsExactly('x');

        var end = CompletableFuture.supplyAsync(() -> read(job, 1));
        ssh.only().ends(new Outcome.Signalled("KILL"));
        assertThat(end.get(10, TimeUnit.SECONDS).outcome()).isEqualTo(new Outcome.Signalled("KILL"));
    }

    private static JobOutput read(Job job, long offset) {
        try {
            return job.view().read(offset, 0, 100, Duration.ofDays(1));
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void refusesAnOffsetPastTheEnd() throws Exception {
        Job job = start("cat");
        ssh.only().writes("abc");

        assertThatThrownBy(() -> job.view().read(4, 0, 10, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stdout: the offset 4 lies past the 3 bytes written so far");
    }

    @Test
    void aWaitThatPassesLeavesTheJobRunning() throws Exception {
        Job job = start("sleep");

        job.await(Optional.of(Duration.ofMillis(1)));

        assertThat(job.view().report().toStruct()).containsEntry("outcome", "running");
        assertThat(engine.runningJobs()).isEqualTo(1);
        ssh.only().ends(new Outcome.Exited(0));
        job.await(Optional.empty());
        assertThat(engine.runningJobs()).isZero();
    }

    @Test
    void returnsNoMoreThanWasAskedFor() throws Exception {
        Job job = engine.start(new ExecRequest(
                Target.parse("host"),
                "cat",
                new ExecOptions(
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(5),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        100,
                        3,
                        ExecOptions.Encoding.BASE64,
                        Optional.empty())));
        ssh.only().writes("abcdef");

        JobReport report = job.view().report();

        assertThat((byte[]) report.stdout()).isEqualTo("abc".getBytes(UTF_8));
        assertThat(report.truncated()).isTrue();
        assertThat(report.stdoutBytes()).isEqualTo(6);
    }

    @Test
    void startsOneIdOnce() {
        Job first = start("true", "one");
        Job second = start("true", "one");

        assertThat(second).isSameAs(first);
        assertThat(ssh.started).hasSize(1);
    }

    @Test
    void refusesAnIdThatAnotherCommandHas() {
        start("true", "one");

        assertThatThrownBy(() -> start("false", "one"))
                .isInstanceOf(KeywordException.class)
                .hasMessage("Invalid params: jobId: one is the id of another command");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void refusesACommandThatIsNone(String command) {
        assertThatThrownBy(() -> start(command)).hasMessage("Invalid params: command: nothing to run");
        assertThat(ssh.started).isEmpty();
    }

    @Test
    void stopsAJob() throws Exception {
        Job job = start("sleep");

        job.stop("job.stop");
        job.await(Optional.empty());

        JobReport report = job.view().report();
        assertThat(report.outcome()).isEqualTo(new Outcome.Cancelled("job.stop"));
        assertThat(report.stop()).contains(new StopResult.Verified());
    }

    @Test
    void stopsWhatRunsWhenItCloses() {
        Job job = start("sleep");

        engine.close();

        assertThat(job.outcome()).isEqualTo(new Outcome.Cancelled("the agent stopped"));
        assertThatThrownBy(() -> start("true"))
                .isInstanceOfSatisfying(
                        KeywordException.class,
                        failure -> assertThat(failure.failure().code()).isEqualTo(Failure.STOPPING));
    }

    private void finished(String id, String output) throws Exception {
        start("echo", id);
        ssh.started.getLast().writes(output);
        ssh.started.getLast().ends(new Outcome.Exited(0));
    }

    @Test
    void forgetsTheOldestFinishedJobsAndTheirOutput() throws Exception {
        Job running = start("sleep", "running");
        for (int i = 0; i <= KEEP; i++) {
            finished("job" + i, "x");
        }
        assertThat(engine.find(new JobId("job0")).view().report().stdout())
                .as("whoever waits for it can read it")
                .isEqualTo("x");
        later(Duration.ofSeconds(11));

        assertThatThrownBy(() -> engine.find(new JobId("job0")))
                .isInstanceOf(KeywordException.class)
                .hasMessage("No such job: job0");
        assertThat(folder.resolve("jobs/job0")).doesNotExist();
        assertThat(folder.resolve("jobs/job1/stdout")).exists();
        assertThat(engine.find(new JobId("running"))).isSameAs(running);
    }

    @Test
    void forgetsByBytesAndByAge() throws Exception {
        finished("big", "x".repeat(60));
        finished("bigger", "x".repeat(61));
        later(Duration.ofSeconds(11));
        assertThat(engine.newestFirst()).extracting(job -> job.id().value()).containsExactly("bigger");

        later(Duration.ofDays(29));
        assertThat(engine.newestFirst()).hasSize(1);
        later(Duration.ofDays(2));
        assertThat(engine.newestFirst()).isEmpty();
        assertThat(folder.resolve("jobs")).isEmptyDirectory();
    }

    @Test
    void removesAFinishedJobAndNoOther() throws Exception {
        finished("done", "x");
        start("sleep", "busy");

        engine.remove(new JobId("done"));

        assertThat(folder.resolve("jobs/done")).doesNotExist();
        assertThatThrownBy(() -> engine.remove(new JobId("done"))).hasMessage("No such job: done");
        assertThatThrownBy(() -> engine.remove(new JobId("busy")))
                .hasMessage("Not possible now: job busy: it runs; job.stop stops it");
        start("another", "done");
        assertThat(ssh.started).hasSize(3);
    }

    @Test
    void aFullDiskRejectsNewJobsAndLeavesFinishedOnes() throws Exception {
        finished("before", "x");
        for (int room : new int[] {0, 49, 60}) {
            disk.room(room);
            Job job = start("true", "full" + room);
            assertThat(job.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.reason())
                                    .contains(room < 50 ? room + " bytes free" : "No space left on device")
                                    .endsWith("nothing ran"));
            assertThat(folder.resolve("jobs/full" + room)).doesNotExist();
        }
        assertThat(ssh.started).hasSize(1);
        assertThat(engine.runningJobs()).isZero();

        disk.room(Long.MAX_VALUE);
        engine.close();
        restart();
        assertThat(engine.find(new JobId("before")).view().report().stdout()).isEqualTo("x");
        start("true", "full0");
        assertThat(ssh.started).hasSize(1);
    }

    @Test
    void anEndThatFindsNoRoomIsWrittenWhenThereIsSome() throws Exception {
        Job job = start("true", "tight");
        disk.room(10);
        ssh.only().ends(new Outcome.Exited(3));
        assertThat(job.outcome()).isEqualTo(new Outcome.Exited(3));

        disk.room(Long.MAX_VALUE);
        engine.sweep();
        restart();

        assertThat(engine.find(new JobId("tight")).outcome()).isEqualTo(new Outcome.Exited(3));
    }

    @Test
    void outputThatFindsNoRoomIsToldToTheCommandAndWhatFoundSomeIsKept() throws Exception {
        Job job = start("cat", "tight");
        ssh.only().writes("kept");
        disk.room(2);

        assertThatThrownBy(() -> ssh.only().writes("lost")).hasMessage("No space left on device");
        disk.room(Long.MAX_VALUE);
        ssh.only().ends(new Outcome.OutputLimit("the output cannot be kept: No space left on device"));

        assertThat(job.view().report().stdout()).isEqualTo("kept");
        restart();
        assertThat(engine.find(new JobId("tight")).view().report().toStruct())
                .containsEntry("outcome", "output_limit")
                .containsEntry("stdout", "kept");
    }

    @Test
    void whatAnEarlierAgentKnewIsKnown() throws Exception {
        Job job = start("uname", "done");
        ssh.only().writes("Linux\n");
        ssh.only().complains("oh\n");
        ssh.only().ends(new Outcome.Signalled("HUP"));
        JobReport before = job.view().report();
        engine.close();
        restart();

        Job after = engine.find(new JobId("done"));
        assertThat(after.view().report().toStruct()).isEqualTo(before.toStruct());
        assertThat(after.view().read(2, 0, 100, Duration.ZERO).stdout()).isEqualTo("nux\n".getBytes(UTF_8));
        assertThat(new JobReader(after, 0, 0).next(100, Duration.ZERO))
                .extracting(JobReader.Chunk::stream)
                .containsExactly(StandardStream.STDOUT, StandardStream.STDERR);
        assertThat(start("uname", "done")).isSameAs(after);
        assertThat(ssh.started).isEmpty();
        assertThatThrownBy(() -> start("id", "done"))
                .hasMessage("Invalid params: jobId: done is the id of another command");
    }

    @Test
    void whatRanWhenTheAgentDiedIsLostAndItsOutputIsThere() throws Exception {
        start("make", "dead");
        ssh.only().writes("compiling");
        start("sleep", "stopped");
        Files.write(
                folder.resolve("jobs/stopped/journal"),
                "torn".getBytes(UTF_8),
                java.nio.file.StandardOpenOption.APPEND);
        restart();

        Job dead = engine.find(new JobId("dead"));
        assertThat(dead.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Lost.class,
                        lost -> assertThat(lost.reason())
                                .startsWith("the agent ended while the command ran, not before 20"));
        assertThat(dead.view().report().stdout()).isEqualTo("compiling");
        assertThat(engine.runningJobs()).isZero();
        Outcome outcome = engine.find(new JobId("stopped")).outcome();
        assertThat(outcome).isInstanceOf(Outcome.Lost.class);
        assertThat(start("make", "dead")).as("it never runs again").isSameAs(dead);
        assertThat(ssh.started).isEmpty();

        restart();
        assertThat(engine.find(new JobId("dead")).view().report().toStruct())
                .isEqualTo(dead.view().report().toStruct());
        assertThat(engine.find(new JobId("stopped")).outcome()).isEqualTo(outcome);
    }

    @Test
    void whatNeverBeganIsGoneAndWhatCannotBeReadIsLeftAlone() throws Exception {
        engine.close();
        Path jobs = folder.resolve("jobs");
        Files.createDirectories(jobs.resolve("empty"));
        Files.writeString(Files.createDirectories(jobs.resolve("torn")).resolve("journal"), "12345678 {\"at\":");
        Files.writeString(Files.createDirectories(jobs.resolve("damaged")).resolve("journal"), "12345678 {}\n");
        Files.writeString(Files.createDirectories(jobs.resolve("foreign")).resolve("thesis.txt"), "mine");
        Files.writeString(jobs.resolve("file"), "mine");
        restart();

        assertThat(jobs.resolve("empty")).doesNotExist();
        assertThat(jobs.resolve("torn")).doesNotExist();
        assertThat(jobs.resolve("damaged/journal")).exists();
        assertThat(jobs.resolve("foreign/thesis.txt")).hasContent("mine");
        assertThat(jobs.resolve("file")).hasContent("mine");
        assertThat(engine.newestFirst()).isEmpty();
        assertThat(start("true", "damaged").outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason()).contains("damaged is there already and cannot be read"));
        later(Duration.ofDays(31));
        assertThat(jobs.resolve("damaged/journal")).exists();
        assertThat(ssh.started).isEmpty();
    }

    private Job startDetached(String command, ExecOptions options, String id) {
        return engine.start(new ExecRequest(
                Target.parse("host"), command, options.withDetached().withJobId(new JobId(id))));
    }

    @Test
    void aDetachedJobGoesOnWithoutTheAgent() throws Exception {
        Job job = startDetached("make", ExecOptions.DEFAULTS, "long");
        assertThat(ssh.only().detached())
                .contains(DetachedJob.fresh("long", "make", job.request().options()));
        ssh.only().output().begun();
        ssh.only().writes("one");
        ssh.only().complains("two!");
        var waits = CompletableFuture.runAsync(() -> read(job, 3));

        engine.close();
        ssh.close();
        waits.get(30, TimeUnit.SECONDS);
        assertThat(job.outcome()).isEqualTo(new Outcome.Running());
        assertThatThrownBy(() -> job.control().signal("HUP")).isInstanceOf(RuntimeException.class);
        restart();

        Job again = engine.find(new JobId("long"));
        assertThat(engine.runningJobs()).isEqualTo(1);
        assertThat(ssh.only().detached())
                .contains(DetachedJob.resumed("long", "make", job.request().options(), 3, 4, false));
        ssh.only().writes("three");
        ssh.only().ends(new Outcome.Exited(0));
        assertThat(again.view().report().stdout()).isEqualTo("onethree");
        assertThat(again.view().report().stderr()).isEqualTo("two!");
        assertThat(again.outcome()).isEqualTo(new Outcome.Exited(0));
        restart();
        assertThat(ssh.started).isEmpty();
    }

    @Test
    void aDetachedJobThatIsNotKnownToHaveBegunMayStartIfAllOfItIsKnown() throws Exception {
        startDetached("make", ExecOptions.DEFAULTS, "whole");
        startDetached("cat", ExecOptions.DEFAULTS.withStdin("secret".getBytes(UTF_8)), "secret");
        restart();

        assertThat(ssh.started.stream().map(command -> command.detached().orElseThrow()))
                .allMatch(DetachedJob::resumed)
                .filteredOn(DetachedJob::mayStart)
                .extracting(DetachedJob::id)
                .containsExactly("whole");
    }

    @Test
    void aStopThatWasAskedForIsGoneOnWith() throws Exception {
        Job job = startDetached("make", ExecOptions.DEFAULTS, "long");
        new Journalist(job).stopIsWrittenButNotDone("job.stop");
        restart();

        assertThat(engine.find(new JobId("long")).outcome()).isEqualTo(new Outcome.Cancelled("job.stop"));
    }

    /** Writes what an agent writes that dies a moment later. */
    private record Journalist(Job job) {
        void stopIsWrittenButNotDone(String reason) throws Exception {
            job.files().journal().append(new JobEvent.Stopping(Instant.now(), reason));
        }
    }

    @Test
    void speaksWithItsCommand() throws Exception {
        Job job = start("cat");

        assertThat(job.control().write("abc".getBytes(UTF_8), OptionalLong.empty(), false))
                .isEqualTo(new JobInput(3, 0));
        assertThat(job.control().write("bcd".getBytes(UTF_8), OptionalLong.of(1), false))
                .as("sent again, and one more")
                .isEqualTo(new JobInput(4, 0));
        assertThat(job.control().write("ab".getBytes(UTF_8), OptionalLong.of(0), true))
                .isEqualTo(new JobInput(4, 0));
        assertThat(ssh.only().input().toString(UTF_8)).isEqualTo("abcd");
        assertThatThrownBy(() -> job.control().write(new byte[1], OptionalLong.of(5), false))
                .hasMessage(
                        "Invalid params: offset: 5 is past the 4 bytes received so far: something between is missing");
        job.control().signal("HUP");
        assertThat(ssh.only().signals()).containsExactly("HUP");

        ssh.only().ends(new Outcome.Exited(0));
        assertThatThrownBy(() -> job.control().signal("HUP"))
                .hasMessage("Not possible now: job " + job.id() + ": it has ended");
    }

    @Test
    void tellsWhyItCannotSpeakWithItsCommand() {
        Job job = start("deaf", "deaf");

        assertThatThrownBy(() -> job.control().write(new byte[1], OptionalLong.empty(), false))
                .hasMessage("Not possible now: job deaf: its standard input is closed");
        assertThatThrownBy(() -> job.control().signal("HUP"))
                .hasMessage("Not possible now: job deaf: no signal can reach it");
    }

    @Test
    void findsTargetsByTheNamesOfTheInventory() {
        engine.start(new ExecRequest(Target.parse("dut"), "true", ExecOptions.DEFAULTS));
        engine.start(new ExecRequest(Target.parse("root@dut:22"), "true", ExecOptions.DEFAULTS));
        engine.start(new ExecRequest(Target.parse("other"), "true", ExecOptions.DEFAULTS));
        engine.start(new ExecRequest(Target.parse("local"), "true", ExecOptions.DEFAULTS));

        assertThat(ssh.started.stream().map(FakeSsh.Command::endpoint))
                .containsExactly(
                        SshEndpoint.of("lab", "dut1", 2222),
                        SshEndpoint.of("root", "dut1", 22),
                        SshEndpoint.of(Optional.empty(), "other", OptionalInt.empty()),
                        SSHD);
    }

    @Test
    void outputIsPrivateToTheAccount() throws Exception {
        Job job = start("cat");
        ssh.only().writes("secret");

        assertThat(Files.getPosixFilePermissions(
                        folder.resolve("jobs").resolve(job.id().value())))
                .containsExactlyInAnyOrderElementsOf(
                        java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }
}
