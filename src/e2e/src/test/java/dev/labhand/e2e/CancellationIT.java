package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.Processes;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RobotFramework;
import dev.labhand.e2e.support.RobotOutput;
import dev.labhand.e2e.support.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real clients leave behind when they give up, and what can be seen before they do. */
class CancellationIT {

    private static final Pattern EVENTS = Pattern.compile("\"events\":\"([^\"]+)\"");

    private static AgentProcess agent;

    /** A time to sleep that no other test has: by it, the processes are found. */
    private static final String EXEC = "86011";

    private static final String JOB = "86012";

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        agent = AgentProcess.start();
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @AfterEach
    void clean() {
        Processes.kill(EXEC);
        Processes.kill(JOB);
    }

    @Test
    void version4LeavesNoCommandWhenATestTimesOut() throws IOException {
        timeOut(RobotFramework.onTheJvm());
    }

    @Test
    @RequiresPeer(Peer.ROBOT)
    void version7LeavesNoCommandWhenATestTimesOut() throws IOException {
        timeOut(RobotFramework.current().orElseThrow());
    }

    private void timeOut(RobotFramework robot) throws IOException {
        Path suite = Files.writeString(folder.resolve("timeout.robot"), """
                *** Settings ***
                Library    Remote    ${AGENT}

                *** Test Cases ***
                Too Slow
                    [Timeout]    5 s
                    ${job} =    Job Start    local    exec sleep %s
                    Exec    local    sleep %s; true
                """.formatted(JOB, EXEC));

        RobotOutput output = robot.run(agent.url().toString(), folder, suite);

        assertThat(output.finished().exit()).as("failed tests").isOne();
        assertThat(agent.awaitLog(Pattern.compile(" exec [\\d.]+ ms failed -32003")))
                .isNotNull();
        Processes.await(0, EXEC);
        assertThat(Processes.with(JOB)).as("the job that is meant to go on").isNotEmpty();
    }

    @Test
    @RequiresPeer(Peer.CURL)
    void curlSeesTheOutputOfACommandThatRuns() throws IOException {
        Path go = folder.resolve("go");
        String command = "echo begun; while [ ! -e " + go + " ]; do sleep 0.1; done; echo gone";
        try (RunningProcess exec = RunningProcess.start(new ProcessBuilder(
                "curl",
                "-s",
                "--max-time",
                "60",
                agent.url() + "/rpc",
                "-H",
                "Content-Type: application/json",
                "-d",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"exec\",\"params\":[\"local\",\"" + command + "\"]}"))) {
            Processes.awaitThat(
                    "an invocation", () -> EVENTS.matcher(curl("/invocations")).find());
            var events = EVENTS.matcher(curl("/invocations"));
            assertThat(events.find()).isTrue();
            try (RunningProcess viewer = RunningProcess.start(
                    new ProcessBuilder("curl", "-sN", "--max-time", "60", agent.url() + events.group(1)))) {
                viewer.awaitStdout(Pattern.compile("\"message\":\"Running 'echo begun; "));
                viewer.awaitStdout(Pattern.compile("\"message\":\"stdout: begun\""));
                assertThat(viewer.handle().isAlive()).isTrue();

                Files.createFile(go);

                assertThat(viewer.await().succeeded().stdout())
                        .contains("\"message\":\"stdout: gone\"", "event: end", "\"status\":\"passed\"");
            }
            assertThat(exec.await().stdout()).contains("\"stdout\":\"begun\\ngone\\n\"");
        }
    }

    @Test
    @RequiresPeer(Peer.CURL)
    void aJobThatItsClientNamedOutlivesTheClient() {
        try (RunningProcess exec = RunningProcess.start(new ProcessBuilder(
                "curl",
                "-s",
                agent.url() + "/rpc",
                "-H",
                "Content-Type: application/json",
                "-d",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"exec\",\"params\":[\"local\",\"exec sleep " + JOB
                        + "\",{\"jobId\":\"mine\"}]}"))) {
            Processes.awaitThat("the command", () -> !Processes.with(JOB).isEmpty());
            exec.signal("KILL");
        }
        agent.awaitLog(Pattern.compile(" exec [\\d.]+ ms failed -32003"));

        assertThat(Processes.with(JOB)).isNotEmpty();
        assertThat(new JsonRpcClient(agent)
                        .call("job.stop", Map.of("id", "mine"))
                        .get("outcome")
                        .asString())
                .isEqualTo("cancelled");
        Processes.await(0, JOB);
    }

    private static String curl(String path) {
        return RunningProcess.run("curl", "-s", "--max-time", "60", agent.url() + path)
                .succeeded()
                .stdout();
    }
}
