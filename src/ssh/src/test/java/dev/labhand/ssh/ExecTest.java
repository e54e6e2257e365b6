package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.Exited;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.RunningCommand.Ending;
import dev.labhand.ssh.embedded.EmbeddedSshServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecTest {

    @TempDir
    static Path folder;

    private static TestServer server;
    private static SshCommands commands;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start();
        commands = SshCommands.open(TestServer.settings(folder));
    }

    @AfterAll
    static void stop() throws IOException {
        commands.close();
        server.close();
    }

    @BeforeEach
    void forget() {
        server.commands.clear();
    }

    private Captured run(String command) {
        return new Captured(commands, server.endpoint(), command);
    }

    private Captured run(String command, ExecOptions options) {
        return new Captured(commands, server.endpoint(), command, options);
    }

    private static Ending ended(Outcome outcome) {
        return new Ending(outcome, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 255})
    void theExitCodeIsTheCommands(int code) throws Exception {
        assertThat(run(":exit " + code).end()).isEqualTo(ended(new Exited(code)));
    }

    @Test
    void aStatusOfMinusOneIsWhatClientsShowForIt() throws Exception {
        assertThat(run(":exit -1").end()).isEqualTo(ended(new Exited(255)));
    }

    @Test
    void aSignalIsNamedWithoutSig() throws Exception {
        assertThat(run(":signal SEGV").end()).isEqualTo(ended(new Outcome.Signalled("SEGV")));
        assertThat(run(":signal SIGKILL").end()).isEqualTo(ended(new Outcome.Signalled("KILL")));
    }

    @Test
    void aSignalThatTheServerDoesNotNameIsWithoutName() throws Exception {
        assertThat(run(":signal SIG@openssh.com").end()).isEqualTo(ended(new Outcome.Signalled("")));
        assertThat(run(":signal RTMIN+6@labhand.dev").end()).isEqualTo(ended(new Outcome.Signalled("RTMIN+6")));
    }

    @Test
    void aCloseWithoutStatusIsLostAfterItsOutput() throws Exception {
        Captured command = run(":no-status");
        assertThat(command.end())
                .isEqualTo(ended(new Outcome.Lost("the server closed the channel without an exit status")));
        assertThat(command.out()).isEqualTo("done");
    }

    @Test
    void aRefusedExecIsRejected() throws Exception {
        assertThat(run(":refuse").end())
                .isEqualTo(ended(new Outcome.Rejected("the server refused to run the command")));
    }

    @Test
    void theCommandTravelsByteForByte() throws Exception {
        String command = ": 'ü €' \"$x\" \\ `y` \n# 😀";
        assertThat(run(command).end().outcome()).isEqualTo(new Exited(0));
        assertThat(server.commands).containsExactly(command);
    }

    @Test
    void bothStreamsArriveApartAndWholeBeforeTheEnding() throws Exception {
        Captured command = run("i=0; while [ $i -lt 2000 ]; do echo out$i; echo err$i >&2; i=$((i+1)); done");
        assertThat(command.end().outcome()).isEqualTo(new Exited(0));
        assertThat(command.out())
                .startsWith("out0\nout1\n")
                .endsWith("out1999\n")
                .doesNotContain("err");
        assertThat(command.err())
                .startsWith("err0\nerr1\n")
                .endsWith("err1999\n")
                .doesNotContain("out");
    }

    @Test
    void megabytesOfAnyBytesGoThroughStandardInputAndBack() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);
        Captured command = run(":cat", ExecOptions.DEFAULTS.withStdin(bytes));
        assertThat(command.end().outcome()).isEqualTo(new Exited(0));
        assertThat(command.outBytes()).isEqualTo(bytes);
    }

    @Test
    void withoutStdinTheCommandReadsEndOfFileAtOnce() throws Exception {
        assertThat(run(":cat").end()).isEqualTo(ended(new Exited(0)));
    }

    @Test
    void aCommandNeedNotReadItsStandardInput() throws Exception {
        assertThat(run(":exit 4", ExecOptions.DEFAULTS.withStdin(new byte[5_000_000]))
                        .end())
                .isEqualTo(ended(new Exited(4)));
        assertThat(run(":exit 5").end()).isEqualTo(ended(new Exited(5)));
    }

    @Test
    void envAndCwdReachTheCommandAndNothingOfThemItsCommandLine() throws Exception {
        String secret = "it's \"$x\" `y`\nsecond line ü";
        Captured command = run(
                "printf '%s|%s|' \"$SECRET\" \"$PWD\"; cat",
                new ExecOptions(
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(5),
                        Optional.empty(),
                        Optional.of("the input".getBytes(StandardCharsets.UTF_8)),
                        Optional.of(Map.of("SECRET", secret)),
                        Optional.of("/usr"),
                        1 << 20,
                        1 << 20,
                        ExecOptions.Encoding.TEXT,
                        Optional.empty()));
        assertThat(command.end()).isEqualTo(ended(new Exited(0)));
        assertThat(command.out()).isEqualTo(secret + "|/usr|the input");
        assertThat(command.err()).isEmpty();
        assertThat(server.commands).singleElement().asString().doesNotContain("SECRET", "second", "/usr", "printf");
    }

    @Test
    void aFolderThatCannotBeEnteredIsRejectedAndNothingRuns() throws Exception {
        Path witness = folder.resolve("witness");
        Captured command = run("touch " + witness, Captured.shell(Map.of(), Optional.of("/no/such folder")));
        assertThat(command.end().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("cannot enter", "/no/such folder"));
        assertThat(command.err()).isEmpty();
        assertThat(witness).doesNotExist();
    }

    @Test
    void theEndingOfAWrappedCommandIsItsOwn() throws Exception {
        Captured command = run("echo no >&2; exit 9", Captured.shell(Map.of("A", "b"), Optional.empty()));
        assertThat(command.end()).isEqualTo(ended(new Exited(9)));
        assertThat(command.err()).isEqualTo("no\n");
    }

    @Test
    void theFolderToStartInMayBeginWithTheHomesSign() throws Exception {
        assertThat(run("pwd", Captured.shell(Map.of(), Optional.of("~"))).out())
                .isEqualTo(run("cd; pwd").out());
        assertThat(run("pwd", Captured.shell(Map.of(), Optional.of("~/."))).out())
                .isEqualTo(run("cd; pwd").out());
    }

    @Test
    void whatCannotBeMeantIsAnArgumentErrorThatNamesIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("true", Captured.shell(Map.of("1A", ""), Optional.empty())))
                .withMessageContaining("1A");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("true", Captured.shell(Map.of("A", "\0"), Optional.empty())))
                .withMessageContaining("A");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("true", Captured.shell(Map.of(), Optional.of(""))))
                .withMessageContaining("cwd");
        assertThatIllegalArgumentException().isThrownBy(() -> run(" ")).withMessageContaining("command");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("true", ExecOptions.DEFAULTS.withTimeout(Duration.ZERO)))
                .withMessageContaining("timeout");
        assertThat(server.commands).isEmpty();
    }

    @Test
    void aTimeLimitOfAgesIsNone() throws Exception {
        assertThat(run(":exit 0", ExecOptions.DEFAULTS.withTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
                        .end())
                .isEqualTo(ended(new Exited(0)));
    }

    @Test
    void exactlyTheLimitOfOutputIsAllowed() throws Exception {
        Captured command = run("printf 12345; printf 12345 >&2", Captured.outputLimit(5));
        assertThat(command.end()).isEqualTo(ended(new Exited(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdout", "stderr"})
    void outputBeyondTheLimitStopsTheCommandAndNamesTheStream(String stream) throws Exception {
        String to = stream.equals("stdout") ? "" : " >&2";
        Captured command = run("while :; do echo 0123456789; done" + to, Captured.outputLimit(1000));
        Ending ending = command.end();
        assertThat(ending.outcome()).isEqualTo(new Outcome.OutputLimit(stream + " is longer than 1000 bytes"));
        assertThat(ending.stop()).contains(new StopResult.Verified());
        assertThat(command.out().length() + command.err().length()).isEqualTo(1000);
    }

    @Test
    void outputThatCannotBeKeptStopsTheCommand() throws Exception {
        Ending ending = commands.start(
                        server.endpoint(), "echo x; sleep 1000", ExecOptions.DEFAULTS, new CommandOutput() {
                            @Override
                            public void stdout(byte[] buffer, int offset, int length) throws IOException {
                                throw new IOException("disk full");
                            }

                            @Override
                            public void stderr(byte[] buffer, int offset, int length) {}
                        })
                .ending()
                .get(60, TimeUnit.SECONDS);
        assertThat(ending.outcome()).isEqualTo(new Outcome.OutputLimit("the output cannot be kept: disk full"));
        assertThat(ending.stop()).contains(new StopResult.Verified());
    }

    @Test
    void inputThatComesLaterReachesTheCommandInItsOrder() throws Exception {
        Captured command =
                run("cat", ExecOptions.DEFAULTS.withOpenStdin().withStdin("one ".getBytes(StandardCharsets.UTF_8)));
        command.running().write("two ".getBytes(StandardCharsets.UTF_8), false);
        command.awaitOutput("one two ");

        command.running().write("three".getBytes(StandardCharsets.UTF_8), true);

        assertThat(command.end()).isEqualTo(ended(new Exited(0)));
        assertThat(command.out()).isEqualTo("one two three");
        assertThatIOException()
                .isThrownBy(() -> command.running().write(new byte[1], false))
                .withMessage("it has ended");
        assertThatIOException()
                .isThrownBy(() -> command.running().signal("HUP"))
                .withMessage("it ended first");
    }

    @Test
    void inputThatIsClosedTakesNoMore() {
        Captured closed = run(":hang");
        assertThatIOException()
                .isThrownBy(() -> closed.running().write(new byte[1], false))
                .withMessage("its standard input is closed; openStdin leaves it open");
        closed.running().stop("enough");
    }

    @Test
    void inputThatIsNotReadWaitsUpToALimit() throws Exception {
        Captured command = run("echo here; sleep 1000", ExecOptions.DEFAULTS.withOpenStdin());
        command.awaitOutput();
        byte[] most = new byte[16 << 20];
        assertThat(command.running().write(most, false)).isBetween(1L, (long) most.length);
        assertThatIOException()
                .isThrownBy(() -> command.running().write(most, false))
                .withMessageMatching(
                        "it does not read its standard input: \\d+ bytes wait already, and at most 16777216 may");
        command.running().stop("enough");
        assertThat(command.end().outcome()).isEqualTo(new Outcome.Cancelled("enough"));
    }

    @Test
    void aSignalIsSentOnlyIfTheServerSaysSo() throws Exception {
        try (EmbeddedSshServer own = EmbeddedSshServer.start()) {
            Captured command =
                    new Captured(commands, own.endpoint(), "trap 'exit 3' HUP; echo here; while :; do sleep 0.1; done");
            command.awaitOutput();
            assertThatIOException()
                    .isThrownBy(() -> command.running().signal("NONE"))
                    .withMessage("the target's SSH server sends no signal NONE");

            command.running().signal("HUP");

            assertThat(command.end()).isEqualTo(ended(new Exited(3)));
        }
    }
}
