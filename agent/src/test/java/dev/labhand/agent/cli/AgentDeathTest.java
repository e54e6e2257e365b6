package dev.labhand.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.protocol.jsonrpc.JsonStruct;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent is killed while commands run, and another one starts on its data directory. */
@Timeout(120)
class AgentDeathTest {

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    /** An agent in a process of its own. */
    private final class RunningAgent implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;
        private final String url;

        private RunningAgent() throws IOException {
            ProcessBuilder builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            AgentMain.class.getName(),
                            "--port",
                            "0",
                            "--data-dir",
                            folder.resolve("data").toString())
                    .redirectError(folder.resolve("stderr").toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("LABHAND_"));
            process = builder.start();
            output = process.inputReader(StandardCharsets.UTF_8);
            String ready = output.readLine();
            url = ready.substring(ready.indexOf("http://")) + "/rpc";
        }

        private Map<String, @Nullable Object> call(String method, Map<String, ?> params) throws Exception {
            byte[] body = JsonStruct.write(Map.of("jsonrpc", "2.0", "id", 1L, "method", method, "params", params));
            return JsonStruct.read(client.send(
                            HttpRequest.newBuilder(URI.create(url))
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofByteArray(body))
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body());
        }

        private Map<?, ?> result(String method, Map<String, ?> params) throws Exception {
            Map<String, @Nullable Object> reply = call(method, params);
            assertThat(reply).containsKey("result");
            return (Map<?, ?>) Objects.requireNonNull(reply.get("result"));
        }

        private void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }

    @Test
    void detachedCommandsGoOnAttachedOnesAreLostAndNoneRunsTwice() throws Exception {
        Path runs = folder.resolve("runs");
        Path go = folder.resolve("go");
        String command =
                "echo one; echo run >> " + runs + "; while [ ! -e " + go + " ]; do sleep 0.05; done; echo two; exit 5";
        String detached = "death-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        Map<String, ?> start = Map.of("target", "local", "command", command, "jobId", detached, "detached", true);
        Map<String, ?> attached = Map.of("target", "local", "command", command, "jobId", "attached");
        try {
            try (RunningAgent agent = new RunningAgent()) {
                agent.call("job.start", start);
                agent.call("job.start", attached);
                for (String id : List.of(detached, "attached")) {
                    assertThat(agent.result("job.read", read(id)))
                            .extracting("stdout")
                            .isEqualTo("b25lCg==");
                }
                agent.kill();
            }
            try (RunningAgent agent = new RunningAgent()) {
                Map<?, ?> lost = agent.result("exec", attached);
                assertThat(lost).extracting("outcome", "stdout").containsExactly("lost", "one\n");
                assertThat(String.valueOf(lost.get("reason"))).startsWith("the agent ended while the command ran");
                assertThat(agent.result("job.wait", Map.of("id", detached, "seconds", 0L)))
                        .extracting("outcome", "stdout")
                        .containsExactly("running", "one\n");
                assertThat(agent.result("info", Map.of()))
                        .extracting("runningJobs")
                        .isEqualTo(1L);
                agent.call("job.start", start);
                // In the middle of following it again, or before.
                agent.kill();
            }
            Files.createFile(go);
            try (RunningAgent agent = new RunningAgent()) {
                for (int i = 0; i < 2; i++) {
                    assertThat(agent.result("exec", start))
                            .extracting("outcome", "exitCode", "stdout", "stderr")
                            .containsExactly("exited", 5L, "one\ntwo\n", "");
                }
                assertThat(agent.result("info", Map.of()))
                        .extracting("runningJobs")
                        .isEqualTo(0L);
            }
            assertThat(Files.readAllLines(runs)).as("one for each job").hasSize(2);
        } finally {
            Files.writeString(go, "");
            forget(detached);
        }
    }

    private static Map<String, ?> read(String id) {
        return Map.of("id", id, "offsets", Map.of(), "maxBytes", 100L, "waitSeconds", 60L);
    }

    /** What the job has left in the account's home, which outlives it for long. */
    private static void forget(String id) throws IOException {
        Path jobs = Path.of(System.getProperty("user.home"), ".labhand", "jobs");
        if (!Files.isDirectory(jobs)) {
            return;
        }
        try (var hosts = Files.newDirectoryStream(jobs)) {
            for (Path host : hosts) {
                Path job = host.resolve(id);
                if (Files.isDirectory(job)) {
                    try (var files = Files.newDirectoryStream(job)) {
                        for (Path file : files) {
                            Files.delete(file);
                        }
                    }
                    Files.delete(job);
                }
            }
        }
    }
}
