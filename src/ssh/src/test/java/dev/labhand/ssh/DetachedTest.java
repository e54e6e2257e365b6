package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Detached jobs from their start to their end, over connections that come and go. */
@EnabledOnOs(OS.LINUX)
class DetachedTest extends DetachedJobs {

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
    void whatACommandSendsToItsGroupReachesNoneOfThoseWhoKeepItsRecord() throws Exception {
        Captured job = start("seq 1 20000; kill -9 0");
        assertThat(job.end()).isEqualTo(ending(new Outcome.Signalled("KILL")));
        assertThat(job.out()).hasLineCount(20000).endsWith("\n20000\n");
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
    void anIdIsThatOfOneCommandAloneWhetherItRunsOrHasEnded() throws Exception {
        Path gate = folder.resolve("go-" + id);
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        Captured one = start("echo one; read -r go <" + gate);
        one.awaitOutput("one\n");
        assertIsTaken(start("echo two"));
        Files.writeString(gate, "\n");
        assertThat(one.end()).isEqualTo(ending(new Outcome.Exited(0)));
        assertIsTaken(start("echo two"));

        Captured again = start("echo one; read -r go <" + gate);
        assertThat(again.end()).isEqualTo(ending(new Outcome.Exited(0)));
        assertThat(again.out()).isEqualTo("one\n");
    }

    private static void assertIsTaken(Captured other) throws Exception {
        assertThat(other.end().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("another command", "nothing ran"));
        assertThat(other.out()).isEmpty();
    }

    @Test
    void whatIsStoppedBeforeItBeginsLeavesAnotherCommandOfItsIdAlone() throws Exception {
        Captured one = start("echo one; sleep 0.3; exit 3");
        one.awaitOutput("one\n");
        ConnectionPool pool = ((MinaSshCommands) commands).pool(server.endpoint());
        DetachedJob other = DetachedJob.fresh(id, "echo two", ExecOptions.DEFAULTS);
        try (DetachedDialogue talk = new DetachedDialogue(pool, other, true, (_, _, _, _) -> {})) {
            talk.open();
            assertThatThrownBy(talk::prevent).hasMessageContaining("another command");
        }
        assertThat(one.end()).isEqualTo(ending(new Outcome.Exited(3)));
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
    void whatIsNoIdIsRefusedAtOnce() {
        assertThatThrownBy(() -> DetachedJob.fresh("../x", "true", ExecOptions.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DetachedJob.resumed("x", "true", ExecOptions.DEFAULTS, -1, 0, false))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
