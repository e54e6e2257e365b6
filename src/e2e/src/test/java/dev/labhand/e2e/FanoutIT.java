package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.Processes;
import dev.labhand.e2e.support.RunningProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The controller's command line against five agents, some of which die. */
class FanoutIT {

    private final List<AgentProcess> agents = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int i = 1; i <= 5; i++) {
            agents.add(AgentProcess.start("--name", "lab" + i));
        }
    }

    @AfterEach
    void stop() {
        agents.forEach(AgentProcess::close);
    }

    private String nodes() {
        return agents.stream().map(agent -> "127.0.0.1:" + agent.port()).collect(Collectors.joining(","));
    }

    @Test
    void allThatSucceedIsExitZero() {
        Finished done =
                Labhand.labhand("exec", "-w", nodes(), "-b", "echo", "same").run();

        assertThat(done.exit()).as("%s", done).isZero();
        assertThat(done.lines()).contains("same");
        assertThat(done.lines().getLast()).isEqualTo("5 targets: 5 exited 0");
    }

    @Test
    void keywordsOfEqualAgentsAreListedOnce() {
        Finished done = Labhand.labhand("keywords", "-w", nodes(), "-b").run();

        assertThat(done.exit()).as("%s", done).isZero();
        assertThat(done.lines())
                .containsOnlyOnce("Arithmetic", "Job")
                .contains("      Runs a shell command over SSH and waits for its end.")
                .anyMatch(line -> line.matches(" {2}add\\(a: .*number, b: .*number\\) -> .*number"))
                .endsWith("5 targets: 5 returned");
    }

    @Test
    void anAgentThatIsDeadBeforeContactIsUnreachable() {
        String nodes = nodes();
        agents.getFirst().kill();

        Finished done = Labhand.labhand("exec", "-w", nodes, "true").run();

        assertThat(done.exit()).as("%s", done).isEqualTo(4);
        assertThat(done.lines().getLast()).isEqualTo("5 targets: 4 exited 0, 1 unreachable");
    }

    @Test
    void anAgentThatIsKilledMidCommandIsLost() {
        String nap = "7" + ProcessHandle.current().pid() + "1";
        try (RunningProcess controller =
                Labhand.labhand("exec", "-n", "-w", nodes(), "sleep " + nap).start()) {
            Processes.await(5, nap);
            agents.getFirst().kill();
            Processes.kill(nap);

            Finished done = controller.await();

            assertThat(done.exit()).as("%s", done).isEqualTo(8);
            assertThat(done.lines().getLast()).matches("5 targets: 4 signalled.*, 1 lost");
        } finally {
            Processes.kill(nap);
        }
    }

    @Test
    void ctrlCStopsWhatRunsOnTheAgentsToo() {
        String nap = "7" + ProcessHandle.current().pid() + "2";
        try (RunningProcess controller =
                Labhand.labhand("exec", "-n", "-w", nodes(), "sleep " + nap).start()) {
            Processes.await(5, nap);
            controller.signal("INT");

            Finished done = controller.await();

            assertThat(done.exit()).as("%s", done).isEqualTo(130);
            assertThat(done.lines().getLast()).isEqualTo("5 targets: 5 cancelled");
            assertThat(Processes.with(nap)).isEmpty();
        }
    }

    @Test
    void aSecondCtrlCCountsWhatIsKnownAndWaitsForNothing() {
        String nap = "7" + ProcessHandle.current().pid() + "3";
        try (RunningProcess controller = Labhand.labhand("exec", "-n", "-w", nodes(), "trap '' TERM; sleep " + nap)
                .start()) {
            Processes.await(5, nap);
            controller.signal("INT");
            controller.awaitStderr(Pattern.compile("once more"));
            controller.signal("INT");

            Finished done = controller.await();

            assertThat(done.exit()).as("%s", done).isEqualTo(130);
            assertThat(done.lines().getLast()).isEqualTo("5 targets: 5 lost");
        } finally {
            Processes.kill(nap);
        }
    }

    @Test
    void callsAKeywordOnAll() {
        Finished done =
                Labhand.labhand("call", "-w", nodes(), "-L", "add", "2", "3").run();

        assertThat(done.exit()).as("%s", done).isZero();
        assertThat(done.lines()).filteredOn(line -> line.endsWith(": 5")).hasSize(5);
        assertThat(done.lines().getLast()).isEqualTo("5 targets: 5 returned");
    }

    @Test
    void standardInputReachesEveryTarget() {
        Finished done = Labhand.labhand("exec", "-w", nodes(), "-b", "cat")
                .stdin("läuft\n")
                .run();

        assertThat(done.lines()).contains("läuft");
        assertThat(done.lines().getLast()).isEqualTo("5 targets: 5 exited 0");
    }

    @Test
    void aTypoIsAnErrorAndRunsNothing() {
        Finished done =
                Labhand.labhand("exec", "-w", nodes(), "-x", "@typo", "true").run();

        assertThat(done.exit()).as("%s", done).isEqualTo(7);
        assertThat(done.stderr()).contains("typo");
    }
}
