package dev.labhand.agent.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.Failure;
import dev.labhand.api.KeywordException;
import dev.labhand.api.Outcome;
import dev.labhand.api.StopResult;
import dev.labhand.api.Target;
import dev.labhand.protocol.JobInput;
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.JobReport;
import dev.labhand.ssh.CommandOutput;
import dev.labhand.ssh.SshEndpoint;
import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs from their start to their end. */
class JobEngineTest extends EngineOverFakeSsh {

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
    void aJobThatEndedDoesNotKeepWhatItsCommandRead() throws Exception {
        Job job = engine.start(
                new ExecRequest(Target.parse("host"), "cat", ExecOptions.DEFAULTS.withStdin(new byte[1 << 20])));
        assertThat(job.request().options().stdin()).isPresent();
        ssh.only().ends(new Outcome.Exited(0));

        assertThat(job.request().options().stdin()).isEmpty();
        assertThat(job.request().command()).isEqualTo("cat");
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
    void aWaitWithoutLimitLastsUntilTheEnd() throws Exception {
        Job job = start("slow");
        var report = CompletableFuture.supplyAsync(() -> {
            try {
                ByteArrayOutputStream seen = new ByteArrayOutputStream();
                job.view().follow(Optional.empty(), 100, new Seen(seen));
                job.await(Optional.empty());
                return seen.toString(UTF_8) + job.outcome().word();
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });

        ssh.only().writes("a");
        ssh.only().writes("b");
        ssh.only().ends(new Outcome.Exited(0));

        assertThat(report.get(10, TimeUnit.SECONDS)).isEqualTo("abexited");
    }

    private record Seen(ByteArrayOutputStream bytes) implements CommandOutput {
        @Override
        public void stdout(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, length);
        }

        @Override
        public void stderr(byte[] buffer, int offset, int length) {
            bytes.write(buffer, offset, length);
        }
    }

    @Test
    void whatHasEndedHoldsNothingOfItsCommand() throws Exception {
        Job job = start("true");
        ssh.only().ends(new Outcome.Exited(0));
        var command = new WeakReference<>(ssh.only());
        ssh.started.clear();

        for (int i = 0; i < 100 && command.get() != null; i++) {
            System.gc();
        }

        assertThat(command.get()).as("kept by " + job.id()).isNull();
    }

    @Test
    void setsAsideOnlyTheStartThatHasToWaitForTheEmbeddedServer() throws Exception {
        List<Runnable> aside = new ArrayList<>();
        JobSettings settings = new JobSettings(
                folder.resolve("others"), RetentionSettings.DEFAULTS, Optional.empty(), Map.of("dut", DUT));
        try (JobEngine own =
                new JobEngine(settings, ssh, Disk.of(folder), aside::add, java.time.InstantSource.system())) {
            own.start(new ExecRequest(Target.parse("dut"), "true", ExecOptions.DEFAULTS));
            own.start(new ExecRequest(Target.parse("other"), "true", ExecOptions.DEFAULTS));
            assertThat(ssh.started).hasSize(2);
            assertThat(aside).isEmpty();

            Job local = own.start(new ExecRequest(Target.parse("local"), "true", ExecOptions.DEFAULTS));
            assertThat(ssh.started).hasSize(2);
            assertThat(aside).hasSize(1);
            aside.getFirst().run();
            assertThat(ssh.started).hasSize(3);

            own.start(new ExecRequest(Target.parse("local"), "true", ExecOptions.DEFAULTS));
            assertThat(ssh.started).as("it runs by now").hasSize(4);
            assertThat(aside).hasSize(1);
            assertThat(local.outcome()).isEqualTo(new Outcome.Running());
            ssh.started.forEach(command -> command.ends(new Outcome.Exited(0)));
        }
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
        assertThat(job.control().write("ab".getBytes(UTF_8), OptionalLong.of(0), true))
                .as("the end sent again")
                .isEqualTo(new JobInput(4, 0));
        assertThatThrownBy(() -> job.control().write(new byte[1], OptionalLong.of(-1), false))
                .hasMessage("Invalid params: offset: should be 0 or more, not -1");
        assertThatThrownBy(() -> job.control().write(new byte[1], OptionalLong.of(5), false))
                .hasMessage(
                        "Invalid params: offset: 5 is past the 4 bytes received so far: something between is missing");
        job.control().signal("HUP");
        assertThat(ssh.only().signals()).containsExactly("HUP");

        ssh.only().ends(new Outcome.Exited(0));
        assertThat(job.control().write("d".getBytes(UTF_8), OptionalLong.of(3), true))
                .as("and again when the command has ended of it")
                .isEqualTo(new JobInput(4, 0));
        assertThatThrownBy(() -> job.control().write("e".getBytes(UTF_8), OptionalLong.of(4), true))
                .hasMessageEndingWith("it has ended");
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
