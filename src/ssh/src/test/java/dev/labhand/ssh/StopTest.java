package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.TimedOut;
import dev.labhand.api.StopResult;
import dev.labhand.ssh.RunningCommand.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stops of real processes, through a server in this process that passes on the variables it is given. */
@EnabledOnOs(OS.LINUX)
class StopTest {

    private static final StopResult VERIFIED = new StopResult.Verified();

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

    private static Captured run(String command, ExecOptions options) {
        return new Captured(commands, server.endpoint(), command, options);
    }

    /** The processes named by the command's first output are gone; a zombie only waits for its parent to take note. */
    private static void assertGone(String pids) {
        for (String pid : pids.strip().split("\\s+", -1)) {
            assertThat(isAlive(pid)).as("process " + pid + " is alive").isFalse();
        }
    }

    private static boolean isAlive(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo $$; exec sleep 1000",
                "sleep 1000 & echo $$ $!; wait",
                "setsid sleep 1000 & a=$!; nohup sleep 1000 >/dev/null 2>&1 & echo $$ $a $!; wait",
                "trap '' TERM; sleep 1000 & echo $$ $!; while :; do wait; done",
                "env -i sleep 1000 & echo $$ $!; wait",
                "(sleep 1000 >/dev/null 2>&1 </dev/null & echo $!); exec sleep 1000",
            })
    void allThatACommandStartedIsStopped(String command) throws Exception {
        Captured running = run(command, Captured.grace(Duration.ofMillis(300)));
        String pids = running.awaitOutput();
        running.running().stop("enough");
        assertThat(running.end()).isEqualTo(new Ending(new Outcome.Cancelled("enough"), Optional.of(VERIFIED)));
        assertGone(pids);
    }

    @Test
    void aWrappedCommandIsStoppedToo() throws Exception {
        Captured running = run("sleep 1000 & echo $$ $!; wait", Captured.shell(Map.of("A", "b"), Optional.of("/")));
        String pids = running.awaitOutput();
        running.running().stop("enough");
        assertThat(running.end().stop()).contains(VERIFIED);
        assertGone(pids);
    }

    @Test
    void theProcessesOfOthersLiveOn() throws Exception {
        Captured other = run("echo $$; exec sleep 1000", Captured.grace(Duration.ZERO));
        String otherPid = other.awaitOutput().strip();
        Captured running = run("echo $$; exec sleep 1000", Captured.grace(Duration.ZERO));
        running.awaitOutput();
        running.running().stop("enough");
        assertThat(running.end().stop()).contains(VERIFIED);
        assertThat(isAlive(otherPid)).isTrue();
        other.running().stop("enough");
        assertThat(other.end().stop()).contains(VERIFIED);
        assertGone(otherPid);
    }

    @Test
    void lastWordsOnTermAreHandedOver() throws Exception {
        Captured running = run(
                "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.05; done",
                Captured.grace(Duration.ofSeconds(20)));
        running.awaitOutput();
        running.running().stop("enough");
        assertThat(running.end()).isEqualTo(new Ending(new Outcome.Cancelled("enough"), Optional.of(VERIFIED)));
        assertThat(running.out()).isEqualTo("ready\nbye\n");
    }

    @Test
    void theTimeLimitStops() throws Exception {
        Captured running = run("echo $$; exec sleep 1000", ExecOptions.DEFAULTS.withTimeout(Duration.ofSeconds(3)));
        String pids = running.awaitOutput();
        assertThat(running.end()).isEqualTo(new Ending(new TimedOut(TimedOut.Limit.MAX), Optional.of(VERIFIED)));
        assertGone(pids);
    }

    @Test
    void silenceStopsAndOutputPutsThatOff() throws Exception {
        Captured running = run(
                "for i in 1 2 3 4 5 6; do echo $i; sleep 0.6; done; exec sleep 1000",
                Captured.idleTimeout(Duration.ofSeconds(3)));
        assertThat(running.end()).isEqualTo(new Ending(new TimedOut(TimedOut.Limit.IDLE), Optional.of(VERIFIED)));
        assertThat(running.out()).isEqualTo("1\n2\n3\n4\n5\n6\n");
    }

    @Test
    void aCommandThatEndedFirstKeepsItsOutcome() throws Exception {
        Captured running = run(":exit 7", ExecOptions.DEFAULTS);
        Ending ending = running.end();
        running.running().stop("too late");
        assertThat(ending).isEqualTo(new Ending(new Outcome.Exited(7), Optional.empty()));
        assertThat(running.end()).isEqualTo(ending);
    }

    @Test
    void whereNothingOfTheCommandIsToBeFoundTheStopSaysSo() throws Exception {
        Captured running = run(":hang", Captured.grace(Duration.ofMillis(100)));
        Captured later = run(":exit 0", ExecOptions.DEFAULTS);
        later.end();
        running.running().stop("enough");
        Ending ending = running.end();
        assertThat(ending.outcome()).isEqualTo(new Outcome.Cancelled("enough"));
        assertThat(ending.stop()).get().isInstanceOf(StopResult.Unverifiable.class);
    }

    @Test
    void whereNeitherMarkNorConnectionTellsTheCommandWhatMayBeLeftIsNamed() throws Exception {
        try (TestServer poor = TestServer.start(own -> {
                    // As without AcceptEnv, and with MaxSessions 1.
                    own.environment.putAll(Map.of("LC_LABHAND_JOB", "none", "LC_LABHAND_STOP", "none"));
                    own.allowSessions(1);
                });
                SshCommands mine = SshCommands.open(TestServer.settings(folder))) {
            Captured running = new Captured(
                    mine, poor.endpoint(), "setsid sleep 1000 & echo $!", Captured.grace(Duration.ofMillis(100)));
            String pid = running.awaitOutput().strip();
            running.running().stop("enough");
            Ending ending = running.end();
            kill(pid);
            assertThat(ending.outcome()).isEqualTo(new Outcome.Cancelled("enough"));
            assertThat(ending.stop())
                    .get()
                    .isInstanceOfSatisfying(
                            StopResult.Unverifiable.class,
                            blind -> assertThat(blind.reason()).contains("AcceptEnv", "may belong", pid + " sleep"));
        }
    }

    private static void kill(String pid) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void aConnectionThatBreaksDuringTheStopLeavesItUnverifiable() throws Exception {
        try (TestServer own = TestServer.start();
                SshCommands mine = SshCommands.open(TestServer.settings(folder))) {
            Captured running = new Captured(
                    mine,
                    own.endpoint(),
                    "trap 'echo got' TERM; echo ready; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.5; done",
                    Captured.grace(Duration.ofSeconds(50)));
            running.awaitOutput();
            running.running().stop("enough");
            running.awaitOutput("got");
            own.dropConnections();
            Ending ending = running.end();
            assertThat(ending.outcome()).isEqualTo(new Outcome.Cancelled("enough"));
            assertThat(ending.stop()).get().isInstanceOf(StopResult.Unverifiable.class);
        }
    }
}
