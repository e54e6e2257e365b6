package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A command that writes 1 GiB, over OpenSSH, through an agent that has 64 MiB for all its objects. */
@RequiresPeer(Peer.SSHD)
class LargeOutputIT {

    private static final int BLOCKS = 1024;
    private static final int BLOCK = 1 << 20;

    /** Digits at the begin of each block, so that no two are equal. */
    private static final int NUMBER = 8;

    @Test
    void aGibibyteReachesItsReaderByteForByte(@TempDir Path folder) throws Exception {
        byte[] rest = new byte[BLOCK - NUMBER];
        new Random(4).nextBytes(rest);
        Path file = Files.write(folder.resolve("rest"), rest);
        String command = "i=0; while [ $i -lt " + BLOCKS + " ]; do printf %0" + NUMBER + "d $i; cat " + file
                + "; i=$((i+1)); done";
        try (OpenSshServer sshd = OpenSshServer.start();
                AgentProcess agent = AgentProcess.startWith(
                        "-Xmx64m",
                        "--identity",
                        sshd.identity().toString(),
                        "--known-hosts",
                        sshd.knownHosts().toString())) {
            JsonRpcClient client = new JsonRpcClient(agent);
            client.call("job.start", Map.of("target", sshd.target(), "command", command, "jobId", "large"));

            MessageDigest read = sha256();
            JsonNode last = readAll(client, "large", read);

            assertThat(last.get("outcome").asString()).as("%s", last).isEqualTo("exited");
            assertThat(last.get("exitCode").asInt()).isZero();
            assertThat(last.get("next").get("stdout").asLong()).isEqualTo((long) BLOCKS * BLOCK);
            assertThat(last.get("next").get("stderr").asLong()).isZero();
            assertThat(hex(read)).isEqualTo(hex(expected(rest)));
            assertThat(commandLine(agent)).contains("-Xmx64m");
            assertThat(client.call("add", Map.of("a", 2, "b", 3)).asInt()).isEqualTo(5);
            assertThat(agent.log()).doesNotContain("OutOfMemoryError");
        }
    }

    /** Reads standard output while the command writes, and returns the last part. */
    private static JsonNode readAll(JsonRpcClient client, String job, MessageDigest digest) {
        long offset = 0;
        while (true) {
            Map<String, ?> from = Map.of("id", job, "offsets", Map.of("stdout", offset), "waitSeconds", 30);
            JsonNode part = client.call("job.read", from);
            byte[] bytes = Base64.getDecoder().decode(part.get("stdout").asString());
            digest.update(bytes);
            offset += bytes.length;
            assertThat(part.get("next").get("stdout").asLong()).isEqualTo(offset);
            if (part.get("eof").asBoolean()) {
                return part;
            }
        }
    }

    private static MessageDigest expected(byte[] rest) throws NoSuchAlgorithmException {
        MessageDigest digest = sha256();
        for (int i = 0; i < BLOCKS; i++) {
            digest.update(("%0" + NUMBER + "d").formatted(i).getBytes(StandardCharsets.US_ASCII));
            digest.update(rest);
        }
        return digest;
    }

    private static MessageDigest sha256() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256");
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String[] commandLine(AgentProcess agent) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(agent.pid()), "cmdline"))
                .split("\0");
    }
}
