package dev.labhand.agent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.KeywordException;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.ssh.DetachedJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which jobs are forgotten, and when. */
class JobRetentionTest extends EngineOverFakeSsh {

    @Test
    void forgetsTheOldestFinishedJobsAndTheirOutput() throws Exception {
        Job running = start("sleep", "running");
        for (int i = 0; i <= KEEP; i++) {
            finished("job" + i, "x");
        }
        assertThat(engine.find(new JobId("job0")).view().report().stdout())
                .as("whoever waits for it can read it")
                .isEqualTo("x");
        later(Duration.ofSeconds(11));

        assertThatThrownBy(() -> engine.find(new JobId("job0")))
                .isInstanceOf(KeywordException.class)
                .hasMessage("No such job: job0");
        assertThat(folder.resolve("jobs/job0")).doesNotExist();
        assertThat(folder.resolve("jobs/job1/stdout")).exists();
        assertThat(engine.find(new JobId("running"))).isSameAs(running);
    }

    @Test
    void forgetsByBytesAndByAge() throws Exception {
        finished("big", "x".repeat(60));
        finished("bigger", "x".repeat(61));
        later(Duration.ofSeconds(11));
        assertThat(engine.newestFirst()).extracting(job -> job.id().value()).containsExactly("bigger");

        later(Duration.ofDays(29));
        assertThat(engine.newestFirst()).hasSize(1);
        later(Duration.ofDays(2));
        assertThat(engine.newestFirst()).isEmpty();
        assertThat(folder.resolve("jobs")).isEmptyDirectory();
    }

    @Test
    void leavesNothingOnDiskOfWhatItForgets() throws Exception {
        start("true", "silent");
        ssh.started.getLast().ends(new Outcome.Exited(0));
        start("make", "loud");
        for (int i = 0; i < 3; i++) {
            ssh.started.getLast().writes("out");
            ssh.started.getLast().complains("err");
        }
        ssh.started.getLast().ends(new Outcome.Exited(2));
        assertThat(folder.resolve("jobs/silent")).isDirectoryNotContaining("glob:**std*");
        assertThat(folder.resolve("jobs/loud/timeline")).exists();

        engine.remove(new JobId("silent"));
        engine.remove(new JobId("loud"));

        assertThat(folder.resolve("jobs")).isEmptyDirectory();
    }

    @Test
    void whatSomeoneElsePutBesideAJobIsLeft() throws Exception {
        finished("done", "x");
        Files.writeString(folder.resolve("jobs/done/note"), "mine");

        engine.remove(new JobId("done"));

        Path left = folder.resolve("jobs/done~forgotten");
        assertThat(left.resolve("note")).hasContent("mine");
        assertThat(left).isDirectoryNotContaining("glob:**std*");
    }

    @Test
    void removesAFinishedJobAndNoOther() throws Exception {
        finished("done", "x");
        start("sleep", "busy");

        engine.remove(new JobId("done"));

        assertThat(folder.resolve("jobs/done")).doesNotExist();
        assertThatThrownBy(() -> engine.remove(new JobId("done"))).hasMessage("No such job: done");
        assertThatThrownBy(() -> engine.remove(new JobId("busy")))
                .hasMessage("Not possible now: job busy: it runs; job.stop stops it");
        start("another", "done");
        assertThat(ssh.started).hasSize(3);
        assertThat(ssh.removed).isEmpty();
    }

    @Test
    void removesTheOutputOfADetachedJobFromItsTargetIfItMayHaveRun() throws Exception {
        for (Outcome outcome : List.of(new Outcome.Exited(3), new Outcome.Rejected("another command has the id"))) {
            engine.start(new ExecRequest(
                    Target.parse("host"),
                    "make",
                    ExecOptions.DEFAULTS.withJobId(new JobId("detached")).withDetached()));
            ssh.started.getLast().ends(outcome);
            engine.remove(new JobId("detached"));
        }

        assertThat(ssh.removed)
                .extracting(DetachedJob::id, DetachedJob::command)
                .containsExactly(tuple("detached", "make"));
    }
}
