package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.Processes;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RunningProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Many commands over OpenSSH through one agent, none of which ends before all have begun. */
@RequiresPeer(Peer.SSHD)
class ManyJobsIT {

    private static final int JOBS = 500;

    @Test
    void fiveHundredRunAtOnceEachWithItsOwnOutputAndEnd(@TempDir Path folder) throws IOException {
        Path gate = folder.resolve("gate");
        RunningProcess.run("mkfifo", gate.toString()).succeeded();
        Path begun = Files.createDirectory(folder.resolve("begun"));
        try (OpenSshServer sshd = OpenSshServer.start();
                AgentProcess agent = AgentProcess.start(
                        "--identity",
                        sshd.identity().toString(),
                        "--known-hosts",
                        sshd.knownHosts().toString());
                // For reading, too: so that neither this nor a command waits for another end.
                RandomAccessFile opener = new RandomAccessFile(gate.toFile(), "rw")) {
            JsonRpcClient client = new JsonRpcClient(agent);
            for (int i = 0; i < JOBS; i++) {
                String command = ": >" + begun.resolve("job" + i) + "; read -r line <" + gate + "; echo out " + i
                        + "; echo err " + i + " >&2; exit " + code(i);
                client.call("job.start", Map.of("target", sshd.target(), "command", command, "jobId", "many-" + i));
            }
            Processes.awaitThat(
                    JOBS + " commands that wait at the gate", Duration.ofMinutes(2), () -> count(begun) == JOBS);
            assertThat(client.call("info", Map.of()).get("runningJobs").asInt()).isEqualTo(JOBS);

            opener.write("\n".repeat(JOBS).getBytes(StandardCharsets.US_ASCII));

            for (int i = 0; i < JOBS; i++) {
                JsonNode end = client.call("job.wait", Map.of("id", "many-" + i, "seconds", 60));
                assertThat(end.get("outcome").asString()).as("%s", end).isEqualTo("exited");
                assertThat(end.get("exitCode").asInt()).isEqualTo(code(i));
                assertThat(end.get("stdout").asString()).isEqualTo("out " + i + "\n");
                assertThat(end.get("stderr").asString()).isEqualTo("err " + i + "\n");
            }
            assertThat(client.call("info", Map.of()).get("runningJobs").asInt()).isZero();
        }
    }

    /** Nearly as many as there are, so that an end is no other job's. */
    private static int code(int job) {
        return job % 100;
    }

    private static long count(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
