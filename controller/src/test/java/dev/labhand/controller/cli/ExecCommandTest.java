package dev.labhand.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Outcome;
import dev.labhand.controller.FakeAgent;
import dev.labhand.protocol.JobOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecCommandTest extends CommandLineTest {

    private static final Outcome OK = new Outcome.Exited(0);

    @TempDir
    private Path folder;

    @Test
    void tellsLinesAndTheCount() {
        one.commandsEnd("hello\n", "", OK);
        two.commandsEnd("", "oops\n", new Outcome.Exited(3));

        int code = exec("-w", both(), "uptime");

        assertThat(code).isEqualTo(5);
        assertThat(out()).contains(one.url() + ": hello\n").endsWith("2 targets: 1 exited 0, 1 exited 3\n");
        assertThat(err()).contains(two.url() + ": oops\n", "labhand: " + two.url() + ": exited 3\n");
    }

    @Test
    void wordsAfterTheFirstBelongToTheCommand() {
        one.commandsEnd("", "", OK);

        exec("-w", one.url().toString(), "ls", "-l", "--", "-w", "x");
        exec("-w", one.url().toString(), "--", "-strange", "-b");

        assertThat(one.calls("job.start"))
                .extracting(call -> call.positional().get(1))
                .containsExactly("ls -l -- -w x", "-strange -b");
    }

    @Test
    void oneUnreachableOfTwoIsFourAndBothAreCounted() {
        one.commandsEnd("", "", OK);
        two.kill();

        assertThat(exec("-w", both(), "true")).isEqualTo(4);
        assertThat(out()).isEqualTo("2 targets: 1 exited 0, 1 unreachable\n");
        assertThat(err()).isEqualTo("labhand: " + two.url() + ": unreachable: connection refused\n");
    }

    @Test
    void theLargestCodeIsReturnedOnDemand() {
        one.commandsEnd("", "", new Outcome.Exited(42));

        assertThat(exec("-S", "-w", one.url().toString(), "x")).isEqualTo(42);
    }

    @Test
    void foldsQuietlyWithoutLabels() {
        one.commandsEnd("same\n", "", OK);
        two.commandsEnd("same\n", "", OK);

        assertThat(exec("-bqN", "-w", both(), "x")).isZero();
        assertThat(out()).isEqualTo("same\n2 targets: 2 exited 0\n");
    }

    @Test
    void jsonKeepsStandardOutputPure() {
        one.commandsEnd("x\n", "", OK);

        exec("--json", "-w", one.url().toString(), "x");

        assertThat(out()).startsWith("{\"targets\":[").endsWith("}\n");
        assertThat(err()).isEqualTo("1 target: 1 exited 0\n");
    }

    @Test
    void failFastReturnsSix() {
        one.commandsEnd("", "", new Outcome.Exited(1));
        two.commandsEnd("", "", OK);

        assertThat(exec("-k", "-f", "1", "-w", both(), "x")).isEqualTo(6);
        assertThat(out()).isEqualTo("2 targets: 1 exited 1, 1 not_run\n");
    }

    @Test
    void theTimeLimitIsTheAgentsToKeep() {
        one.commandsEnd("", "", OK);

        exec("-u", "2.5", "-w", one.url().toString(), "x");
        exec("-u", ".5", "-w", one.url().toString(), "x");
        exec("-u", "0", "-w", one.url().toString(), "x");

        assertThat(one.calls("job.start").getFirst().positional().get(2))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("timeout", 2.5);
        assertThat(one.calls("job.start").getLast().positional().get(2))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .doesNotContainKey("timeout");
    }

    @Test
    void standardInputIsForwardedUnlessItIsATerminalEmptyOrNotWanted() {
        one.commandsEnd("", "", OK);
        Map<String, String> sent = Map.of("base64", "aGk=");

        in = new ByteArrayInputStream("hi".getBytes(StandardCharsets.UTF_8));
        exec("-w", one.url().toString(), "cat");
        assertThat(lastOptions()).doesNotContainKey("stdin");

        inTerminal = false;
        exec("-w", one.url().toString(), "-n", "cat");
        assertThat(lastOptions()).doesNotContainKey("stdin");

        exec("-w", one.url().toString(), "cat");
        assertThat(lastOptions()).extractingByKey("stdin").isEqualTo(sent);

        exec("-w", one.url().toString(), "cat");
        assertThat(lastOptions()).doesNotContainKey("stdin");
    }

    @Test
    void tooMuchStandardInputIsRefusedBeforeAnythingRuns() {
        inTerminal = false;
        in = InputStream.nullInputStream();
        in = new ByteArrayInputStream(new byte[StandardInput.MAX_BYTES + 1]);

        assertThat(exec("-w", one.url().toString(), "cat")).isEqualTo(2);
        assertThat(err())
                .startsWith("labhand: standard input is larger than 8 MiB")
                .contains("-n")
                .hasLineCount(1);
        assertThat(one.calls()).isEmpty();
    }

    @Test
    void listsHostsAndRunsNothing() {
        assertThat(exec("-w", "n[1-2],lab7:7081", "--list-hosts")).isZero();
        assertThat(out()).isEqualTo("n1\nn2\nlab7:7081\n");
    }

    @Test
    void withoutACommandItSaysWhatToDo() {
        assertThat(exec("-w", "n1")).isEqualTo(2);
        assertThat(err()).isEqualTo("labhand: no command is given: labhand exec -w NODES COMMAND\n");
    }

    @Test
    void withoutTargetsOrWithUnknownOnesItIsSeven() {
        assertThat(exec("uptime")).isEqualTo(7);
        assertThat(exec("-w", "@nosuchgroup", "uptime")).isEqualTo(7);
        assertThat(exec("-a", "uptime")).isEqualTo(7);
        assertThat(err()).hasLineCount(3).contains("nosuchgroup");
    }

    @Test
    void aMalformedNodeSetIsAUsageError() {
        assertThat(exec("-w", "n[3-1]", "uptime")).isEqualTo(2);
        assertThat(err()).startsWith("labhand: ").contains("n[3-1]").hasLineCount(1);
    }

    @Test
    void whatCannotBeUsedAtTheStartIsNamedInOneLine() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThat(exec("--token-file", empty.toString(), "-w", "n1", "x")).isEqualTo(2);
        assertThat(exec("--token-file", folder.resolve("none").toString(), "-w", "n1", "x"))
                .isEqualTo(2);
        assertThat(exec("-i", folder.resolve("none").toString(), "-w", "n1", "x"))
                .isEqualTo(2);
        assertThat(exec("--identity", "nokey", "-w", "ssh://n1", "x")).isEqualTo(2);
        assertThat(exec("-f", "0", "-w", "n1", "x")).isEqualTo(2);
        assertThat(exec("-t", "0", "-w", "n1", "x")).isEqualTo(2);
        assertThat(exec("--json", "-b", "-w", "n1", "x")).isEqualTo(2);
        assertThat(exec("--json", "--jsonl", "-w", "n1", "x")).isEqualTo(2);
        assertThat(err().lines()).hasSize(8).allMatch(line -> line.startsWith("labhand: "));
        assertThat(err()).contains("token file " + empty + ": the token is empty", "identity nokey");
    }

    @Test
    void flagsThatAreNoNumbersAreUsageErrors() {
        assertThat(exec("-t", "soon", "-w", "n1", "x")).isEqualTo(2);
        assertThat(exec("-f", "many", "-w", "n1", "x")).isEqualTo(2);
        assertThat(exec("--host-keys", "off", "-w", "n1", "x")).isEqualTo(2);
        assertThat(exec("--nosuchflag", "x")).isEqualTo(2);
    }

    @Test
    void variablesStandInForFlags() throws IOException {
        one.commandsEnd("", "", OK);
        Path token = Files.writeString(folder.resolve("token"), "s3cret");
        environment.put("LABHAND_TOKEN_FILE", token.toString());
        environment.put("LABHAND_INVENTORY", inventory().toString());

        assertThat(exec("-g", "lab", "x")).isZero();
        assertThat(one.authorizations()).containsOnly("Bearer s3cret");

        environment.put("LABHAND_FANOUT", "many");
        assertThat(exec("-g", "lab", "x")).isEqualTo(2);
        assertThat(err()).contains("LABHAND_FANOUT should be a whole number");
    }

    @Test
    void aTokenThatIsRefusedIsToldWithWhatToDo() {
        one.on("job.start", call -> new FakeAgent.Status(401, ""));

        assertThat(exec("-w", one.url().toString(), "x")).isEqualTo(4);
        assertThat(err()).contains("auth_failed: the agent wants a token (HTTP 401): give --token-file");
    }

    @Test
    void theSecondSignalEndsTheRunWithACountOfWhatIsKnown() {
        one.commandsEnd("done\n", "", OK);
        List<Runnable> asked = new ArrayList<>();
        signals = (stop, abandon) -> {
            asked.addAll(List.of(stop, abandon));
            return Signals.none();
        };
        two.on("job.start", call -> FakeAgent.passed("job")).on("job.read", call -> {
            asked.forEach(Runnable::run);
            return FakeAgent.passed(new JobOutput(
                            "part\n".getBytes(StandardCharsets.UTF_8),
                            new byte[0],
                            5,
                            0,
                            new Outcome.Running(),
                            Optional.empty(),
                            false)
                    .toStruct());
        });

        assertThat(exec("-f", "1", "-w", both() + ",n1", "x")).isEqualTo(8);
        assertThat(out()).startsWith(one.url() + ": done\n").endsWith("3 targets: 1 exited 0, 1 lost, 1 not_run\n");
        assertThat(err())
                .contains("labhand: " + two.url()
                        + ": lost: the user did not wait for its end: it may still be running\n");
    }

    @Test
    void whenTheReaderOfTheOutputLeavesWhatRunsIsStoppedWithoutAWordAboutThePipe() {
        outElsewhere = failing("Broken pipe");
        one.commandsEnd("hello\n", "", OK);

        assertThat(exec("-w", one.url().toString(), "x")).isEqualTo(141);
        assertThat(exec("--list-hosts", "-w", "n[1-3]")).isEqualTo(141);
        assertThat(err()).isEmpty();
    }

    @Test
    void outputThatCannotBeWrittenIsToldInOneLine() {
        outElsewhere = failing("No space left on device");
        one.commandsEnd("hello\n", "", OK);

        assertThat(exec("-w", one.url().toString(), "x")).isEqualTo(1);
        assertThat(exec("--list-hosts", "-w", "n[1-3]")).isEqualTo(1);
        assertThat(err()).isEqualTo("labhand: the output cannot be written: No space left on device\n".repeat(2));
    }

    @Test
    void outputGoesToFilesAsWell() {
        one.commandsEnd("out\n", "err\n", OK);

        assertThat(exec("--outdir", folder + "/o", "--errdir", folder + "/e", "-w", one.url() + "", "x"))
                .isZero();

        String file = one.url().toString().replace("/", "%2F");
        assertThat(folder.resolve("o").resolve(file)).hasContent("out");
        assertThat(folder.resolve("e").resolve(file)).hasContent("err");
        assertThat(out()).startsWith(one.url() + ": out\n");
    }

    @Test
    void aFolderForOutputThatCannotBeUsedIsAnErrorBeforeAnythingRuns() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(exec("--outdir", file.toString(), "-w", one.url().toString(), "x"))
                .isEqualTo(2);
        assertThat(err()).startsWith("labhand: " + file + " cannot be made").hasLineCount(1);
        assertThat(one.calls()).isEmpty();
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(why);
            }
        };
    }

    private Path inventory() throws IOException {
        return Files.writeString(
                folder.resolve("inventory.yaml"),
                "nodes:\n  board1:\n    url: " + one.url() + "\ngroups:\n  lab: board1\n");
    }

    private Map<Object, Object> lastOptions() {
        return Map.copyOf((Map<?, ?>) java.util.Objects.requireNonNull(
                one.calls("job.start").getLast().positional().get(2)));
    }
}
