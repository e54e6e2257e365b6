package dev.labhand.agent.plugin;

import static dev.labhand.agent.plugin.Results.failure;
import static dev.labhand.agent.plugin.Results.message;
import static dev.labhand.agent.plugin.Results.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.InvocationResult;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneShotCallerTest {

    @TempDir
    private Path folder;

    private final Limits limits = Scripts.limits();
    private final Processes processes = new Processes(limits.grace());
    private final RecordedLog log = new RecordedLog();

    @AfterEach
    void close() {
        processes.close();
    }

    private InvocationResult run(String script) throws IOException {
        return run(script, List.of(), Optional.empty());
    }

    private InvocationResult run(String script, List<@Nullable Object> args, Optional<Duration> timeout)
            throws IOException {
        Path file = Scripts.write(folder.resolve("plugin.sh"), script);
        OneShotCaller caller = new OneShotCaller(PluginCommand.of(file), new OneShot(processes, limits));
        return caller.run(new Call("Flash Image", args, Map.of("force", true), timeout, log));
    }

    @Test
    void theCallIsInTheArgumentsAndOnStandardInput() throws IOException {
        InvocationResult result = run("""
                read -r call
                echo "{\\"return\\": {\\"words\\": \\"$*\\", \\"folder\\": \\"$PWD\\", \\"call\\": $call}}"
                """, Arrays.asList("a", null, 3L), Optional.empty());

        assertThat(value(result))
                .isEqualTo(Map.of(
                        "words",
                        "--call Flash Image",
                        "folder",
                        folder.toRealPath().toString(),
                        "call",
                        Map.of("args", Arrays.asList("a", null, 3L), "kwargs", Map.of("force", true))));
    }

    @Test
    void allValuesTravelBothWays() throws IOException {
        List<@Nullable Object> values = Arrays.asList(
                null,
                true,
                1L << 40,
                new BigInteger("123456789012345678901234567890"),
                1.5,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                "\uD83D\uDE00 \0 \uFFFF \"\\\r\n\u2028",
                LocalDateTime.parse("2026-11-22T10:15:30.5"),
                Instant.parse("2026-11-22T10:15:30Z"),
                List.of(List.of(), Map.of("base", "x", "more", 1L)),
                Map.of("base64", 1L));

        InvocationResult result = run("sed 's/.*/{\"return\": &}/'", values, Optional.empty());

        assertThat(value(result)).isEqualTo(Map.of("args", values, "kwargs", Map.of("force", true)));
        InvocationResult bytes = run("sed 's/.*/{\"return\": &}/'", List.of(new byte[] {0, -1}), Optional.empty());
        assertThat(value(bytes))
                .usingRecursiveComparison()
                .isEqualTo(Map.of("args", List.of(new byte[] {0, -1}), "kwargs", Map.of("force", true)));
    }

    @Test
    void linesBeforeTheAnswerAreLog() throws IOException {
        assertThat(value(run("echo one; echo; echo '*WARN* two'; echo '{\"return\": null}'")))
                .isNull();
        assertThat(log.lines).containsExactly("INFO one", "INFO *WARN* two");
    }

    @Test
    void standardErrorIsLogWithLevelsAndTimes() throws IOException {
        run("""
                { echo plain; echo '*WARN:1700000000000.25* careful'; echo more; echo '*HTML* <b>x</b>'; echo '*FAIL* no'
                  printf '*DEBUG*end'; } >&2
                echo '{"return": 1}'
                """);

        assertThat(log.lines)
                .containsExactly(
                        "INFO plain", "WARN careful", "WARN more", "HTML <b>x</b>", "HTML *FAIL* no", "DEBUG end");
        assertThat(log.times.get(1)).isEqualTo(Instant.parse("2023-11-14T22:13:20.000250Z"));
    }

    @Test
    void standardErrorIsThereBeforeTheEnd() throws Exception {
        Path go = folder.resolve("go");
        CompletableFuture<InvocationResult> call = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                call.complete(run("echo now >&2; while [ ! -e go ]; do sleep 0.01; done; echo '{\"return\": 1}'"));
            } catch (IOException | RuntimeException e) {
                call.completeExceptionally(e);
            }
        });
        Scripts.until(() -> log.lines.equals(List.of("INFO now")));
        assertThat(call).isNotDone();
        Files.createFile(go);
        thread.join();
        assertThat(value(call.get())).isEqualTo(1L);
    }

    @Test
    void anErrorIsAFailureWithAllThatItTells() throws IOException {
        Map<?, ?> failure = failure(
                run("echo '{\"error\": \"no board\", \"traceback\": \"at x\", \"continuable\": true}'; exit 1"));

        assertThat(failure)
                .isEqualTo(Map.of("message", "no board", "traceback", "at x", "continuable", true, "fatal", false));
        assertThat(failure(run("echo '{\"error\": \"x\", \"fatal\": true}'")).get("fatal"))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exit 3                          | exited with code 3 without an answer
            true                            | exited with code 0 without an answer
            kill -KILL $$                   | was killed by signal 9 without an answer
            echo rubbish                    | exited with code 0, and the last line of its output is no answer: Unrecognized token
            echo [1]                        | the last line of its output is no answer: it is no object
            echo "{\\"error\\": null}" | the last line of its output is no answer: it has neither "return" nor "error"
            echo {}                         | the last line of its output is no answer: it has neither "return" nor "error"
            echo "{\\"error\\": 5}" | the last line of its output is no answer: "error" should be a string, not 5
            echo "{\\"error\\": [\\"a\\"]}" | the last line of its output is no answer: "error" should be a string, not ["a"]
            echo "{\\"error\\": \\"x\\", \\"traceback\\": 1}" | the last line of its output is no answer: "traceback" should be a string, not 1
            echo "{\\"error\\": \\"x\\", \\"fatal\\": \\"yes\\"}" | the last line of its output is no answer: "fatal" should be true or false, not "yes"
            printf %s "{\\"return\\": [1, " | the last line of its output is no answer
            echo "{\\"return\\": 1} x" | the last line of its output is no answer
            echo "{\\"return\\": {\\"base64\\": \\"?\\"}}" | the last line of its output is no answer: a value of "base64" is no Base64
            """)
    void whatIsNoAnswerIsAFailureWithTheReason(String script, String reason) throws IOException {
        InvocationResult result = run("echo oh dear >&2\n" + script);

        assertThat(message(result))
                .startsWith(folder.toRealPath() + "/plugin.sh ")
                .contains(reason)
                .contains("; its standard error ends:\noh dear");
    }

    @Test
    void anErrorThatIsNullIsNone() throws IOException {
        assertThat(value(run("echo '{\"return\": 1, \"error\": null}'"))).isEqualTo(1L);
    }

    @Test
    void whatOthersCanReplaceByNowIsNotRun() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Path file = Scripts.write(shared.resolve("x.sh"), "echo ran >ran; echo '{\"return\": 1}'");
        OneShotCaller caller = new OneShotCaller(PluginCommand.of(file), new OneShot(processes, limits));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(message(caller.run(new Call("x", List.of(), Map.of(), Optional.empty(), log))))
                .contains("x.sh cannot be started: " + shared + " can be written by other accounts");
        assertThat(shared.resolve("ran")).doesNotExist();
    }

    @Test
    void aProgramThatCannotRunIsAFailure() throws IOException {
        Path file = Scripts.write(folder.resolve("x.sh"), "");
        Files.writeString(file, "#!/no/such/interpreter\n");
        OneShotCaller caller = new OneShotCaller(PluginCommand.of(file), new OneShot(processes, limits));

        assertThat(message(caller.run(new Call("x", List.of(), Map.of(), Optional.empty(), log))))
                .contains("x.sh cannot be started: ")
                .contains("No such file or directory");
    }

    @Test
    void aLineThatIsTooLongEndsTheCall() throws IOException {
        assertThat(message(run("head -c 100000000 /dev/zero | tr '\\0' x; sleep 100")))
                .contains("wrote a line of more than 1048576 bytes to standard output and was ended");
    }

    @ParameterizedTest
    @CsvSource({"1, standard output", "2, standard error"})
    void outputWithoutEndEndsTheCall(int descriptor, String stream) throws IOException {
        assertThat(message(run("yes " + "y".repeat(1000) + " >&" + descriptor)))
                .contains("wrote more than 4194304 bytes to " + stream + " and was ended");
    }

    @Test
    void inputThatIsNotReadDoesNoHarm() throws IOException {
        String large = "x".repeat(1 << 20);

        assertThat(value(run("echo '{\"return\": 1}'", List.of(large), Optional.empty())))
                .isEqualTo(1L);
        assertThat(value(run("wc -c | sed 's/.*/{\"return\": &}/'", List.of(large), Optional.empty())))
                .isEqualTo((1L << 20) + 38);
    }

    @Test
    void aTimeoutEndsAllThatWasStarted() throws IOException {
        InvocationResult result = run("""
                (trap '' TERM; env -i sh -c 'echo $$ >naked; exec sleep 1000' &) &
                setsid sh -c 'echo $$ >away; exec sleep 1000' </dev/null >/dev/null 2>&1 &
                while [ ! -s away ] || [ ! -s naked ]; do sleep 0.01; done
                echo $$ >main
                wait
                """, List.of(), Optional.of(Duration.ofSeconds(2)));

        assertThat(message(result)).contains("took longer than 2 seconds and was ended, with all that it started");
        for (String each : List.of("main", "away", "naked")) {
            assertThat(Scripts.runs(Scripts.pid(folder.resolve(each)))).as(each).isFalse();
        }
    }

    @Test
    void anInterruptCancelsTheCall() throws Exception {
        CompletableFuture<InvocationResult> call = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                InvocationResult result = run("""
                        trap '' TERM
                        setsid sh -c 'trap "" TERM; echo $$ >away; while :; do sleep 1; done' &
                        echo $$ >main
                        while :; do sleep 1; done
                        """);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
                call.complete(result);
            } catch (IOException | AssertionError e) {
                call.completeExceptionally(e);
            }
        });
        long main = Scripts.pid(folder.resolve("main"));
        long away = Scripts.pid(folder.resolve("away"));

        thread.interrupt();

        assertThat(message(call.get())).endsWith("was ended because the call was cancelled");
        assertThat(Scripts.runs(main)).isFalse();
        assertThat(Scripts.runs(away)).isFalse();
    }

    @Test
    void whatItLeavesRunningDoesNotHoldTheAnswerBack() throws IOException {
        assertThat(value(run("sleep 1000 & echo $! >left; echo '{\"return\": 1}'")))
                .isEqualTo(1L);
        ProcessHandle left =
                ProcessHandle.of(Scripts.pid(folder.resolve("left"))).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroy();
    }

    @Test
    void manyCallsLeaveNothingBehind() throws IOException {
        run("echo '{\"return\": 1}'");
        long before = Scripts.descriptors();
        int threads = Thread.activeCount();
        for (int i = 0; i < 300; i++) {
            assertThat(value(run("echo note >&2; echo '{\"return\": 1}'"))).isEqualTo(1L);
        }
        Scripts.until(() -> {
            try {
                return Scripts.descriptors() <= before;
            } catch (IOException e) {
                return false;
            }
        });
        assertThat(Thread.activeCount()).isLessThan(threads + 20);
    }

    @Test
    void theAgentsEndEndsCalls() throws Exception {
        CompletableFuture<InvocationResult> call = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                call.complete(run("echo $$ >main; exec sleep 1000"));
            } catch (IOException e) {
                call.completeExceptionally(e);
            }
        });
        long main = Scripts.pid(folder.resolve("main"));

        processes.close();

        assertThat(message(call.get())).contains("was ended because the agent is stopping");
        assertThat(Scripts.runs(main)).isFalse();
        assertThat(message(run("true"))).contains("cannot be started: the agent is stopping");
    }
}
