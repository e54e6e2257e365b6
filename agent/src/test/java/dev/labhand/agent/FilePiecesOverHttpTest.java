package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Uploads in pieces ({@code Content-Range}), and those that are cut off. */
class FilePiecesOverHttpTest extends OverFilesEndpoint {

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
}
