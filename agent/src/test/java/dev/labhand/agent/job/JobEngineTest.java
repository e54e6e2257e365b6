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
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.JobReport;
import dev.labhand.ssh.SshEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    private JobEngine engine;

    @BeforeEach
    void open() throws Exception {
        engine = new JobEngine(
                new JobSettings(folder.resolve("jobs"), KEEP, Optional.of(SSHD), Map.of("dut", DUT)),
                ssh,
                Runnable::run);
    }

    @AfterEach
    void close() {
        engine.close();
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

        JobReport report = job.report();

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

        JobOutput first = job.read(250, 0, 10, Duration.ZERO);
        assertThat(first.stdout()).containsExactly(250, 251, 252, 253, 254, 255, 0, 1, 2, 3);
        assertThat(first.nextStdout()).isEqualTo(260);
        assertThat(first.eof()).isFalse();

        ssh.only().ends(new Outcome.Exited(0));
        JobOutput last = job.read(first.nextStdout(), 0, 1000, Duration.ZERO);
        assertThat(last.stdout()).hasSize(252);
        assertThat(last.eof()).isTrue();
    }

    @Test
    void isNotAtTheEndWhileOneStreamIsUnread() throws Exception {
        Job job = start("cat");
        ssh.only().writes("four");
        ssh.only().ends(new Outcome.Exited(0));

        assertThat(job.read(0, 0, 2, Duration.ZERO).eof()).isFalse();
        assertThat(job.read(2, 0, 2, Duration.ZERO).eof()).isTrue();
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
            return job.read(offset, 0, 100, Duration.ofDays(1));
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void refusesAnOffsetPastTheEnd() throws Exception {
        Job job = start("cat");
        ssh.only().writes("abc");

        assertThatThrownBy(() -> job.read(4, 0, 10, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stdout: the offset 4 lies past the 3 bytes written so far");
    }

    @Test
    void aWaitThatPassesLeavesTheJobRunning() throws Exception {
        Job job = start("sleep");

        job.await(Optional.of(Duration.ofMillis(1)));

        assertThat(job.report().toStruct()).containsEntry("outcome", "running");
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

        JobReport report = job.report();

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

        JobReport report = job.report();
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

    @Test
    void forgetsTheOldestFinishedJobsAndTheirOutput() throws Exception {
        Job running = start("sleep", "running");
        for (int i = 0; i <= KEEP; i++) {
            start("echo", "job" + i);
            ssh.started.getLast().writes("x");
            ssh.started.getLast().ends(new Outcome.Exited(0));
        }

        assertThatThrownBy(() -> engine.find(new JobId("job0")))
                .isInstanceOf(KeywordException.class)
                .hasMessage("No such job: job0");
        assertThat(folder.resolve("jobs/job0")).doesNotExist();
        assertThat(folder.resolve("jobs/job1/stdout")).exists();
        assertThat(engine.find(new JobId("running"))).isSameAs(running);
    }

    @Test
    void removesWhatAnEarlierAgentLeft() throws Exception {
        Files.createDirectories(folder.resolve("jobs/old"));
        Files.writeString(folder.resolve("jobs/old/stdout"), "left");

        engine.close();
        open();

        assertThat(folder.resolve("jobs")).isEmptyDirectory();
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
