package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.SshContainer;
import dev.labhand.e2e.support.SshKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Detached jobs while everything around them dies at random moments. Each command says on the target that it began, and prints
 * data that is known beforehand. {@code -Dlabhand.kills=N} is how many kill points there are (40), {@code -Dlabhand.seed=N}
 * repeats a run.
 */
@RequiresPeer(Peer.DOCKER)
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KillLoopIT {

    private static final int KILLS = Integer.getInteger("labhand.kills", 40);
    private static final long SEED = Long.getLong("labhand.seed", System.nanoTime());
    private static final int JOBS = 3;
    private static final int LINES = 30;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    /** What dies. */
    private enum Kill {
        AGENT,
        CONNECTIONS,
        NETWORK,
        MACHINE
    }

    /** A command that has a number of its own. */
    private record Job(String id, int exit) {

        String command() {
            return "echo began >>/root/began." + id + "; i=0; while [ $i -lt " + LINES + " ]; do echo \"" + id
                    + " line $i\"; echo \"err $i\" >&2; i=$((i+1)); sleep 0.05; done; exit " + exit;
        }

        String stdout() {
            return IntStream.range(0, LINES)
                    .mapToObj(i -> id + " line " + i + "\n")
                    .collect(Collectors.joining());
        }

        String stderr() {
            return IntStream.range(0, LINES).mapToObj(i -> "err " + i + "\n").collect(Collectors.joining());
        }
    }

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private SshContainer machine;
    private String[] flags;
    private volatile AgentProcess agent;

    @BeforeEach
    void start() throws IOException {
        SshKey key = SshKey.generate(folder, "identity");
        machine = new SshContainer(key).onOnePort();
        machine.start();
        Path knownHosts = Files.writeString(folder.resolve("known_hosts"), machine.knownHost());
        flags = new String[] {
            "--data-dir", folder.resolve("data").toString(),
            "--identity", key.file().toString(),
            "--known-hosts", knownHosts.toString()
        };
        agent = AgentProcess.start(flags);
    }

    @AfterEach
    void stop() {
        agent.close();
        machine.close();
    }

    @Test
    void whateverDiesEachJobBeganOnceItsOutputIsWholeAndItsOutcomeTrue() {
        int lost = 0;
        for (int i = 0; i < KILLS; i++) {
            Kill kill = Kill.values()[i % Kill.values().length];
            List<CompletableFuture<Job>> starts = new ArrayList<>();
            for (int j = 0; j < JOBS; j++) {
                Job job = new Job("kill-" + i + "-" + j, random.nextInt(4));
                long delay = random.nextLong(600);
                starts.add(CompletableFuture.supplyAsync(() -> started(job, delay), THREADS));
            }
            pause(random.nextLong(2500));
            kill(kill);
            for (CompletableFuture<Job> start : starts) {
                lost += check(start.join(), kill, i);
            }
        }
        System.out.println(
                KILLS + " kill points, " + KILLS * JOBS + " jobs, " + lost + " of them lost with the machine");
    }

    /** Random moments are what this is about. */
    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private Job started(Job job, long delay) {
        pause(delay);
        Map<String, ?> start =
                Map.of("target", machine.target(), "command", job.command(), "jobId", job.id(), "detached", true);
        persistently("job.start", start);
        return job;
    }

    private void kill(Kill kill) {
        switch (kill) {
            case AGENT -> {
                agent.kill();
                AgentProcess dead = agent;
                agent = AgentProcess.start(flags);
                dead.close();
            }
            case CONNECTIONS -> machine.dropConnections();
            case NETWORK -> {
                machine.unplug();
                pause(random.nextLong(3000));
                machine.plugIn();
            }
            case MACHINE -> machine.crash();
        }
    }

    /** 1 if the job was lost. */
    private int check(Job job, Kill kill, int point) {
        JsonNode end = persistently(() -> {
            JsonNode report = new JsonRpcClient(agent).call("job.wait", Map.of("id", job.id(), "seconds", 5));
            return report.get("outcome").asString().equals("running") ? null : report;
        });
        String what = job.id() + ", killed " + kill + ", -Dlabhand.seed=" + SEED + ": " + end;
        String outcome = end.get("outcome").asString();
        long began = machine.run("cat", "/root/began." + job.id()).lines().count();
        JsonNode output = new JsonRpcClient(agent)
                .call("job.read", Map.of("id", job.id(), "offsets", Map.of("stdout", 0, "stderr", 0)));
        String stdout = text(output, "stdout");
        String stderr = text(output, "stderr");
        switch (outcome) {
            case "exited" -> {
                assertThat(end.get("exitCode").asInt()).as(what).isEqualTo(job.exit());
                assertThat(began).as(what).isEqualTo(1);
                assertThat(stdout).as(what).isEqualTo(job.stdout());
                assertThat(stderr).as(what).isEqualTo(job.stderr());
            }
            case "lost" -> {
                assertThat(kill).as(what).isEqualTo(Kill.MACHINE);
                assertThat(began).as(what).isLessThanOrEqualTo(1);
                assertThat(job.stdout()).as(what).startsWith(stdout);
                assertThat(job.stderr()).as(what).startsWith(stderr);
            }
            case "unreachable" -> {
                assertThat(kill).as(what).isIn(Kill.NETWORK, Kill.MACHINE, Kill.CONNECTIONS);
                assertThat(began).as(what).isZero();
            }
            default -> throw new AssertionError(what);
        }
        if (point % 10 == 9) {
            System.out.println((point + 1) + " kill points, " + outcome);
        }
        return outcome.equals("lost") ? 1 : 0;
    }

    private static String text(JsonNode output, String stream) {
        return new String(Base64.getDecoder().decode(output.get(stream).asString()), StandardCharsets.UTF_8);
    }

    private JsonNode persistently(String method, Map<String, ?> params) {
        return persistently(() -> new JsonRpcClient(agent).call(method, params));
    }

    /** Asks again, as any client would, while the agent is dead or has nothing to tell. */
    private static JsonNode persistently(Supplier<JsonNode> question) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                JsonNode answer = question.get();
                if (answer != null) {
                    return answer;
                }
            } catch (UncheckedIOException _) {
                pause(50);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no answer within " + LIMIT + ", -Dlabhand.seed=" + SEED);
            }
        }
    }
}
