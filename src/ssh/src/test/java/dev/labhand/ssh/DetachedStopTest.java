package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.TimedOut;
import dev.labhand.api.StopResult;
import dev.labhand.api.StopResult.Containment;
import dev.labhand.ssh.RunningCommand.Ending;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How detached jobs are stopped: when asked for, and by their limits. */
@EnabledOnOs(OS.LINUX)
class DetachedStopTest extends DetachedJobs {

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
    void aCommandThatHaltedItsGroupIsStopped() throws Exception {
        Captured job = start("echo $$; kill -STOP 0");
        String pid = job.awaitOutput().strip();
        job.running().stop("enough");
        assertThat(job.end())
                .isEqualTo(new Ending(new Outcome.Cancelled("enough"), Optional.of(new StopResult.Verified())));
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void whoHoldsTheOutputWithoutMarkAndParentIsFoundInTheSessionOfAShellThatHasEnded() throws Exception {
        Captured job = start("env -i sleep 1000 & echo $!");
        String pid = job.awaitOutput().strip();
        awaitShellsEnd();
        job.running().stop("enough");
        assertThat(job.end())
                .isEqualTo(new Ending(new Outcome.Cancelled("enough"), Optional.of(new StopResult.Verified())));
        assertThat(isAlive(pid)).isFalse();
    }

    /** Waits until the target has taken down that the command's shell has ended. */
    private void awaitShellsEnd() throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        String tag = Files.readString(record().resolve("claim1")).split(" ", 2)[0];
        Path over = record().resolve("over." + tag);
        while (Files.readString(over).isBlank()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
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
    void theLoginCanBeAnotherFromTheStartToTheStop() throws Exception {
        try (TestServer own = TestServer.start(server -> {
                    server.environment.put("HOME", home.toString());
                    server.server.setPublickeyAuthenticator((user, _, _) -> user.equals("other"));
                });
                SshCommands mine = SshCommands.open(TestServer.settings(folder))) {
            ExecOptions options = Captured.grace(Duration.ofMillis(300)).withUser("other");
            Captured job =
                    new Captured(mine, own.endpoint(), DetachedJob.fresh(id, "echo begun; exec sleep 1000", options));
            job.awaitOutput();
            job.running().stop("enough");
            assertThat(job.end())
                    .isEqualTo(new Ending(new Outcome.Cancelled("enough"), Optional.of(new StopResult.Verified())));
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
    void whatIsStoppedBeforeItBeginsLeavesNothingBehind() throws Exception {
        Ending prevented = new Ending(new Outcome.Cancelled("enough"), Optional.of(new StopResult.Verified()));
        Captured early = start("echo ran; exec sleep 1000");
        early.running().stop("enough");
        assertThat(early.end()).isEqualTo(prevented);
        assertThat(early.out()).isEmpty();

        SshEndpoint nowhere;
        try (TestServer gone = TestServer.start()) {
            nowhere = gone.endpoint();
        }
        Captured unreached = new Captured(commands, nowhere, DetachedJob.fresh(id, "echo ran", ExecOptions.DEFAULTS));
        unreached.running().stop("enough");
        assertThat(unreached.end()).isEqualTo(prevented);
    }

    @Test
    void theTimeLimitCountsFromTheStartOnTheTarget() throws Exception {
        String command = "echo $$; exec sleep 1000";
        start(command).awaitOutput();
        Captured job = start(command, ExecOptions.DEFAULTS.withTimeout(Duration.ofMillis(500)));
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
    void tooMuchOutputStopsAlsoWhatTheCommandLeftBehindWhenItEnded() throws Exception {
        Captured job = start(
                "sleep 1000 >/dev/null 2>&1 & a=$!; env -i sleep 1000 >/dev/null 2>&1 & echo $a $!; yes | head -c 100000",
                Captured.outputLimit(1000));
        Ending ending = job.end();
        assertThat(ending.outcome()).isEqualTo(new Outcome.OutputLimit("stdout is longer than 1000 bytes"));
        assertThat(ending.stop()).contains(new StopResult.Verified());
        assertThat(job.outBytes()).hasSize(1000);
        for (String pid : job.out().lines().findFirst().orElseThrow().split(" ", -1)) {
            assertThat(isAlive(pid)).as("process %s is alive", pid).isFalse();
        }
    }

    @Test
    void whatAnEndedCommandLeftBehindLivesOnIfItsOutputWasTaken() throws Exception {
        Captured job = start("sleep 1000 >/dev/null 2>&1 & echo $!");
        assertThat(job.end()).isEqualTo(ending(new Outcome.Exited(0)));
        String pid = job.out().strip();
        assertThat(isAlive(pid)).isTrue();
        Captured again = start("sleep 1000 >/dev/null 2>&1 & echo $!", Captured.outputLimit(1));
        assertThat(again.end().stop()).contains(new StopResult.Verified());
        assertThat(isAlive(pid)).isFalse();
    }
}
