package dev.labhand.agent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jobs where there is no room for what is to be kept of them. */
class JobsOnAFullDiskTest extends EngineOverFakeSsh {

    @Test
    void aFullDiskRejectsNewJobsAndLeavesFinishedOnes() throws Exception {
        finished("before", "x");
        for (int room : new int[] {0, 49, 60}) {
            disk.room(room);
            Job job = start("true", "full" + room);
            assertThat(job.outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.reason())
                                    .contains(room < 50 ? room + " bytes free" : "No space left on device")
                                    .endsWith("nothing ran"));
            assertThat(folder.resolve("jobs/full" + room)).doesNotExist();
        }
        assertThat(ssh.started).hasSize(1);
        assertThat(engine.runningJobs()).isZero();

        disk.room(Long.MAX_VALUE);
        engine.close();
        restart();
        assertThat(engine.find(new JobId("before")).view().report().stdout()).isEqualTo("x");
        start("true", "full0");
        assertThat(ssh.started).hasSize(1);
    }

    @Test
    void whatIsRejectedDrivesOutNothingThatRan() throws Exception {
        for (int i = 0; i < KEEP; i++) {
            finished("real" + i, "x");
        }
        disk.room(0);
        for (int i = 0; i <= KEEP; i++) {
            start("true", "rejected" + i);
        }
        later(Duration.ofSeconds(11));

        assertThat(engine.newestFirst())
                .extracting(job -> job.id().value())
                .contains("real0", "real1", "real2", "rejected1")
                .doesNotContain("rejected0");
        engine.remove(new JobId("rejected1"));
        assertThat(engine.newestFirst()).hasSize(KEEP + KEEP - 1);
    }

    @Test
    void anEndThatFindsNoRoomIsWrittenWhenThereIsSome() throws Exception {
        Job job = start("true", "tight");
        disk.room(10);
        ssh.only().ends(new Outcome.Exited(3));
        assertThat(job.outcome()).isEqualTo(new Outcome.Exited(3));

        disk.room(Long.MAX_VALUE);
        engine.sweep();
        restart();

        assertThat(engine.find(new JobId("tight")).outcome()).isEqualTo(new Outcome.Exited(3));
    }

    @Test
    void outputThatFindsNoRoomIsToldToTheCommandAndWhatFoundSomeIsKept() throws Exception {
        Job job = start("cat", "tight");
        ssh.only().writes("kept");
        disk.room(2);

        assertThatThrownBy(() -> ssh.only().writes("lost")).hasMessage("No space left on device");
        disk.room(Long.MAX_VALUE);
        ssh.only().ends(new Outcome.OutputLimit("the output cannot be kept: No space left on device"));

        assertThat(job.view().report().stdout()).isEqualTo("kept");
        restart();
        assertThat(engine.find(new JobId("tight")).view().report().toStruct())
                .containsEntry("outcome", "output_limit")
                .containsEntry("stdout", "kept");
    }
}
