package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.files.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of any kind and size at {@code /files}, and what is refused there. */
class FilesOverHttpTest extends OverFilesEndpoint {

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

    /** Sysfs says 4096 bytes. */
    @Test
    void aFileThatEndsBeforeItsSizeIsSentAsItReads() throws Exception {
        Path mtu = Path.of("/sys/class/net/lo/mtu");
        byte[] bytes = Files.readAllBytes(mtu);

        HttpResponse<byte[]> got = get(mtu);
        HttpResponse<byte[]> plain = get(mtu, "Want-Repr-Digest", "sha-256=0");
        HttpResponse<byte[]> part = get(mtu, "Range", "bytes=1-99");
        HttpResponse<byte[]> beyond = get(mtu, "Range", "bytes=1000-");
        HttpResponse<byte[]> head = send(request(query(mtu)).HEAD());
        HttpResponse<byte[]> plainHead = send(request(query(mtu)).HEAD().header("Want-Repr-Digest", "sha-256=0"));

        for (HttpResponse<byte[]> each : List.of(got, plain, head, plainHead)) {
            assertThat(each.statusCode()).isEqualTo(200);
            assertThat(field(each, "Content-Length")).isEqualTo(String.valueOf(bytes.length));
            assertThat(field(each, "Repr-Digest")).isEqualTo(digest(bytes));
            assertThat(field(each, "ETag")).isEqualTo("\"" + Sha256.of(bytes) + "\"");
        }
        assertThat(got.body()).isEqualTo(bytes);
        assertThat(plain.body()).isEqualTo(bytes);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 1, bytes.length));
        assertThat(field(part, "Content-Range")).isEqualTo("bytes 1-" + (bytes.length - 1) + "/" + bytes.length);
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(call("file.get", "[\"local\",\"" + mtu + "\"]"))
                .contains("\"data\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"", "\"size\":" + bytes.length);
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
