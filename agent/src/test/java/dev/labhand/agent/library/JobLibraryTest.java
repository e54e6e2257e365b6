package dev.labhand.agent.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.agent.job.FakeSsh;
import dev.labhand.agent.job.JobEngine;
import dev.labhand.agent.job.JobSettings;
import dev.labhand.agent.job.RetentionSettings;
import dev.labhand.api.ExecOptions;
import dev.labhand.api.JobId;
import dev.labhand.api.Log;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.ssh.SshEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobLibraryTest {

    private static final Target HOST = Target.parse("host");

    @TempDir
    private Path folder;

    private final FakeSsh ssh = new FakeSsh();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Log log = (_, message) -> lines.add(message);
    private JobEngine engine;
    private JobLibrary library;

    @BeforeEach
    void open() throws Exception {
        SshEndpoint local = SshEndpoint.of("lab", "127.0.0.1", 22);
        engine = JobEngine.open(
                new JobSettings(folder.resolve("jobs"), RetentionSettings.DEFAULTS, Optional.of(local), Map.of()), ssh);
        library = new JobLibrary(engine);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** A call on a thread of its own. */
    private record Call(FutureTask<Map<String, ?>> result, Thread thread) {}

    private static Call call(Callable<Map<String, ?>> keyword) {
        FutureTask<Map<String, ?>> result = new FutureTask<>(keyword);
        return new Call(result, Thread.ofVirtual().start(result));
    }

    private Call exec(ExecOptions options) {
        return call(() -> library.exec(HOST, "make", options, log));
    }

    private String nextLine() throws InterruptedException {
        String line = lines.poll(30, TimeUnit.SECONDS);
        assertThat(line).isNotNull();
        return line;
    }

    private FakeSsh.Command begun() throws InterruptedException {
        assertThat(nextLine()).startsWith("Running 'make' on host as job ");
        while (ssh.started.isEmpty()) {
            Thread.onSpinWait();
        }
        return ssh.only();
    }

    @Test
    void linesOfOutputAreLoggedAsTheyCome() throws Exception {
        Call exec = exec(ExecOptions.DEFAULTS);
        FakeSsh.Command command = begun();

        command.writes("compiling\n");
        assertThat(nextLine()).isEqualTo("stdout: compiling");
        command.writes("link");
        command.writes("ing\ncopy");
        assertThat(nextLine()).isEqualTo("stdout: linking");
        command.writes("ing é".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        command.ends(new Outcome.Exited(0));

        assertThat(exec.result().get()).extracting("stdout").isEqualTo("compiling\nlinking\ncopying é");
        assertThat(nextLine()).isEqualTo("stdout: copying é");
        assertThat(nextLine()).matches("Job \\S+ exited with code 0 after \\d+ ms\\.");
        assertThat(lines).isEmpty();
    }

    @Test
    void onlyTheBeginningOfMuchOutputIsLogged() throws Exception {
        Call exec = exec(ExecOptions.DEFAULTS);
        FakeSsh.Command command = begun();

        command.writes("é".repeat(15_000));
        command.ends(new Outcome.Exited(0));

        exec.result().get();
        assertThat(lines).hasSize(3);
        assertThat(nextLine()).isEqualTo("stdout: " + "é".repeat(10_000));
        assertThat(nextLine()).contains("exited");
        assertThat(nextLine()).isEqualTo("stdout has 30000 bytes, the beginning of which is shown above.");
    }

    @Test
    void charactersThatOldRobotsMiscountAreEscapedInTheLogAlone() throws Exception {
        Call exec = exec(ExecOptions.DEFAULTS);
        FakeSsh.Command command = begun();

        command.writes("done 😀 €\n");
        command.ends(new Outcome.Exited(0));

        assertThat(exec.result().get()).extracting("stdout").isEqualTo("done 😀 €\n");
        assertThat(nextLine()).isEqualTo("stdout: done \\U0001F600 €");
    }

    @Test
    void exactBytesAreOnlyCounted() throws Exception {
        ExecOptions d = ExecOptions.DEFAULTS;
        Call exec = exec(new ExecOptions(
                d.timeout(),
                d.idleTimeout(),
                d.grace(),
                d.waitLimit(),
                d.stdin(),
                d.env(),
                d.cwd(),
                d.outputLimit(),
                d.inline(),
                ExecOptions.Encoding.BASE64,
                d.jobId()));
        FakeSsh.Command command = begun();

        command.writes("\0\1");
        command.ends(new Outcome.Exited(0));

        exec.result().get();
        assertThat(List.copyOf(lines)).last().isEqualTo("stdout has 2 bytes.");
    }

    @Test
    void anInterruptedExecStopsItsCommand() throws Exception {
        Call exec = exec(ExecOptions.DEFAULTS);
        FakeSsh.Command command = begun();

        exec.thread().interrupt();

        assertThatThrownBy(() -> exec.result().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(command.ending().get().outcome()).isEqualTo(new Outcome.Cancelled("the call was cancelled"));
    }

    @Test
    void anInterruptedExecOfANamedJobLeavesItRunning() throws Exception {
        Call exec = exec(ExecOptions.DEFAULTS.withJobId(new JobId("nightly")));
        FakeSsh.Command command = begun();

        exec.thread().interrupt();

        assertThatThrownBy(() -> exec.result().get()).hasCauseInstanceOf(InterruptedException.class);
        assertThat(command.ending()).isNotDone();
        assertThat(engine.find(new JobId("nightly")).outcome().isFinal()).isFalse();
    }

    @Test
    void anInterruptedWaitOrReadLeavesTheJobRunning() throws Exception {
        JobId id = new JobId(library.start(HOST, "make", ExecOptions.DEFAULTS, log));
        FakeSsh.Command command = begun();

        for (Call call : List.of(
                call(() -> library.await(id, Duration.ofHours(1), log)),
                call(() -> library.read(id, Map.of(), 1, Duration.ofHours(1))))) {
            call.thread().interrupt();
            assertThatThrownBy(() -> call.result().get()).hasCauseInstanceOf(InterruptedException.class);
        }

        assertThat(command.ending()).isNotDone();
    }

    @Test
    void aWaitThatIsOverTellsWhatThereIs() throws Exception {
        JobId id = new JobId(library.start(HOST, "make", ExecOptions.DEFAULTS, log));
        begun().writes("so far");

        assertThat(library.await(id, Duration.ZERO, log)).extracting("outcome").isEqualTo("running");
        assertThat(nextLine()).isEqualTo("stdout: so far");
        assertThat(nextLine()).contains(" goes on after ");
    }
}
