package dev.labhand.agent.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.agent.job.JobReader.Chunk;
import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecRequest;
import dev.labhand.api.JobId;
import dev.labhand.api.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both streams are read as one, in the order in which they came; whoever wrote them may have died in the middle. */
class JobReaderTest {

    private static final ExecRequest REQUEST = new ExecRequest(new Target.Local(), "x", ExecOptions.DEFAULTS);

    @TempDir
    private Path folder;

    private Disk disk;
    private Recording recording;

    @BeforeEach
    void open() throws IOException {
        disk = Disk.of(folder);
        recording = new Recording(disk, folder, Recording.State.EMPTY);
    }

    private void writes(StandardStream stream, String text, long ms) throws IOException {
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        recording.append(stream, bytes, 1, bytes.length - 2, ms);
    }

    private JobReader reader(long stdout, long stderr) {
        return reader(recording, stdout, stderr);
    }

    private JobReader reader(Recording from, long stdout, long stderr) {
        Job job = Job.asked(
                new JobId("x"), REQUEST, new JobFiles(folder, Journal.fresh(disk, folder.resolve("journal")), from));
        return new JobReader(job, stdout, stderr);
    }

    /** Standard error in capitals, so that one text tells of both; read in parts of so many bytes. */
    private static String merged(JobReader reader, int atOnce) throws Exception {
        StringBuilder text = new StringBuilder();
        List<Chunk> chunks;
        do {
            chunks = reader.next(atOnce, Duration.ZERO);
            for (Chunk chunk : chunks) {
                text.append(new String(chunk.bytes(), UTF_8));
            }
        } while (!chunks.isEmpty());
        return text.toString();
    }

    private String sample() throws IOException {
        writes(StandardStream.STDOUT, "one", 0);
        writes(StandardStream.STDERR, "TWO", 1);
        writes(StandardStream.STDERR, "THREE", 2);
        writes(StandardStream.STDOUT, "four", 2);
        writes(StandardStream.STDOUT, "five", 40);
        writes(StandardStream.STDERR, "SIX", 40);
        writes(StandardStream.STDERR, "SEVEN", 41);
        return "oneTWOTHREEfourfiveSIXSEVEN";
    }

    @Test
    void theOrderIsKept() throws Exception {
        String expected = sample();

        for (int atOnce = 1; atOnce <= expected.length(); atOnce++) {
            assertThat(merged(reader(0, 0), atOnce)).isEqualTo(expected);
        }
        assertThat(Files.readString(folder.resolve("timeline")))
                .as("the last chunk goes on; what comes within 10 ms is one")
                .isEqualTo("stdout 3 0\nstderr 8 1\nstdout 4 2\nstdout 4 40\n");
    }

    @Test
    void fromEveryByteOnTheRestComesOnce() throws Exception {
        String expected = sample();
        long out = 0;
        long err = 0;
        for (int i = 0; i <= expected.length(); i++) {
            assertThat(merged(reader(out, err), 5)).isEqualTo(expected.substring(i));
            if (i < expected.length() && Character.isUpperCase(expected.charAt(i))) {
                err++;
            } else {
                out++;
            }
        }
    }

    @Test
    void fromAnyPairOfOffsetsEachStreamIsWhole() throws Exception {
        sample();
        for (int out = 0; out <= 11; out++) {
            for (int err = 0; err <= 16; err++) {
                String rest = merged(reader(out, err), 7);
                assertThat(rest.replaceAll("[A-Z]", "")).isEqualTo("onefourfive".substring(out));
                assertThat(rest.replaceAll("[a-z]", "")).isEqualTo("TWOTHREESIXSEVEN".substring(err));
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader(12, 0))
                .withMessage("stdout: the offset 12 is not one of the 11 bytes written so far");
        assertThatIllegalArgumentException().isThrownBy(() -> reader(0, 17)).withMessageStartingWith("stderr: ");
    }

    @Test
    void aReaderThatWaitsGetsWhatComes() throws Exception {
        writes(StandardStream.STDOUT, "one", 0);
        Job job = Job.asked(
                new JobId("x"),
                REQUEST,
                new JobFiles(folder, Journal.fresh(disk, folder.resolve("journal")), recording));
        JobReader reader = new JobReader(job, 0, 0);
        reader.next(100, Duration.ZERO);

        var next = CompletableFuture.supplyAsync(() -> {
            try {
                return reader.next(100, Duration.ofDays(1));
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
        job.output().stderr("TWO".getBytes(UTF_8), 0, 3);

        assertThat(next.get(30, TimeUnit.SECONDS)).singleElement().satisfies(chunk -> {
            assertThat(chunk.stream()).isEqualTo(StandardStream.STDERR);
            assertThat(new String(chunk.bytes(), UTF_8)).isEqualTo("TWO");
        });
    }

    /** Every state in which a death can leave the files: each write done, not done, or done in part. */
    @Test
    void whereverTheWriterDiedTheOrderIsThatOfABeginning() throws Exception {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            Path dead = Files.createDirectory(folder.resolve("dead" + round));
            FullDisk dying = new FullDisk(Disk.of(dead));
            Recording writer = new Recording(dying, dead, Recording.State.EMPTY);
            StringBuilder expected = new StringBuilder();
            int before = 0;
            dying.room(random.nextInt(400));
            try {
                for (int i = 0; ; i++) {
                    boolean error = random.nextBoolean();
                    String text = ("chunk" + i + ".").substring(random.nextInt(6));
                    String sent = error ? text.toUpperCase(java.util.Locale.ROOT) : text;
                    // What is being written while the writer dies may be there in part.
                    before = expected.length();
                    expected.append(sent.replaceAll("[0-9.]", error ? "E" : "o"));
                    byte[] bytes = sent.replaceAll("[0-9.]", error ? "E" : "o").getBytes(UTF_8);
                    writer.append(
                            error ? StandardStream.STDERR : StandardStream.STDOUT, bytes, 0, bytes.length, i * 4L);
                }
            } catch (IOException death) {
                writer.close();
            }

            Recording found = Recording.resumed(disk, dead, 9999);
            String read = merged(reader(found, 0, 0), 1 + random.nextInt(50));
            assertThat(expected.toString()).as("round %d", round).startsWith(read);
            assertThat(read.length()).isGreaterThanOrEqualTo(before);
            assertThat((long) read.length())
                    .isEqualTo(found.state().stdout() + found.state().stderr());

            byte[] more = "END".getBytes(UTF_8);
            found.append(StandardStream.STDERR, more, 0, more.length, 10_000);
            assertThat(merged(reader(found, 0, 0), 1000)).isEqualTo(read + "END");
            found.close();
        }
    }
}
