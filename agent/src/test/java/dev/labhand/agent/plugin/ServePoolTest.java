package dev.labhand.agent.plugin;

import static dev.labhand.agent.plugin.Results.message;
import static dev.labhand.agent.plugin.Results.number;
import static dev.labhand.agent.plugin.Results.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.InvocationResult;
import dev.labhand.api.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServePoolTest {

    @TempDir
    private Path folder;

    private Limits limits = Scripts.limits();
    private final Processes processes = new Processes(limits.grace());
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final RecordedLog log = new RecordedLog();

    @AfterEach
    void close() {
        timer.shutdownNow();
        processes.close();
    }

    /** Answers each call with what the commands put into {@code $answer}; its id is {@code $id}, its keyword {@code $keyword}. */
    private ServePool pool(String commands) throws IOException {
        Path file = Scripts.write(folder.resolve("plugin.sh"), """
                echo $$ >>started
                while read -r call; do
                  id=${call#*'"id":'}; id=${id%%,*}
                  keyword=${call#*'"keyword":"'}; keyword=${keyword%%'"'*}
                  answer=null
                  COMMANDS
                  echo "{\\"id\\": $id, \\"return\\": $answer}"
                done
                echo $$ >>ended
                """.replace("COMMANDS", commands));
        return new ServePool(PluginCommand.of(file), processes, limits, timer);
    }

    private InvocationResult run(ServePool pool, String keyword) {
        return pool.run(call(keyword, log));
    }

    private static Call call(String keyword, Log log) {
        return new Call(keyword, List.of(), Map.of(), Optional.empty(), log);
    }

    private CompletableFuture<InvocationResult> start(ServePool pool, String keyword, Log log) {
        CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> result.complete(pool.run(call(keyword, log))));
        return result;
    }

    private List<String> started() throws IOException {
        return Files.readAllLines(folder.resolve("started"));
    }

    @Test
    void oneProcessServesOneCallAfterTheOther() throws IOException {
        ServePool pool = pool("answer=$$");

        Object first = value(run(pool, "a"));

        for (int i = 0; i < 20; i++) {
            assertThat(value(run(pool, "a"))).isEqualTo(first);
        }
        assertThat(started()).hasSize(1);
    }

    @Test
    void callsAtOnceHaveAProcessEachUpToTheLimit() throws Exception {
        ServePool pool = pool("echo $$ >>busy; while [ ! -e go ]; do sleep 0.01; done; answer=$$");
        List<CompletableFuture<InvocationResult>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            calls.add(start(pool, "a", log));
        }
        Path busy = folder.resolve("busy");
        Scripts.until(() -> lines(busy) == limits.processes());
        Files.createFile(folder.resolve("go"));

        Set<Object> answers = new HashSet<>();
        for (CompletableFuture<InvocationResult> call : calls) {
            answers.add(value(call.get()));
        }

        assertThat(answers).hasSize(limits.processes());
        assertThat(started()).hasSize(limits.processes());
    }

    private static int lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @RepeatedTest(10)
    void logsGoToTheirOwnCall() throws Exception {
        ServePool pool = pool("""
                echo "*WARN* error of $keyword" >&2
                echo "{\\"log\\": \\"log of $keyword\\", \\"level\\": \\"DEBUG\\", \\"time\\": 1700000000000}"
                echo "print of $keyword"
                printf "end of $keyword" >&2""");
        RecordedLog a = new RecordedLog();
        Map<String, RecordedLog> logs = Map.of("a", a, "b", new RecordedLog());
        List<CompletableFuture<InvocationResult>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            logs.forEach((name, own) -> calls.add(start(pool, name, own)));
        }
        for (CompletableFuture<InvocationResult> call : calls) {
            value(call.get());
        }

        logs.forEach((name, own) -> assertThat(own.lines)
                .hasSize(80)
                .containsOnly(
                        "WARN error of " + name,
                        "DEBUG log of " + name,
                        "INFO print of " + name,
                        own.lines.contains("INFO end of " + name) ? "INFO end of " + name : "WARN end of " + name));
        assertThat(a.times).contains(Instant.ofEpochMilli(1700000000000L));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exit 3                                 | exited with code 3 before it answered; its standard error ends:
            kill -KILL $$                          | was killed by signal 9 before it answered
            printf %s "{\\"id\\": 1, "; exit | exited with code 0 before it answered
            exec >&-; exit 1                       | exited with code 1 before it answered
            echo "{\\"id\\": 99, \\"return\\": 1}" | answered a call 99, which it was not asked
            echo "{\\"return\\": 1}" | gave a line that is neither an answer, since it has no "id", nor log: {"return": 1}
            echo "{\\"id\\": $id, \\"error\\": 5}" | gave a line that is no answer: "error" should be a string, not 5
            echo "{\\"id\\": $id}"                 | gave a line that is no answer: it has neither "return" nor "error"
            head -c 3000000 /dev/zero | wrote a line of more than 1048576 bytes to standard output
            yes                                    | wrote more than 4194304 bytes to standard output
            yes >&2                                | wrote more than 4194304 bytes to standard error
            """)
    void aProcessThatFailsFailsItsCallAndIsReplaced(String script, String reason) throws Exception {
        ServePool pool = pool("echo oh dear >&2; if [ $keyword = bad ]; then " + script + "; fi; answer=$$");
        long first = number(run(pool, "good"));

        assertThat(message(run(pool, "bad"))).contains(reason);

        assertThat(number(run(pool, "good"))).isNotEqualTo(first);
        assertThat(started()).hasSize(2);
        Scripts.until(() -> !Scripts.runs(first));
    }

    @Test
    void aProcessThatDiesBetweenCallsIsReplaced() throws IOException {
        ServePool pool = pool("answer=$$");
        long first = number(run(pool, "a"));
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        Scripts.until(() -> !Scripts.runs(first));

        // The pool hears of it a moment later; a call that comes before fails with the reason.
        Scripts.until(() -> run(pool, "a") instanceof InvocationResult.Passed(var second)
                && !Long.valueOf(first).equals(second));
    }

    @Test
    void anInterruptEndsTheProcessAndAllThatItStarted() throws Exception {
        ServePool pool = pool("setsid sh -c 'echo $$ >away; exec sleep 1000' & echo $$ >main; wait");
        CompletableFuture<InvocationResult> call = new CompletableFuture<>();
        Thread thread = Thread.startVirtualThread(() -> call.complete(run(pool, "a")));
        long main = Scripts.pid(folder.resolve("main"));
        long away = Scripts.pid(folder.resolve("away"));

        thread.interrupt();

        assertThat(message(call.get())).endsWith("was ended because the call was cancelled");
        assertThat(Scripts.runs(main)).isFalse();
        assertThat(Scripts.runs(away)).isFalse();
    }

    @Test
    void aTimeoutEndsTheProcessAndIsToldAsItsDeadline() throws Exception {
        ServePool pool = pool("echo \"$call\" >request; sleep 1000");
        Instant before = Instant.now();

        InvocationResult result =
                pool.run(new Call("a", List.of(1L), Map.of(), Optional.of(Duration.ofSeconds(1)), log));

        assertThat(message(result)).contains("took longer than 1 second and was ended");
        Map<?, ?> request = Answer.members(Files.readString(folder.resolve("request")));
        assertThat(request.keySet()).hasToString("[id, keyword, args, kwargs, deadline]");
        assertThat(PluginLog.time(request.get("deadline"))).isBetween(before.plusMillis(999), Instant.now());
    }

    @Test
    void anIdleProcessEndsWithItsInput() throws IOException {
        limits = withIdle(Duration.ofMillis(50));
        ServePool pool = pool("answer=$$");
        long first = number(run(pool, "a"));

        assertThat(Scripts.pid(folder.resolve("ended"))).isEqualTo(first);
        Scripts.until(() -> !Scripts.runs(first));
        assertThat(number(run(pool, "a"))).isNotEqualTo(first);
    }

    @Test
    void anIdleProcessThatStaysIsEndedWithAllThatItStarted() throws IOException {
        limits = withIdle(Duration.ofMillis(50));
        Path file = Scripts.write(folder.resolve("stays.sh"), """
                trap '' TERM
                sh -c 'trap "" TERM; echo $$ >child; while :; do sleep 1; done' </dev/null >/dev/null 2>&1 &
                read -r call
                echo "{\\"id\\": 1, \\"return\\": $$}"
                while :; do sleep 1; done
                """);
        ServePool pool = new ServePool(PluginCommand.of(file), processes, limits, timer);

        long process = number(run(pool, "a"));
        long child = Scripts.pid(folder.resolve("child"));

        Scripts.until(() -> !Scripts.runs(process) && !Scripts.runs(child));
    }

    @Test
    void aProcessInUseIsNotIdle() throws Exception {
        limits = withIdle(Duration.ofMillis(50));
        ServePool pool = pool("echo >begun; while [ ! -e go ]; do sleep 0.01; done; answer=$$");
        CompletableFuture<InvocationResult> call = start(pool, "a", log);
        Scripts.until(() -> lines(folder.resolve("begun")) == 1);
        Instant later = Instant.now().plusMillis(300);
        Scripts.until(() -> Instant.now().isAfter(later));

        Files.createFile(folder.resolve("go"));

        assertThat(number(call.get())).isPositive();
    }

    @Test
    void theOnlyProcessOfAPluginIsNeverIdleTooLong() {
        assertThat(limits.atMost(1).idle()).isGreaterThan(Duration.ofDays(3650));
        assertThat(limits.atMost(1).processes()).isEqualTo(1);
        assertThat(limits.atMost(2).idle()).isEqualTo(limits.idle());
        assertThat(limits.atMost(1000).processes()).isEqualTo(limits.processes());
    }

    @Test
    void aLineOfLogMayNameItsCall() throws IOException {
        ServePool pool = pool("""
                echo "{\\"log\\": \\"of $id\\", \\"id\\": $id}"
                echo "{\\"log\\": \\"late\\", \\"id\\": $((id - 1))}"
                echo "{\\"log\\": \\"of none\\", \\"id\\": null}\"""");
        RecordedLog second = new RecordedLog();

        value(run(pool, "a"));
        value(pool.run(call("a", second)));

        assertThat(log.lines).containsExactly("INFO of 1");
        assertThat(second.lines).containsExactly("INFO of 2");
    }

    @Test
    void whatWasWrittenBeforeACallIsNotInItsLog() throws IOException {
        Path file = Scripts.write(folder.resolve("late.sh"), """
                while read -r call; do
                  n=$((n + 1))
                  echo "mine $n" >&2
                  echo '{"id": '$n', "return": 1}'
                  echo "late $n" >&2
                  echo >>ready
                done
                """);
        ServePool pool = new ServePool(PluginCommand.of(file), processes, limits, timer);
        RecordedLog second = new RecordedLog();

        value(run(pool, "a"));
        Scripts.until(() -> lines(folder.resolve("ready")) == 1);
        value(pool.run(call("a", second)));

        assertThat(second.lines).contains("INFO mine 2").doesNotContain("INFO late 1");
    }

    private Limits withIdle(Duration idle) {
        return new Limits(
                limits.describe(),
                limits.grace(),
                idle,
                limits.quiet(),
                limits.line(),
                limits.output(),
                limits.processes());
    }

    @Test
    void aRetiredPoolFinishesItsCallsAndKeepsNoProcess() throws Exception {
        ServePool pool = pool("while [ ! -e go ]; do sleep 0.01; done; answer=$$");
        CompletableFuture<InvocationResult> call = start(pool, "a", log);
        Scripts.until(() -> lines(folder.resolve("started")) == 1);

        pool.retire();
        Files.createFile(folder.resolve("go"));

        long process = number(call.get());
        Scripts.until(() -> !Scripts.runs(process));
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        long before = Scripts.descriptors();
        ServePool pool = pool("exit");
        for (int i = 0; i < 100; i++) {
            message(run(pool, "a"));
        }
        Scripts.until(() -> {
            try {
                return Scripts.descriptors() <= before;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
