package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenTest {

    private Agent agent;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "correct horse\n");
        agent = TestAgents.start(folder.resolve("data"), TestAgents.http(), Optional.of(token));
    }

    @AfterAll
    void stop() {
        agent.close();
    }

    private String send(String method, String path, String headers) throws IOException {
        return RawHttp.exchange(
                agent.port(),
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({"GET,/", "HEAD,/", "POST,/RPC2", "POST,/rpc", "GET,/nix", "PUT,/", "GET,/healthz/"})
    void withoutTheTokenNothingIsGivenAway(String method, String path) throws IOException {
        for (String header : new String[] {"", "Authorization: Bearer wrong\r\n", "Authorization: Basic eDp5\r\n"}) {
            String response = send(method, path, header);
            assertThat(response)
                    .startsWith("HTTP/1.1 401 ")
                    .contains("WWW-Authenticate: Bearer realm=\"agent\"")
                    .contains("WWW-Authenticate: Basic realm=\"agent\", charset=\"UTF-8\"")
                    .doesNotContainIgnoringCase("labhand")
                    .doesNotContain("secretname", "0.1", "/rpc", "Server:");
        }
    }

    @Test
    void theHealthCheckIsOpen() throws IOException {
        assertThat(send("GET", "/healthz", "")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok\n");
    }

    @Test
    void withTheTokenEverythingIsThere() throws IOException {
        String basic = Base64.getEncoder().encodeToString("ann:correct horse".getBytes(StandardCharsets.UTF_8));
        for (String credentials : new String[] {"Bearer correct horse", "Basic " + basic}) {
            assertThat(send("GET", "/", "Authorization: " + credentials + "\r\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("secretname", "Bearer TOKEN", "me:TOKEN@")
                    .doesNotContain("correct horse");
        }
    }
}
