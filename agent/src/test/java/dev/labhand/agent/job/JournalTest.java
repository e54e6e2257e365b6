package dev.labhand.agent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecOptions.Encoding;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import dev.labhand.api.Pty;
import dev.labhand.api.Secret;
import dev.labhand.api.StopResult;
import dev.labhand.api.Sudo;
import dev.labhand.api.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Instant NOW = Instant.parse("2026-11-22T06:14:59.120417Z");
    private static final JobId ID = new JobId("nightly-1");
    private static final ExecOptions OPTIONS = new ExecOptions(
                    Optional.of(Duration.ofMillis(1500)),
                    Optional.of(Duration.ofHours(2)),
                    Duration.ofSeconds(7),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("/tmp/ö"),
                    1L << 40,
                    12,
                    Encoding.BASE64,
                    Optional.of(ID))
            .withDetached();
    private static final JobEvent ASKED =
            JobEvent.Asked.of(NOW, ID, new ExecRequest(Target.parse("lab@[fe80::1]:22"), "echo 'ü\n\u0001'", OPTIONS));
    private static final JobEvent BEGUN = new JobEvent.Begun(NOW);
    private static final JobEvent STOPPING = new JobEvent.Stopping(NOW, "job.stop");
    private static final JobEvent ENDED = new JobEvent.Ended(
            NOW,
            new Outcome.Cancelled("job.stop"),
            Optional.of(new StopResult.Survivors(List.of("12 sleep"))),
            77,
            5_000_000_000L,
            0,
            70);

    @TempDir
    private Path folder;

    private Path file;
    private Disk disk;

    @BeforeEach
    void open() throws IOException {
        file = folder.resolve("journal");
        disk = Disk.of(folder);
    }

    private byte[] written(JobEvent... events) throws IOException {
        Journal journal = Journal.fresh(disk, file);
        for (JobEvent event : events) {
            journal.append(event);
        }
        journal.close();
        return Files.readAllBytes(file);
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        byte[] bytes = written(ASKED, BEGUN, STOPPING, ENDED);

        assertThat(Journal.read(file))
                .isEqualTo(new Journal.Contents(List.of(ASKED, BEGUN, STOPPING, ENDED), bytes.length));
    }

    @Test
    void holdsNoSecret() throws IOException {
        ExecOptions secret = new ExecOptions(
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                Optional.empty(),
                Optional.of("passw0rd".getBytes(StandardCharsets.UTF_8)),
                Optional.of(Map.of("TOKEN", "s3same")),
                Optional.empty(),
                1,
                1,
                Encoding.TEXT,
                Optional.empty());
        String text = new String(
                written(JobEvent.Asked.of(Instant.now(), ID, new ExecRequest(new Target.Local(), "make", secret))),
                StandardCharsets.UTF_8);

        assertThat(text).contains("\"TOKEN\"", "\"stdinBytes\":8").doesNotContain("passw0rd", "s3same");
        JobEvent.Asked read = (JobEvent.Asked) Journal.read(file).events().getFirst();
        assertThat(read.whole()).isFalse();
        assertThat(read.request().options().stdin()).isEmpty();
        assertThat(read.request().options().env()).isEmpty();
    }

    @Test
    void keepsAsWhomACommandRunsButNoPassword() throws IOException {
        ExecOptions options = ExecOptions.DEFAULTS
                .withJobId(ID)
                .withUser("postgres")
                .withPty(new Pty(true, 100, 30, "vt100"))
                .withForwardAgent(true);
        ExecOptions secret = options.withSudo(Sudo.with(new Secret("s3same")));
        String text = new String(
                written(JobEvent.Asked.of(NOW, ID, new ExecRequest(new Target.Local(), "make", secret))),
                StandardCharsets.UTF_8);

        assertThat(text).doesNotContain("s3same");
        JobEvent.Asked read = (JobEvent.Asked) Journal.read(file).events().getFirst();
        assertThat(read.request().options()).isEqualTo(options.withSudo(Sudo.WITHOUT_PASSWORD));
    }

    @Test
    void isCutAtEveryByteAndGoneOnWith() throws IOException {
        int first = written(ASKED).length;
        Files.delete(file);
        int second = written(ASKED, BEGUN).length;
        Files.delete(file);
        byte[] bytes = written(ASKED, BEGUN, ENDED);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            List<JobEvent> whole =
                    length < first ? List.of() : length < second ? List.of(ASKED) : List.of(ASKED, BEGUN);

            Journal.Contents torn = Journal.read(file);
            assertThat(torn.events()).as("%d bytes", length).isEqualTo(whole);

            Journal journal = Journal.resumed(disk, file, torn.length());
            journal.append(STOPPING);
            journal.append(ENDED);
            journal.close();
            List<JobEvent> gone = new ArrayList<>(whole);
            gone.addAll(List.of(STOPPING, ENDED));
            assertThat(Journal.read(file).events()).as("after %d bytes", length).isEqualTo(gone);
        }
    }

    @Test
    void aChangedByteIsSeen() throws IOException {
        byte[] bytes = written(BEGUN, STOPPING);
        for (int i = 0; i < bytes.length - 1; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            Files.write(file, changed);

            assertThatThrownBy(() -> Journal.read(file))
                    .as("byte %d", i)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file + ": line ")
                    .hasMessageContaining(" is damaged: its checksum is wrong");
        }
    }

    @Test
    void anEventThatCouldNotBeWrittenNeverHappened() throws IOException {
        FullDisk full = new FullDisk(disk);
        Journal journal = Journal.fresh(full, file);
        journal.append(ASKED);
        full.room(20);

        assertThatThrownBy(() -> journal.append(BEGUN)).hasMessage("No space left on device");
        assertThat(Files.size(file))
                .as("a part of it is there")
                .isEqualTo(Journal.read(file).length() + 20);
        full.room(Long.MAX_VALUE);
        journal.append(ENDED);

        assertThat(Journal.read(file).events()).containsExactly(ASKED, ENDED);
        journal.close();
    }
}
