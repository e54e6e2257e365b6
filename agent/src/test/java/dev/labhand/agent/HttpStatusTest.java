package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpStatusTest {

    private static final String XML = "<methodCall><methodName>add</methodName><params><param><value><int>2</int>"
            + "</value></param><param><value><int>3</int></value></param></params></methodCall>";
    private static final String JSON = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":{\"a\":2,\"b\":3}}";

    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

    private Agent agent;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        agent = TestAgents.start(folder, TestAgents.http(), Optional.empty());
    }

    @AfterAll
    void stop() {
        agent.close();
    }

    private String send(String request) throws IOException {
        return RawHttp.exchange(agent.port(), request);
    }

    private static String get(String method, String path, String headers) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n";
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments(RawHttp.post("/RPC2", "text/xml", XML), 200, "<int>5</int>"),
                arguments(RawHttp.post("/", "application/xml; charset=utf-8", XML), 200, "<int>5</int>"),
                arguments(RawHttp.post("/xmlrpc", "TEXT/XML", XML), 200, "<int>5</int>"),
                arguments(RawHttp.post("/rpc", "application/json", JSON), 200, "\"result\":5"),
                arguments(RawHttp.post("/rpc", "application/json-rpc", JSON), 200, "\"result\":5"),
                arguments(RawHttp.post("/rpc", "application/jsonrequest", JSON), 200, "\"result\":5"),
                arguments(RawHttp.post("/rpc", "application/json", "{"), 200, "-32700"),
                arguments(RawHttp.post("/rpc", "application/json", ""), 200, "-32700"),
                arguments(RawHttp.post("/RPC2", "text/xml", "<methodCall>"), 200, "-32700"),
                arguments(RawHttp.post("/RPC2", "text/xml", ""), 200, "-32700"),
                arguments(RawHttp.post("/rpc", "text/xml", XML), 415, "Content-Type: application/json"),
                arguments(RawHttp.post("/RPC2", "application/json", JSON), 415, "Content-Type: text/xml"),
                arguments(
                        RawHttp.post("/rpc", "application/x-www-form-urlencoded", JSON),
                        415,
                        "Content-Type: application/json"),
                arguments(RawHttp.post("/rpc", "text/plain", JSON), 415, "Content-Type: application/json"),
                arguments(
                        "POST /rpc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
                        415,
                        "Content-Type: application/json"),
                arguments(
                        "POST /rpc HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Encoding: gzip\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                        415,
                        "Content-Encoding"),
                arguments(RawHttp.post("/nix", "text/xml", XML), 404, "/RPC2"),
                arguments(RawHttp.post("/rpc/", "application/json", JSON), 404, "/rpc"),
                arguments(get("GET", "/RPC2", ""), 405, "Allow: POST"),
                arguments(get("PUT", "/", ""), 405, "Allow: GET, HEAD, POST"),
                arguments(get("OPTIONS", "/rpc", "Origin: http://localhost\r\n"), 405, "Allow: POST"),
                arguments(get("OPTIONS", "*", ""), 404, ""),
                arguments(get("DELETE", "/healthz", ""), 405, "Allow: GET, HEAD"),
                arguments(get("GET", "/healthz", ""), 200, "\r\n\r\nok\n"),
                arguments(get("GET", "/", ""), 200, "Content-Security-Policy: default-src 'none'"),
                arguments(get("GET", "/", "Origin: http://localhost\r\n"), 200, "text/html"),
                arguments(get("GET", "/", "Origin: http://evil.example\r\n"), 403, "other sites"),
                arguments(get("GET", "/", "Origin: null\r\n"), 403, "other sites"),
                arguments("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403, "allowed-hosts"),
                arguments("GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 403, ""),
                arguments("GET / HTTP/1.1\r\nHost: secretname:1\r\nConnection: close\r\n\r\n", 200, "text/html"),
                arguments(
                        "GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                        200,
                        "ok"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyRequestIsAnsweredWithItsStatus(String request, int status, String part) throws IOException {
        String response = send(request);

        assertThat(response).startsWith("HTTP/1.1 " + status + " ").contains(part);
        assertThat(response).doesNotContain("Server:").doesNotContainIgnoringCase("jetty");
        assertThat(response).contains("X-Content-Type-Options: nosniff").contains("Cache-Control: no-store");
    }

    /** Broken HTTP, with what has fooled servers before: CVE-2026-2332, CVE-2026-6790, CVE-2023-40167. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                RawHttp.JSON_HEAD + "Content-Length: +5\r\n\r\n12345",
                RawHttp.JSON_HEAD + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n12",
                RawHttp.JSON_HEAD + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                RawHttp.JSON_HEAD + CHUNKED
                        + "1;ext=\"val\r\nX\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                RawHttp.JSON_HEAD + CHUNKED + "zz\r\n",
                "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
                "GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%2e%2e/x HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void brokenHttpIsRefusedOnceAndTheConnectionClosed(String request) throws IOException {
        String response = send(request);

        assertThat(response).startsWith("HTTP/1.1 400 ");
        assertThat(response.split("HTTP/1\\.1 ", -1)).as("one answer").hasSize(2);
        assertThat(response)
                .doesNotContainIgnoringCase("jetty")
                .doesNotContain("<html")
                .doesNotContain("\tat ");
    }

    @Test
    void headersThatAreTooLargeAreRefused() throws IOException {
        assertThat(send("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void headHasTheHeadersOfGetAndNoBody() throws IOException {
        String head = send(get("HEAD", "/", ""));
        assertThat(head)
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Length: ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void aNotificationIsAnsweredWithNothing() throws IOException {
        String response = send(
                RawHttp.post("/rpc", "application/json", "{\"jsonrpc\":\"2.0\",\"method\":\"add\",\"params\":[1,2]}"));
        assertThat(response).startsWith("HTTP/1.1 204 ").endsWith("\r\n\r\n");
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsRefusedUnread() throws IOException {
        String response = send(RawHttp.JSON_HEAD + "Expect: 100-continue\r\nContent-Length: "
                + (TestAgents.MAX_BODY + 1) + "\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 413 ").contains(TestAgents.MAX_BODY + " bytes");
    }

    @Test
    void aBodyThatGrowsTooLargeIsRefused() throws IOException {
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        String response = send(RawHttp.JSON_HEAD + CHUNKED + chunk.repeat(7) + "0\r\n\r\n");
        assertThat(response).startsWith("HTTP/1.1 413 ").contains("Connection: close");
    }

    @Test
    void aClientThatSendsAllOfATooLargeBodyBeforeItReadsGetsItsAnswer() throws IOException {
        String body = "x".repeat(8 * TestAgents.MAX_BODY);
        assertThat(send(RawHttp.post("/rpc", "application/json", body))).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aBodyThatNeverEndsIsNotReadForEver() throws IOException {
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        int chunks = 8 * TestAgents.MAX_BODY / 0x4000 + 1;
        assertThat(send(RawHttp.JSON_HEAD + CHUNKED + chunk.repeat(chunks))).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aBodyThatIsAnnouncedMuchTooLargeIsRefusedAtOnce() throws IOException {
        assertThat(send(RawHttp.JSON_HEAD + "Content-Length: 1000000000000\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() throws IOException {
        String body = JSON + " ".repeat(TestAgents.MAX_BODY - JSON.length());
        assertThat(send(RawHttp.post("/rpc", "application/json", body)))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"result\":5");
    }

    @Test
    void aBodyInPiecesIsOneBody() throws IOException {
        try (RawHttp connection = new RawHttp(agent.port())) {
            connection.send(RawHttp.JSON_HEAD + CHUNKED + "1\r\n{\r\n");
            connection.send("2;note=1\r\n\"j\r\n");
            String rest = JSON.substring(3);
            connection.send(Integer.toHexString(rest.length()) + "\r\n" + rest + "\r\n0\r\n\r\n");
            assertThat(connection.readResponse()).contains("\"result\":5");
        }
    }

    @Test
    void aConnectionServesManyRequests() throws IOException {
        try (RawHttp connection = new RawHttp(agent.port())) {
            String request = RawHttp.post("/rpc", "application/json", JSON).replace("Connection: close\r\n", "");
            for (int i = 0; i < 3; i++) {
                connection.send(request);
                assertThat(connection.readResponse()).contains("\"result\":5");
            }
            connection.send(request + request);
            assertThat(connection.readResponse()).contains("\"result\":5");
            assertThat(connection.readResponse()).contains("\"result\":5");
        }
    }

    @Test
    void trailersOfOneRequestAreNotThoseOfTheNext() throws IOException {
        try (RawHttp connection = new RawHttp(agent.port())) {
            connection.send(RawHttp.JSON_HEAD + CHUNKED + "2\r\n{}\r\n0\r\nContent-Type: text/xml\r\n\r\n");
            assertThat(connection.readResponse()).startsWith("HTTP/1.1 200 ");
            connection.send("POST /rpc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(connection.readResponse()).startsWith("HTTP/1.1 415 ");
        }
    }

    @Test
    void thePageShowsKeywordsAndItsOwnAddressEscaped() throws IOException {
        String page = send(get("GET", "/", "").replace("localhost", "localhost:" + agent.port()));
        assertThat(page)
                .contains("<h1>secretname</h1>", "a test &amp; more", "add(a, b)", "divide(a, b)")
                .contains("http://localhost:" + agent.port() + "/RPC2")
                .doesNotContain("{{");
    }
}
