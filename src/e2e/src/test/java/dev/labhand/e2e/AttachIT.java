package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.RunningProcess;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The command line attached to jobs that others started. */
class AttachIT {

    private static final String ECHO = "while read -r line; do echo \"got $line\"; done; echo over; exit 3";

    private AgentProcess agent;
    private JsonRpcClient client;

    @BeforeEach
    void start() {
        agent = AgentProcess.start();
        client = new JsonRpcClient(agent);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void whatIsTypedReachesTheJobLineByLineAndThenTheEnd() {
        client.call("job.start", Map.of("target", "local", "command", ECHO, "openStdin", true, "jobId", "echo"));
        try (RunningProcess attached = attach("echo")) {
            type(attached, "one\n");
            attached.awaitStdout(Pattern.compile("got one\\R"));
            type(attached, "two\n");
            attached.awaitStdout(Pattern.compile("got two\\R"));
            attached.closeStdin();

            Finished done = attached.await();

            assertThat(done.exit()).as("%s", done).isEqualTo(5);
            assertThat(done.lines()).containsExactly("got one", "got two", "over", "1 target: 1 exited 3");
        }
    }

    @Test
    void aJobThatTakesNoInputIsFollowedWithoutIt() {
        client.call("job.start", Map.of("target", "local", "command", ECHO, "stdin", "its own\n", "jobId", "echo"));
        try (RunningProcess attached = attach("echo")) {
            Finished done = attached.await();

            assertThat(done.lines()).containsExactly("got its own", "over", "1 target: 1 exited 3");
        }
    }

    @Test
    void ctrlCStopsTheJobThatIsTypedTo() {
        client.call("job.start", Map.of("target", "local", "command", ECHO, "openStdin", true, "jobId", "echo"));
        try (RunningProcess attached = attach("echo")) {
            type(attached, "one\n");
            attached.awaitStdout(Pattern.compile("got one\\R"));
            attached.signal("INT");

            Finished done = attached.await();

            assertThat(done.exit()).as("%s", done).isEqualTo(130);
            assertThat(done.lines().getLast()).isEqualTo("1 target: 1 cancelled");
        }
    }

    private RunningProcess attach(String job) {
        return Labhand.labhand("attach", "-N", "-w", agent.url().toString(), job)
                .start();
    }

    private static void type(RunningProcess attached, String text) {
        attached.writeStdin(text.getBytes(StandardCharsets.UTF_8));
    }
}
