package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class FileTimesOnEveryFaceTest {

    private static final String RANGE = "1970-01-01T00:00:00Z to 2106-02-07T06:28:15Z";

    private final HttpClient client = HttpClient.newHttpClient();
    private Agent agent;

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

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder dated(String name, String time) {
        String path = URLEncoder.encode(folder.resolve(name).toString(), StandardCharsets.UTF_8);
        return to("/files?target=local&path=" + path + "&modified=" + time).PUT(BodyPublishers.ofString("x"));
    }

    private String rpc(String path, String type, String body) throws IOException, InterruptedException {
        return send(to(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)))
                .body();
    }

    private String json(String method, String params) throws IOException, InterruptedException {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
        return rpc("/rpc", "application/json", call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59Z", "2106-02-07T06:28:16Z"})
    void aTimeThatSftpDoesNotCarryIsRefusedAndNothingIsPut(String time) throws Exception {
        HttpResponse<String> file = send(dated("f", time));
        HttpResponse<String> directory = send(dated("d", time).header("Content-Type", "inode/directory"));

        assertThat(file.statusCode()).isEqualTo(400);
        assertThat(file.body()).contains(time, RANGE);
        assertThat(directory.statusCode()).isEqualTo(400);
        assertThat(json(
                        "file.put",
                        "[\"local\",\"" + folder.resolve("f") + "\",\"x\",{\"modified\":\"" + time + "\"}]"))
                .contains("-32602", time, RANGE);
        assertThat(rpc("/RPC2", "text/xml", """
                        <?xml version="1.0"?><methodCall><methodName>file.put</methodName><params>
                        <param><value>local</value></param><param><value>%s</value></param>
                        <param><value><base64>eA==</base64></value></param><param><value><struct><member>
                        <name>modified</name><value><dateTime.iso8601>%s</dateTime.iso8601></value>
                        </member></struct></value></param></params></methodCall>
                        """.formatted(folder.resolve("f"), time.replaceAll("[-Z]", ""))))
                .contains("-32602", time, RANGE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileFromAfter2038IsPutToldAndReplaced() throws Exception {
        String time = "2050-01-01T00:00:00Z";
        String told = "\"modified\":\"" + time + "\"";

        assertThat(send(dated("f", time)).body()).contains(told);
        assertThat(send(dated("f", time)).body()).contains(told);
        assertThat(json("file.list", "[\"local\",\"" + folder + "\"]")).contains(told);
    }
}
