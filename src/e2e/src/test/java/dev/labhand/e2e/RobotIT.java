package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.Additions;
import dev.labhand.agent.Agent;
import dev.labhand.agent.AgentConfig;
import dev.labhand.agent.http.HttpSettings;
import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RobotFramework;
import dev.labhand.e2e.support.RobotOutput;
import dev.labhand.e2e.support.RobotOutput.Message;
import dev.labhand.e2e.support.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Robot Framework itself, old and new, with an agent as its remote library: the suites of src/e2e/robot and of the docs. */
class RobotIT {

    private static final Pattern SUITE =
            Pattern.compile("^```robotframework\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static Agent agent;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        agent = Agent.start(
                AgentConfig.of("lab7", data, HttpSettings.DEFAULTS.at("127.0.0.1", 0)),
                Additions.libraries(new FixtureLibrary(), new ArgumentsLibrary()));
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @Test
    void version4RunsTheSuites() {
        RobotOutput output = runSuites(RobotFramework.onTheJvm());

        assertThat(levels(output)).startsWith("TRACE", "DEBUG", "INFO", "HTML", "WARN", "ERROR");
    }

    @Test
    @RequiresPeer(Peer.ROBOT)
    void version7RunsTheSuites() {
        RobotOutput output = runSuites(current());

        assertThat(levels(output)).startsWith("TRACE", "DEBUG", "INFO", "HTML", "WARN", "ERROR", "INFO");
        assertThat(output.finished().stdout() + output.finished().stderr())
                .as("what goes to the console")
                .contains("On every level");
    }

    private RobotOutput runSuites(RobotFramework robot) {
        Path suites = Labhand.sources().resolve("src/e2e/robot");
        RobotOutput output = robot.run(agent.url(), folder, suites);
        assertThat(output.finished().exit()).as(output.finished().toString()).isZero();
        assertThat(output.tests()).isGreaterThan(30);

        assertThat(output.messages("Tell"))
                .extracting(Message::text)
                .contains("first line\n *ERROR* no error\n *HTML:1700000000000* no HTML");
        assertThat(output.messages("Exec"))
                .extracting(Message::text)
                .anyMatch(text -> text.startsWith("Running 'echo hello; echo careful >&2; exit 7' on local as job "))
                .anyMatch(text -> text.matches("Job \\S+ exited with code 7 after \\d+ ms\\."))
                .contains("stdout: hello", "stderr: careful");
        List<Message> paused = output.messages("Tell With A Pause");
        assertThat(paused).extracting(Message::text).containsExactly("before", "after");
        assertThat(Duration.between(paused.getFirst().time(), paused.getLast().time()))
                .as("the times of the keyword, not that of the answer")
                .isGreaterThanOrEqualTo(Duration.ofMillis(99));
        return output;
    }

    private static List<String> levels(RobotOutput output) {
        return output.messages("Tell").stream().map(Message::level).toList();
    }

    @Test
    void version4RunsTheSuiteOfTheDocs() throws IOException {
        RobotFramework.onTheJvm().run(agent.url(), folder, suiteOfTheDocs()).passed();
    }

    @Test
    @RequiresPeer(Peer.ROBOT)
    void version7RunsTheSuiteOfTheDocs() throws IOException {
        current().run(agent.url(), folder, suiteOfTheDocs()).passed();
    }

    /** As printed, but for the agent's address. */
    private Path suiteOfTheDocs() throws IOException {
        String page = Files.readString(Labhand.sources().resolve("docs/robot.md"));
        String suite = SUITE.matcher(page).results().map(each -> each.group(1)).collect(Collectors.joining());
        assertThat(suite).contains("http://127.0.0.1:7080");
        return Files.writeString(folder.resolve("docs.robot"), suite.replace("http://127.0.0.1:7080", agent.url()));
    }

    @Test
    @RequiresPeer({Peer.ROBOT, Peer.PABOT})
    void pabotsProcessesNeverSeeEachOthersOutput() throws IOException {
        List<Path> suites = new ArrayList<>();
        for (String text : List.of("red", "blue")) {
            suites.add(Files.writeString(folder.resolve(text + ".robot"), """
                    *** Settings ***
                    Library    Remote    ${AGENT}/robot/Fixture

                    *** Test Cases ***
                    At The Same Time
                        ${text} =    Tell Together    %s
                        Should Be Equal    ${text}    %1$s
                    """.formatted(text)));
        }

        List<RobotOutput> outputs = current().runInParallel(agent.url(), folder.resolve("pabot"), suites);

        Set<String> texts = new HashSet<>();
        for (RobotOutput output : outputs) {
            List<String> messages = output.passed().messages("Tell Together").stream()
                    .map(Message::text)
                    .toList();
            assertThat(messages).hasSize(20).containsOnly(messages.getFirst());
            texts.add(messages.getFirst());
        }
        assertThat(texts).containsExactlyInAnyOrder("red", "blue");
    }

    @Test
    @RequiresPeer(Peer.ROBOT)
    void version7RunsTheSuitesThatVersion4CouldNot() {
        RobotOutput output = current()
                .run(agent.url(), folder, Labhand.sources().resolve("src/e2e/robot7"))
                .passed();

        assertThat(output.tests()).isGreaterThan(4);
    }

    @Test
    void robotStopsAnAgentThatAllowsIt() throws Exception {
        Path suite = Files.writeString(folder.resolve("stop.robot"), """
                *** Settings ***
                Library    Remote    ${AGENT}

                *** Test Cases ***
                Stop
                    ${stops} =    Stop Remote Server
                    Should Be Equal    ${stops}    ${True}
                """);
        try (AgentProcess stopped = AgentProcess.start("--name", "stopped", "--allow-remote-stop")) {
            ProcessHandle process = ProcessHandle.of(stopped.pid()).orElseThrow();

            RobotFramework.onTheJvm()
                    .run(stopped.url().toString(), folder, suite)
                    .passed();

            assertThat(process.onExit()).succeedsWithin(RunningProcess.DEADLINE);
            assertThat(stopped.terminate().exit()).isZero();
        }
    }

    @Test
    @RequiresPeer(Peer.ROBOT)
    void libdocDocumentsTheRunningAgent() throws IOException {
        String names = current().libdoc(agent.url(), "list").succeeded().stdout();
        assertThat(names.lines()).contains("Add", "Exec", "Job Start", "Take Colour", "Stop Remote Server");

        Path file = folder.resolve("job.xml");
        current().libdoc(agent.url() + "/robot/Job", file.toString()).succeeded();
        assertThat(Files.readString(file))
                .contains("Shell commands over SSH, on the agent")
                .contains("Runs a shell command over SSH and waits for its end.")
                .contains("<tag>command</tag>")
                .contains("repr=\"command: str\"")
                .contains("repr=\"timeout: timedelta = None\"")
                .contains("repr=\"outputLimit: int = 1073741824\"")
                .contains("repr=\"encoding: Literal['text', 'base64'] = text\"")
                .contains("kind=\"NAMED_ONLY\" required=\"false\"")
                .doesNotContain("Take Colour");
    }

    private static RobotFramework current() {
        return RobotFramework.current().orElseThrow();
    }
}
