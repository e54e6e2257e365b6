package dev.labhand.agent.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.KeywordException;
import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import dev.labhand.protocol.JobReport;
import dev.labhand.ssh.DetachedJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an agent makes of the jobs that another one has left in its data directory. */
class JobsOfAnEarlierAgentTest extends EngineOverFakeSsh {

    @Test
    void whatAnEarlierAgentKnewIsKnown() throws Exception {
        Job job = start("uname", "done");
        ssh.only().writes("Linux\n");
        ssh.only().complains("oh\n");
        ssh.only().ends(new Outcome.Signalled("HUP"));
        JobReport before = job.view().report();
        engine.close();
        restart();

        Job after = engine.find(new JobId("done"));
        assertThat(after.view().report().toStruct()).isEqualTo(before.toStruct());
        assertThat(after.view().read(2, 0, 100, Duration.ZERO).stdout()).isEqualTo("nux\n".getBytes(UTF_8));
        assertThat(new JobReader(after, 0, 0).next(100, Duration.ZERO))
                .extracting(JobReader.Chunk::stream)
                .containsExactly(StandardStream.STDOUT, StandardStream.STDERR);
        assertThat(start("uname", "done")).isSameAs(after);
        assertThat(ssh.started).isEmpty();
        assertThatThrownBy(() -> start("id", "done"))
                .hasMessage("Invalid params: jobId: done is the id of another command");
    }

    @Test
    void whatRanWhenTheAgentDiedIsLostAndItsOutputIsThere() throws Exception {
        start("make", "dead");
        ssh.only().writes("compiling");
        start("sleep", "stopped");
        Files.write(
                folder.resolve("jobs/stopped/journal"),
                "torn".getBytes(UTF_8),
                java.nio.file.StandardOpenOption.APPEND);
        restart();

        Job dead = engine.find(new JobId("dead"));
        assertThat(dead.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Lost.class,
                        lost -> assertThat(lost.reason())
                                .startsWith("the agent ended while the command ran, not before 20"));
        assertThat(dead.view().report().stdout()).isEqualTo("compiling");
        assertThat(engine.runningJobs()).isZero();
        Outcome outcome = engine.find(new JobId("stopped")).outcome();
        assertThat(outcome).isInstanceOf(Outcome.Lost.class);
        assertThat(start("make", "dead")).as("it never runs again").isSameAs(dead);
        assertThat(ssh.started).isEmpty();

        restart();
        assertThat(engine.find(new JobId("dead")).view().report().toStruct())
                .isEqualTo(dead.view().report().toStruct());
        assertThat(engine.find(new JobId("stopped")).outcome()).isEqualTo(outcome);
    }

    @Test
    void whatNeverBeganIsGoneAndWhatCannotBeReadIsLeftAlone() throws Exception {
        engine.close();
        Path jobs = folder.resolve("jobs");
        Files.createDirectories(jobs.resolve("empty"));
        Files.writeString(Files.createDirectories(jobs.resolve("torn")).resolve("journal"), "12345678 {\"at\":");
        Files.writeString(Files.createDirectories(jobs.resolve("damaged")).resolve("journal"), "12345678 {}\n");
        Files.writeString(Files.createDirectories(jobs.resolve("emptied")).resolve("journal"), "junk");
        Files.writeString(jobs.resolve("emptied/stdout"), "what it said");
        Files.writeString(Files.createDirectories(jobs.resolve("foreign")).resolve("thesis.txt"), "mine");
        Files.writeString(jobs.resolve("file"), "mine");
        restart();

        assertThat(jobs.resolve("empty")).doesNotExist();
        assertThat(jobs.resolve("torn")).doesNotExist();
        assertThat(jobs.resolve("damaged/journal")).exists();
        assertThat(jobs.resolve("emptied/stdout")).hasContent("what it said");
        assertThat(start("true", "emptied").outcome()).isInstanceOf(Outcome.Rejected.class);
        engine.remove(new JobId("emptied"));
        assertThat(jobs.resolve("foreign/thesis.txt")).hasContent("mine");
        assertThat(jobs.resolve("file")).hasContent("mine");
        assertThat(engine.newestFirst()).isEmpty();
        assertThat(start("true", "damaged").outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason()).contains("damaged is there already and cannot be read"));
        later(Duration.ofDays(31));
        assertThat(jobs.resolve("damaged/journal")).exists();
        assertThat(ssh.started).isEmpty();
    }

    @Test
    void aJobWithoutItsJournalIsLeftAloneAndItsIdStaysTaken() throws Exception {
        start("echo", "robbed");
        ssh.only().writes("what it said");
        ssh.only().ends(new Outcome.Exited(0));
        engine.close();
        Path jobs = folder.resolve("jobs");
        Files.delete(jobs.resolve("robbed/journal"));
        Files.createDirectories(jobs.resolve("lost+found"));
        restart();

        assertThat(jobs.resolve("robbed/stdout")).hasContent("what it said");
        assertThat(jobs.resolve("lost+found")).isDirectory();
        assertThat(start("echo", "robbed").outcome()).isInstanceOf(Outcome.Rejected.class);
        assertThat(ssh.started).isEmpty();
    }

    @Test
    @Timeout(60)
    void whatIsNoRegularFileIsNeitherWaitedForNorFollowed() throws Exception {
        for (String id : List.of("pipe", "pipes", "link")) {
            start("echo", id);
            ssh.started.getLast().writes("what it said");
            ssh.started.getLast().ends(new Outcome.Exited(0));
        }
        engine.close();
        Path jobs = folder.resolve("jobs");
        replaceByPipe(jobs.resolve("pipe/journal"));
        replaceByPipe(jobs.resolve("pipes/stdout"));
        Files.delete(jobs.resolve("link/stdout"));
        Files.createSymbolicLink(jobs.resolve("link/stdout"), Path.of("/etc/passwd"));
        restart();

        assertThat(engine.newestFirst()).isEmpty();
        assertThat(jobs.resolve("pipes/journal")).exists();
    }

    private static void replaceByPipe(Path file) throws Exception {
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void whatWasBeingForgottenIsForgotten() throws Exception {
        Path jobs = folder.resolve("jobs");
        start("echo", "old");
        ssh.only().writes("what it said");
        ssh.only().ends(new Outcome.Exited(0));
        engine.close();
        Files.move(jobs.resolve("old"), jobs.resolve("old~forgotten"));
        restart();
        assertThat(jobs).isEmptyDirectory();

        start("echo", "old");
        ssh.only().writes("again");
        ssh.only().ends(new Outcome.Exited(0));
        engine.remove(new JobId("old"));
        assertThat(jobs).isEmptyDirectory();
    }

    @Test
    void outputThatIsMissingIsToldAsWhatItIs() throws Exception {
        Job job = start("echo", "half");
        ssh.only().writes("what it said");
        ssh.only().ends(new Outcome.Exited(0));
        Files.delete(folder.resolve("jobs/half/stdout"));

        assertThatThrownBy(() -> job.view().report())
                .satisfies(e -> assertThat(text(e)).contains("jobs/half/stdout is missing"));
        engine.remove(new JobId("half"));
        assertThatThrownBy(() -> job.view().report())
                .satisfies(e -> assertThat(text(e)).contains("has just been forgotten"));
    }

    private static String text(Throwable failure) {
        return failure instanceof KeywordException told ? told.failure().toString() : failure.toString();
    }

    private Job startDetached(String command, ExecOptions options, String id) {
        return engine.start(new ExecRequest(
                Target.parse("host"), command, options.withDetached().withJobId(new JobId(id))));
    }

    @Test
    void aDetachedJobGoesOnWithoutTheAgent() throws Exception {
        Job job = startDetached("make", ExecOptions.DEFAULTS, "long");
        assertThat(ssh.only().detached())
                .contains(DetachedJob.fresh("long", "make", job.request().options()));
        ssh.only().output().begun();
        ssh.only().writes("one");
        ssh.only().complains("two!");
        var waits = CompletableFuture.runAsync(() -> read(job, 3));

        engine.close();
        ssh.close();
        waits.get(30, TimeUnit.SECONDS);
        assertThat(job.outcome()).isEqualTo(new Outcome.Running());
        assertThatThrownBy(() -> job.control().signal("HUP")).isInstanceOf(RuntimeException.class);
        restart();

        Job again = engine.find(new JobId("long"));
        assertThat(engine.runningJobs()).isEqualTo(1);
        assertThat(ssh.only().detached())
                .contains(DetachedJob.resumed("long", "make", job.request().options(), 3, 4, false));
        ssh.only().writes("three");
        ssh.only().ends(new Outcome.Exited(0));
        assertThat(again.view().report().stdout()).isEqualTo("onethree");
        assertThat(again.view().report().stderr()).isEqualTo("two!");
        assertThat(again.outcome()).isEqualTo(new Outcome.Exited(0));
        restart();
        assertThat(ssh.started).isEmpty();
    }

    @Test
    void aDetachedJobThatIsNotKnownToHaveBegunMayStartIfAllOfItIsKnown() throws Exception {
        startDetached("make", ExecOptions.DEFAULTS, "whole");
        startDetached("cat", ExecOptions.DEFAULTS.withStdin("secret".getBytes(UTF_8)), "secret");
        restart();

        assertThat(ssh.started.stream().map(command -> command.detached().orElseThrow()))
                .allMatch(DetachedJob::resumed)
                .filteredOn(DetachedJob::mayStart)
                .extracting(DetachedJob::id)
                .containsExactly("whole");
    }

    @Test
    void aStopThatWasAskedForIsGoneOnWith() throws Exception {
        Job job = startDetached("make", ExecOptions.DEFAULTS, "long");
        new Journalist(job).stopIsWrittenButNotDone("job.stop");
        restart();

        assertThat(engine.find(new JobId("long")).outcome()).isEqualTo(new Outcome.Cancelled("job.stop"));
    }

    /** Writes what an agent writes that dies a moment later. */
    private record Journalist(Job job) {
        void stopIsWrittenButNotDone(String reason) throws Exception {
            job.files().journal().append(new JobEvent.Stopping(Instant.now(), reason));
        }
    }
}
