package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that hold for one state of a file alone (RFC 9110 §13). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class FileConditionsOverHttpTest {

    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");
    private static final String LONG_AGO_FIELD = "Sat, 03 Feb 2001 04:05:06 GMT";

    private final HttpClient client = HttpClient.newHttpClient();
    private Agent agent;

    @TempDir
    Path folder;

    private Path file;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        agent = TestAgents.start(data, TestAgents.http(), Optional.empty());
    }

    @AfterAll
    void stop() {
        agent.close();
        client.close();
    }

    @BeforeEach
    void aFile() throws IOException {
        file = write("AAAAAAAAAA");
    }

    /** Always of the same time. */
    private Path write(String text) throws IOException {
        Path written = Files.writeString(folder.resolve("f"), text);
        Files.setLastModifiedTime(written, FileTime.from(LONG_AGO));
        return written;
    }

    private HttpResponse<String> send(String method, Path path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + agent.port()
                        + "/files?path=" + URLEncoder.encode(path.toString(), StandardCharsets.UTF_8)))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String... headers) throws IOException, InterruptedException {
        return send("GET", file, "", headers);
    }

    private HttpResponse<String> put(String body, String... headers) throws IOException, InterruptedException {
        return send("PUT", file, body, headers);
    }

    private static String tag(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").orElse("");
    }

    @Test
    void theTagIsTheCheckSumWhereThatIsKnownAndElseWeak() throws Exception {
        String sum =
                "\"" + Sha256.of("AAAAAAAAAA".getBytes(StandardCharsets.UTF_8)).hex() + "\"";

        assertThat(tag(get())).isEqualTo(sum);
        assertThat(tag(send("HEAD", file, ""))).isEqualTo(sum);
        assertThat(tag(put("AAAAAAAAAA"))).isEqualTo(sum);
        write("AAAAAAAAAA");
        assertThat(tag(get("Range", "bytes=0-4"))).startsWith("W/\"");
        assertThat(tag(get("Want-Repr-Digest", "sha-256=0"))).startsWith("W/\"");
    }

    /** It can change again in the same second, and then has the same size and time. */
    @Test
    void aFileThatHasJustChangedHasNoWeakTag() throws Exception {
        put("AAAAAAAAAA");

        assertThat(tag(get("Range", "bytes=0-4"))).isEmpty();
    }

    @Test
    void aFileOfTheKernelHasNoTag() throws Exception {
        HttpResponse<String> head = send("HEAD", Path.of("/proc/self/status"), "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(tag(head)).isEmpty();
        assertThat(tag(send("GET", Path.of("/proc/self/status"), ""))).isEmpty();
    }

    @Test
    void aDirectoryHasNoTag() throws Exception {
        Path made = Files.createDirectory(folder.resolve("d"));
        Files.setLastModifiedTime(made, FileTime.from(LONG_AGO));

        HttpResponse<String> again = send("PUT", made, "", "Content-Type", "inode/directory");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(tag(again)).isEmpty();
    }

    @Test
    void twoStatesOfOneTimeAndSizeAreNotMixed() throws Exception {
        String whole = tag(get());
        String ofPart = tag(get("Range", "bytes=0-4"));
        assertThat(get("Range", "bytes=5-", "If-Range", whole).statusCode()).isEqualTo(206);

        write("BBBBBBBBBB");

        for (String tag : new String[] {whole, ofPart}) {
            HttpResponse<String> rest = get("Range", "bytes=5-", "If-Range", tag);
            assertThat(rest.statusCode()).isEqualTo(200);
            assertThat(rest.body()).isEqualTo("BBBBBBBBBB");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LONG_AGO_FIELD, "\"other\"", "nonsense", "*"})
    void aPartIsNotGivenForWhatTellsNoStateForSure(String condition) throws Exception {
        assertThat(get("Range", "bytes=5-", "If-Range", condition).body()).isEqualTo("AAAAAAAAAA");
    }

    @Test
    void aWeakTagGivesNoPartThoughItStillFits() throws Exception {
        String weak = tag(get("Range", "bytes=0-4"));

        assertThat(get("Range", "bytes=5-", "If-Range", weak).statusCode()).isEqualTo(200);
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        String strong = tag(get());
        String weak = tag(get("Range", "bytes=0-4"));

        assertThat(get("If-None-Match", "\"x\", " + strong).statusCode()).isEqualTo(304);
        assertThat(get("If-None-Match", "W/" + strong).statusCode()).isEqualTo(304);
        assertThat(get("If-None-Match", weak).statusCode()).isEqualTo(304);
        assertThat(get("If-None-Match", "*").statusCode()).isEqualTo(304);
        assertThat(get("If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        write("BBBBBBBBBB");
        assertThat(get("If-None-Match", strong).body()).isEqualTo("BBBBBBBBBB");
    }

    @Test
    void anUploadOverAnotherStateIsRefused() throws Exception {
        String strong = tag(get());
        String weak = tag(get("Range", "bytes=0-4"));

        for (String tag : new String[] {"\"wrong\"", "wrong", weak}) {
            HttpResponse<String> refused = put("new", "If-Match", tag);
            assertThat(refused.statusCode()).isEqualTo(412);
            assertThat(refused.body()).startsWith(file + ": If-Match does not hold: ");
            assertThat(refused.headers().firstValue("Labhand-Reason")).contains("conflict");
        }
        assertThat(put("new", "If-None-Match", strong).statusCode()).isEqualTo(412);
        assertThat(file).hasContent("AAAAAAAAAA");
        assertThat(put("new", "If-Match", "\"x\", " + strong).statusCode()).isEqualTo(200);
        assertThat(put("newer", "If-Match", strong).statusCode()).isEqualTo(412);
        assertThat(put("newer", "If-Match", "*").statusCode()).isEqualTo(200);
        assertThat(file).hasContent("newer");
    }

    @Test
    void anUploadInThePlaceOfAFileNeedsOne() throws Exception {
        HttpResponse<String> any = send("PUT", folder.resolve("g"), "new", "If-Match", "*");
        HttpResponse<String> one = send("PUT", folder.resolve("g"), "new", "If-Match", "\"x\"");

        assertThat(any.statusCode()).isEqualTo(412);
        assertThat(any.body()).contains("there is no such file");
        assertThat(one.statusCode()).isEqualTo(412);
        assertThat(folder.resolve("g")).doesNotExist();
    }

    @Test
    void anUploadOverWhatWasChangedSinceIsRefused() throws Exception {
        HttpResponse<String> later = put("new", "If-Unmodified-Since", "Fri, 02 Feb 2001 04:05:06 GMT");

        assertThat(later.statusCode()).isEqualTo(412);
        assertThat(later.body()).contains("changed 2001-02-03T04:05:06Z");
        assertThat(put("new", "If-Unmodified-Since", LONG_AGO_FIELD).statusCode())
                .isEqualTo(200);
        assertThat(put("newer", "If-Unmodified-Since", "yesterday").statusCode())
                .as("what is no date is passed over")
                .isEqualTo(200);
    }

    @Test
    void downloadsHaveTheSameConditions() throws Exception {
        String strong = tag(get());

        assertThat(get("If-Match", strong).statusCode()).isEqualTo(200);
        assertThat(get("If-Match", "\"wrong\"").statusCode()).isEqualTo(412);
        assertThat(get("If-Unmodified-Since", "Fri, 02 Feb 2001 04:05:06 GMT").statusCode())
                .isEqualTo(412);
        assertThat(send("GET", folder.resolve("missing"), "", "If-Match", "*").statusCode())
                .isEqualTo(404);
    }
}
