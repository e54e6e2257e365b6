package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.files.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FilesOverHttpTest {

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

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static String digest(byte[] bytes) {
        return "sha-256=:" + Sha256.of(bytes).base64() + ":";
    }

    private static String query(Path path) {
        return "target=local&path=" + URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + "/files?" + query));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> put(Path path, byte[] bytes, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder put = request(query(path)).PUT(BodyPublishers.ofByteArray(bytes));
        return send(headers.length == 0 ? put : put.headers(headers));
    }

    private HttpResponse<byte[]> get(Path path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder get = request(query(path));
        return send(headers.length == 0 ? get : get.headers(headers));
    }

    private static String field(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 3_000_000})
    void whatIsPutIsGotWhateverItsSize(int size) throws Exception {
        byte[] bytes = random(size);
        Path file = folder.resolve("läuft & so");

        HttpResponse<byte[]> made = put(file, bytes, "Repr-Digest", digest(bytes));
        HttpResponse<byte[]> again = put(file, bytes);
        HttpResponse<byte[]> got = get(file);

        assertThat(made.statusCode()).as(text(made)).isEqualTo(201);
        assertThat(text(made)).contains("\"sha256\":\"" + Sha256.of(bytes) + "\"", "\"size\":" + size);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(bytes);
        assertThat(field(got, "Repr-Digest")).isEqualTo(size == 0 ? "" : digest(bytes));
        assertThat(field(got, "Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void aBodyOfUnknownLengthIsPut() throws Exception {
        byte[] bytes = random(500_000);
        Path file = folder.resolve("f");

        HttpResponse<byte[]> response =
                send(request(query(file)).PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void headTellsSizeTimeAndDigest() throws Exception {
        byte[] bytes = random(100_000);
        Path file = Files.write(folder.resolve("f"), bytes);

        HttpResponse<byte[]> head = send(request(query(file)).HEAD());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(field(head, "Content-Length")).isEqualTo("100000");
        assertThat(field(head, "Repr-Digest")).isEqualTo(digest(bytes));
        assertThat(field(head, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(field(head, "Last-Modified")).endsWith("GMT");
        assertThat(field(send(request(query(file)).HEAD().header("Want-Repr-Digest", "sha-256=0")), "Repr-Digest"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=2-4, 206, 234, bytes 2-4/10",
        "bytes=7-, 206, 789, bytes 7-9/10",
        "bytes=-2, 206, 89, bytes 8-9/10",
        "bytes=8-99, 206, 89, bytes 8-9/10",
        "bytes=10-, 416, 'f: has 10 bytes', bytes */10",
        "bytes=4-2, 200, 0123456789, ''",
        "'bytes=0-1,4-5', 200, 0123456789, ''",
        "lines=1-2, 200, 0123456789, ''",
    })
    void rangesAreServed(String range, int status, String body, String contentRange) throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "0123456789");

        HttpResponse<byte[]> response = get(file, "Range", range);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(text(response)).contains(body);
        assertThat(field(response, "Content-Range")).isEqualTo(contentRange);
    }

    @Test
    void otherBytesThanMeantAreNotPut() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "old");

        HttpResponse<byte[]> wrong = put(file, random(10), "Repr-Digest", digest(random(9)));
        HttpResponse<byte[]> wrongBody = put(file, random(10), "Content-Digest", digest(random(9)));
        HttpResponse<byte[]> malformed = put(file, random(10), "Repr-Digest", "sha-256=:abc:");
        HttpResponse<byte[]> other = put(folder.resolve("g"), random(10), "Repr-Digest", "sha-512=:abc:");
        HttpResponse<byte[]> garbage = put(file, random(10), "Repr-Digest", "garbage");
        HttpResponse<byte[]> twice = put(file, random(10), "Content-Digest", digest(random(10)) + ", md5=nonsense");

        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(field(wrong, "Labhand-Reason")).isEqualTo("checksum_mismatch");
        assertThat(wrongBody.statusCode()).isEqualTo(400);
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(other.statusCode()).isEqualTo(201);
        assertThat(garbage.statusCode()).isEqualTo(400);
        assertThat(text(garbage)).startsWith("Repr-Digest: 'garbage' should be as sha-256=:BASE64:");
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(text(twice)).startsWith("Content-Digest: 'md5=nonsense'");
        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("f", "g");
    }

    @Test
    void piecesBecomeAFile() throws Exception {
        byte[] bytes = random(10_000);
        byte[] first = Arrays.copyOf(bytes, 6_000);
        byte[] rest = Arrays.copyOfRange(bytes, 6_000, 10_000);
        Path file = folder.resolve("f");

        HttpResponse<byte[]> half = put(file, first, "Content-Range", "bytes 0-5999/10000");
        HttpResponse<byte[]> unchecked = put(file, rest, "Content-Range", "bytes 6000-9999/10000");
        HttpResponse<byte[]> gap =
                put(file, random(3_999), "Content-Range", "bytes 6001-9999/10000", "Repr-Digest", digest(bytes));
        HttpResponse<byte[]> whole =
                put(file, rest, "Content-Range", "bytes 6000-9999/10000", "Repr-Digest", digest(bytes));

        assertThat(half.statusCode()).as(text(half)).isEqualTo(202);
        assertThat(unchecked.statusCode()).isEqualTo(400);
        assertThat(gap.statusCode()).isEqualTo(409);
        assertThat(text(gap)).contains("at byte 6000");
        assertThat(whole.statusCode()).as(text(whole)).isEqualTo(201);
        assertThat(file).hasBinaryContent(bytes);
        assertThat(folder.toFile().list()).containsExactly("f");
    }

    @Test
    void aPieceOfAFileOfAnotherSizeIsRefusedAndTheUploadGoesOn() throws Exception {
        byte[] bytes = random(10);
        byte[] rest = Arrays.copyOfRange(bytes, 7, 10);
        Path file = folder.resolve("f");
        put(file, Arrays.copyOf(bytes, 7), "Content-Range", "bytes 0-6/10");

        HttpResponse<byte[]> other = put(file, rest, "Content-Range", "bytes 7-9/11", "Repr-Digest", digest(bytes));
        HttpResponse<byte[]> last = put(file, rest, "Content-Range", "bytes 7-9/10", "Repr-Digest", digest(bytes));

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(text(other)).contains("of a file of 10 bytes, not 11");
        assertThat(last.statusCode()).as(text(last)).isEqualTo(201);
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void anUploadMayBeginAnewWithAnotherSize() throws Exception {
        byte[] bytes = random(10);
        Path file = folder.resolve("f");
        put(file, Arrays.copyOf(bytes, 7), "Content-Range", "bytes 0-6/12");
        put(file, Arrays.copyOf(bytes, 7), "Content-Range", "bytes 0-6/10");

        HttpResponse<byte[]> last = put(
                file, Arrays.copyOfRange(bytes, 7, 10), "Content-Range", "bytes 7-9/10", "Repr-Digest", digest(bytes));

        assertThat(last.statusCode()).as(text(last)).isEqualTo(201);
    }

    @Test
    void aClientThatGoesAwayLeavesAPartToGoOnWith() throws Exception {
        byte[] bytes = "0123456789abcdef".repeat(125_000).getBytes(StandardCharsets.US_ASCII);
        Path file = folder.resolve("f");
        Path part = folder.resolve(".labhand-f.part");
        try (RawHttp connection = new RawHttp(agent.port())) {
            connection.send("PUT /files?" + query(file) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                    + bytes.length + "\r\n\r\n");
            connection.send(new String(bytes, 0, 1_000_000, StandardCharsets.US_ASCII));
        }
        while (!Files.exists(part) || !running().equals("[]\n")) {
            Thread.onSpinWait();
        }
        int offset = Integer.parseInt(field(send(request(query(part)).HEAD()), "Content-Length"));

        HttpResponse<byte[]> whole = put(
                file,
                Arrays.copyOfRange(bytes, offset, bytes.length),
                "Content-Range",
                "bytes " + offset + "-1999999/2000000",
                "Repr-Digest",
                digest(bytes));

        assertThat(offset).isEqualTo(1_000_000);
        assertThat(whole.statusCode()).as(text(whole)).isEqualTo(201);
        assertThat(file).hasBinaryContent(bytes);
    }

    private String running() throws IOException, InterruptedException {
        URI list = URI.create("http://127.0.0.1:" + agent.port() + "/invocations");
        return client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void directoriesAndLinksAreMadeByTheirMediaTypes() throws Exception {
        Path made = folder.resolve("a/b");
        HttpResponse<byte[]> directory = send(request(query(made) + "&mkdirs=true&mode=0750")
                .header("Content-Type", "inode/directory")
                .PUT(BodyPublishers.noBody()));
        HttpResponse<byte[]> link = send(request(query(folder.resolve("l")))
                .header("Content-Type", "inode/symlink")
                .PUT(BodyPublishers.ofString("a/b")));

        assertThat(directory.statusCode()).as(text(directory)).isEqualTo(201);
        assertThat(made).isDirectory();
        assertThat(text(directory)).contains("\"mode\":\"0750\"");
        assertThat(link.statusCode()).as(text(link)).isEqualTo(201);
        assertThat(Files.readSymbolicLink(folder.resolve("l"))).isEqualTo(Path.of("a/b"));
    }

    @Test
    void modeAndTimeAreSet() throws Exception {
        Path file = folder.resolve("f");

        HttpResponse<byte[]> response = send(request(query(file) + "&mode=0711&modified=2001-02-03T04:05:06Z")
                .PUT(BodyPublishers.ofString("x")));

        assertThat(text(response)).contains("\"mode\":\"0711\"", "\"modified\":\"2001-02-03T04:05:06Z\"");
    }

    @Test
    void whatCannotBeDoneIsToldInALine() throws Exception {
        Path file = Files.writeString(folder.resolve("f"), "old");

        HttpResponse<byte[]> missing = get(folder.resolve("missing"));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(text(missing)).isEqualTo(folder.resolve("missing") + ": no such file or directory\n");
        assertThat(field(missing, "Labhand-Reason")).isEqualTo("no_such_file");
        assertThat(get(folder).statusCode()).isEqualTo(409);
        assertThat(put(folder, random(1)).statusCode()).isEqualTo(409);
        assertThat(put(folder.resolve("no/f"), random(1)).statusCode()).isEqualTo(404);
        assertThat(put(file, random(1), "If-None-Match", "*").statusCode()).isEqualTo(412);
        assertThat(file).hasContent("old");
        HttpResponse<byte[]> unreachable = send(request("target=127.0.0.1:1&path=/x"));
        assertThat(unreachable.statusCode()).isEqualTo(502);
        assertThat(field(unreachable, "Labhand-Reason")).isEqualTo("unreachable");
        assertThat(text(unreachable)).isEqualTo("connection refused\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target=local | the parameter path is missing",
                "path=/x&colour=red | no parameter 'colour'",
                "path=/x&mode=0644 | no parameter 'mode'",
                "path=/x&path=/y | given twice",
                "path=/x&target=a+b | target 'a b'",
                "path=%ff | not percent-encoded UTF-8",
                "path=/x%00y | the parameter path holds a zero byte",
            })
    void aQueryThatMakesNoSenseIsRefused(String query, String why) throws Exception {
        HttpResponse<byte[]> response = send(request(query));
        HttpResponse<byte[]> upload = send(request(query + "&mkdirs=perhaps").PUT(BodyPublishers.noBody()));

        assertThat(response.statusCode()).as(text(response)).isEqualTo(400);
        assertThat(text(response)).contains(why);
        assertThat(upload.statusCode()).isEqualTo(400);
    }

    @Test
    void aClientThatSendsAllBeforeItLooksGetsItsAnswer() throws Exception {
        HttpResponse<byte[]> response = put(folder.resolve("no/f"), random(600_000));

        assertThat(response.statusCode()).isEqualTo(404);
    }

    private String call(String method, String params) throws IOException, InterruptedException {
        HttpRequest call = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port() + "/rpc"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}"))
                .build();
        return client.send(call, BodyHandlers.ofString()).body();
    }

    @Test
    void keywordsMoveSmallFiles() throws Exception {
        String where = "\"target\":\"local\",\"path\":\"" + folder.resolve("f") + "\"";

        assertThat(call("file.put", "{" + where + ",\"data\":\"hello\",\"mode\":\"0600\"}"))
                .contains("\"size\":5", "\"mode\":\"0600\"", "\"sha256\":\"2cf24dba");
        assertThat(call("file.put", "{" + where + ",\"data\":\"other\",\"overwrite\":false}"))
                .contains("-32000", "\"type\":\"already_exists\"", "is there already");
        assertThat(call("file.put", "{" + where + ",\"data\":\"x\",\"mode\":\"rw\"}"))
                .contains("-32602", "octal digits");
        assertThat(call("file.get", "{" + where + "}")).contains("\"data\":\"aGVsbG8=\"");
        assertThat(call("file.get", "{" + where + ",\"offset\":1,\"length\":3}"))
                .contains("\"data\":\"ZWxs\"");
        assertThat(call("file.stat", "{" + where + ",\"sha256\":true}"))
                .contains("\"type\":\"file\"", "\"name\":\"f\"", "\"sha256\":\"2cf24dba");
        assertThat(call("file.list", "[\"local\",\"" + folder + "\"]")).contains("\"name\":\"f\"");
        assertThat(call("file.remove", "{" + where + "}")).contains("\"result\":1");
        assertThat(call("file.stat", "{" + where + "}")).contains("\"type\":\"no_such_file\"");
    }
}
