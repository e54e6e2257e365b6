package dev.labhand.agent;

import dev.labhand.ssh.files.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests to {@code /files} of an agent, about files in a folder of the test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class OverFilesEndpoint {

    final HttpClient client = HttpClient.newHttpClient();
    Agent agent;

    @TempDir
    Path folder;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        agent = TestAgents.start(data, TestAgents.http(), Optional.empty());
    }

    @AfterAll
    void stop() {
        agent.close();
        client.close();
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static String digest(byte[] bytes) {
        return "sha-256=:" + Sha256.of(bytes).base64() + ":";
    }

    static String query(Path path) {
        return "target=local&path=" + URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
    }

    HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + "/files?" + query));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> put(Path path, byte[] bytes, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder put = request(query(path)).PUT(BodyPublishers.ofByteArray(bytes));
        return send(headers.length == 0 ? put : put.headers(headers));
    }

    HttpResponse<byte[]> get(Path path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder get = request(query(path));
        return send(headers.length == 0 ? get : get.headers(headers));
    }

    static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
