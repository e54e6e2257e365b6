package dev.labhand.agent.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.JobId;
import dev.labhand.api.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that keeps jobs is killed at any time; the next one finds every one of them, each with a true end. */
@Timeout(300)
class CrashTest {

    private static final int KILLS = 10;

    @TempDir
    private Path folder;

    @Test
    void afterADeathEveryJobIsThereAndTrue() throws Exception {
        Random random = new Random();
        Set<String> begun = new HashSet<>();
        Set<String> ended = new HashSet<>();
        for (int round = 0; round < KILLS; round++) {
            kill("r" + round, 1 + random.nextInt(60), random.nextInt(2_000_000), begun, ended);
            FakeSsh ssh = new FakeSsh();
            try (JobEngine engine = new JobEngine(
                    DyingAgent.settings(folder.resolve("jobs")),
                    ssh,
                    Disk.of(folder),
                    Runnable::run,
                    java.time.InstantSource.system())) {
                Set<String> known = new HashSet<>();
                for (Job job : engine.newestFirst()) {
                    known.add(job.id().value());
                    check(job, ended.contains(job.id().value()));
                }
                assertThat(known).containsAll(begun);
                for (String id : begun) {
                    assertThat(engine.start(DyingAgent.request(id))).isSameAs(engine.find(new JobId(id)));
                }
                assertThat(ssh.started)
                        .as("nothing runs again, and what was detached is followed")
                        .allMatch(command -> command.detached().orElseThrow().resumed())
                        .hasSize(engine.runningJobs());
                for (FakeSsh.Command command : ssh.started) {
                    goOn(engine, command);
                }
                assertThat(engine.runningJobs()).isZero();
            }
        }
        assertThat(ended).isNotEmpty();
    }

    /** Lets it tell so many lines, and kills it at some moment after that. */
    private void kill(String prefix, int lines, int nanos, Set<String> begun, Set<String> ended)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingAgent.class.getName(),
                        folder.resolve("jobs").toString(),
                        prefix)
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        try (var output = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < lines; i++) {
                assertThat(told(output.readLine(), begun, ended)).isTrue();
            }
            long at = System.nanoTime() + nanos;
            while (System.nanoTime() < at) {
                Thread.onSpinWait();
            }
            // By its handle, which leaves the stream open: what it told until then counts, too.
            process.toHandle().destroyForcibly();
            String line = output.readLine();
            while (told(line, begun, ended)) {
                line = output.readLine();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean told(String line, Set<String> begun, Set<String> ended) {
        if (line == null || line.indexOf(' ') < 0) {
            return false;
        }
        String id = line.substring(line.indexOf(' ') + 1);
        (line.startsWith("begun ") ? begun : ended).add(id);
        return true;
    }

    private static void check(Job job, boolean ended) throws Exception {
        String id = job.id().value();
        Outcome outcome = job.outcome();
        if (ended || outcome instanceof Outcome.Exited) {
            int number = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
            assertThat(outcome).as(id).isEqualTo(new Outcome.Exited(number % 100));
        } else if (job.request().options().detached()) {
            assertThat(outcome).as(id).isEqualTo(new Outcome.Running());
        } else {
            assertThat(outcome).as(id).isInstanceOf(Outcome.Lost.class);
        }
        byte[] expected = expected(id);
        byte[] merged = merged(job);
        assertThat(merged.length).isLessThanOrEqualTo(expected.length);
        assertThat(Arrays.equals(merged, Arrays.copyOf(expected, merged.length)))
                .as("%s: what is there is a beginning of both streams in their order", id)
                .isTrue();
        if (outcome instanceof Outcome.Exited) {
            assertThat(merged).as(id).hasSameSizeAs(expected);
        }
    }

    private static byte[] expected(String id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int chunk = 0; chunk < DyingAgent.CHUNKS; chunk++) {
            bytes.writeBytes(DyingAgent.chunk(id, chunk));
        }
        return bytes.toByteArray();
    }

    private static byte[] merged(Job job) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JobReader reader = new JobReader(job, 0, 0);
        List<JobReader.Chunk> chunks;
        do {
            chunks = reader.next(1 << 16, Duration.ZERO);
            chunks.forEach(chunk -> bytes.writeBytes(chunk.bytes()));
        } while (!chunks.isEmpty());
        return bytes.toByteArray();
    }

    /** Plays the target, which sends what comes after the offsets that it is told. */
    private static void goOn(JobEngine engine, FakeSsh.Command command) throws Exception {
        String id = command.command();
        long[] known = {
            command.detached().orElseThrow().stdoutFrom(),
            command.detached().orElseThrow().stderrFrom()
        };
        for (int chunk = 0; chunk < DyingAgent.CHUNKS; chunk++) {
            byte[] bytes = DyingAgent.chunk(id, chunk);
            int stream = DyingAgent.isError(chunk) ? 1 : 0;
            int skip = (int) Math.min(bytes.length, known[stream]);
            known[stream] -= skip;
            if (stream == 1) {
                command.output().stderr(bytes, skip, bytes.length - skip);
            } else {
                command.output().stdout(bytes, skip, bytes.length - skip);
            }
        }
        int number = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
        command.ends(new Outcome.Exited(number % 100));
        check(engine.find(new JobId(id)), true);
    }
}
