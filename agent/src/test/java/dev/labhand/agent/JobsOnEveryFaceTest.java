package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Outcome;
import dev.labhand.protocol.JobOutput;
import dev.labhand.protocol.JobSummary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs are started, spoken with, waited for and forgotten alike on every face. */
class JobsOnEveryFaceTest extends EveryFace {

    @ParameterizedTest
    @MethodSource("faces")
    void aJobIsSpokenWithAndForgotten(OneFace face) throws Exception {
        String id = "talk-" + face.path().substring(1);
        String command = "trap 'echo hup; exit 3' HUP; read line; echo \"got $line\"; while :; do sleep 0.1; done";
        assertThat(passed(face, "job.start", "local", command, Map.of("jobId", id, "openStdin", true)))
                .isEqualTo(id);

        assertThat(struct(face, "job.write", id, "wor"))
                .containsEntry("received", 3L)
                .containsKey("waiting");
        assertThat(struct(face, "job.write", id, Map.of("base64", "b3JkCg=="), true, 1L))
                .containsEntry("received", 5L);
        assertThat(refusal(face, -32004, "job.write", id, "more"))
                .isEqualTo("Not possible now: job " + id + ": its standard input has been closed");
        JobOutput output = JobOutput.fromStruct(struct(face, "job.read", id, Map.of("stdout", 0L), 100L, 60L));
        assertThat(new String(output.stdout(), StandardCharsets.UTF_8)).isEqualTo("got word\n");

        assertThat(refusal(face, -32602, "job.signal", id, "NOPE"))
                .startsWith("Invalid params: signal: SSH has no signal 'NOPE', but ABRT, ALRM, ");
        assertThat(refusal(face, -32004, "job.remove", id)).endsWith("it runs; job.stop stops it");
        assertThat(passed(face, "job.signal", id, "sighup")).isNull();
        assertThat(struct(face, "job.wait", id, 60L))
                .containsEntry("outcome", "exited")
                .containsEntry("exitCode", 3L)
                .containsEntry("stdout", "got word\nhup\n");
        assertThat(refusal(face, -32004, "job.signal", id, "TERM")).endsWith("it has ended");

        assertThat(jobs(face, "finished", 1L)).singleElement().satisfies(summary -> {
            assertThat(summary.job().value()).isEqualTo(id);
            assertThat(summary.command()).isEqualTo(command);
            assertThat(summary.target()).isEqualTo("local");
            assertThat(summary.outcome()).isEqualTo(new Outcome.Exited(3));
            assertThat(summary.stdoutBytes()).isEqualTo(13);
        });
        assertThat(jobs(face, "running")).isEmpty();
        assertThat(refusal(face, -32602, "job.list", "dead")).contains("state");
        assertThat(refusal(face, -32602, "job.list", "all", 0L))
                .isEqualTo("Invalid params: limit: 0 is not 1 to 10000");
        assertThat(passed(face, "job.remove", id)).isNull();
        assertThat(refusal(face, -32001, "job.wait", id, 0L)).isEqualTo("No such job: " + id);
    }

    private List<JobSummary> jobs(OneFace face, Object... arguments) throws Exception {
        List<JobSummary> summaries = new ArrayList<>();
        for (Object each : (List<?>) Objects.requireNonNull(passed(face, "job.list", arguments))) {
            Map<String, @Nullable Object> struct = new LinkedHashMap<>();
            ((Map<?, ?>) each).forEach((name, value) -> struct.put((String) name, value));
            summaries.add(JobSummary.fromStruct(struct));
        }
        return summaries;
    }

    @ParameterizedTest
    @MethodSource("faces")
    void aWaitThatExpiresLeavesTheJobRunning(OneFace face) throws Exception {
        Map<String, @Nullable Object> running =
                struct(face, "exec", "local", "read x", Map.of("wait", 0.01, "openStdin", true));
        assertThat(running).containsEntry("outcome", "running");
        String id = (String) Objects.requireNonNull(running.get("job"));
        assertThat(struct(face, "info")).containsEntry("runningJobs", 1L);
        assertThat(jobs(face, "running"))
                .singleElement()
                .satisfies(summary -> assertThat(summary.job().value()).isEqualTo(id));
        passed(face, "job.write", id, "", true);
        assertThat(struct(face, "job.wait", id, 60L)).containsEntry("outcome", "exited");
    }

    @ParameterizedTest
    @MethodSource("faces")
    void inputThatIsClosedTakesNothing(OneFace face) throws Exception {
        String id = (String) passed(face, "job.start", "local", "sleep 60");
        assertThat(refusal(face, -32004, "job.write", Objects.requireNonNull(id), "x"))
                .endsWith("its standard input is closed; openStdin leaves it open");
        assertThat(struct(face, "job.stop", id)).containsEntry("outcome", "cancelled");
        for (String option : List.of("openStdin", "sudo", "pty", "forwardAgent")) {
            assertThat(refusal(face, -32602, "job.start", "local", "cat", Map.of(option, true, "detached", true)))
                    .contains(option + " and detached exclude each other");
        }
    }
}
