package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import dev.labhand.ssh.files.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keywords for files as Robot Framework asks for them and calls them: with text for whatever a suite writes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class FileKeywordsInRobotTest {

    private static final XmlRpcCodec CODEC = new XmlRpcCodec();
    private static final String LOCAL = "local";

    private final HttpClient client = HttpClient.newHttpClient();
    private Agent agent;

    @TempDir
    private Path folder;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        agent = TestAgents.start(data, TestAgents.http(), Optional.empty());
    }

    @AfterAll
    void stop() {
        agent.close();
        client.close();
    }

    private @Nullable Object ask(String method, @Nullable Object... arguments)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(URI.create(agent.url() + "/robot/File"))
                        .header("Content-Type", "text/xml")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(CODEC.writeCall(Invocation.of(method, arguments))))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        InvocationResult result = CODEC.readReply(response.body());
        assertThat(result).isInstanceOf(InvocationResult.Passed.class);
        return ((InvocationResult.Passed) result).value();
    }

    private Map<?, ?> run(String keyword, List<Object> arguments, Map<String, Object> named) throws Exception {
        Object result = ask("run_keyword", keyword, arguments, named);
        assertThat(result).isInstanceOf(Map.class);
        return result instanceof Map<?, ?> struct ? struct : Map.of();
    }

    private @Nullable Object returned(String keyword, List<Object> arguments, Map<String, Object> named)
            throws Exception {
        Map<?, ?> result = run(keyword, arguments, named);
        assertThat(result.get("status")).as("%s", result).isEqualTo("PASS");
        return result.get("return");
    }

    private Map<?, ?> struct(String keyword, List<Object> arguments, Map<String, Object> named) throws Exception {
        Object value = returned(keyword, arguments, named);
        assertThat(value).isInstanceOf(Map.class);
        return value instanceof Map<?, ?> struct ? struct : Map.of();
    }

    private String error(String keyword, List<Object> arguments, Map<String, Object> named) throws Exception {
        Map<?, ?> result = run(keyword, arguments, named);
        assertThat(result.get("status")).as("%s", result).isEqualTo("FAIL");
        return String.valueOf(result.get("error"));
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void theLibraryTellsItsKeywordsAndTheirArguments() throws Exception {
        assertThat(ask("get_keyword_names"))
                .isEqualTo(List.of("File Get", "File List", "File Put", "File Remove", "File Stat"));
        assertThat(ask("get_keyword_arguments", "File Put"))
                .isEqualTo(List.of(
                        "target",
                        "path",
                        "data",
                        "*",
                        Arrays.asList("mode", null),
                        Arrays.asList("modified", null),
                        List.of("mkdirs", false),
                        List.of("overwrite", true),
                        Arrays.asList("sha256", null)));
        assertThat(ask("get_keyword_types", "File Put"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("path", "str")
                .containsEntry("mkdirs", "bool");
        assertThat(ask("get_keyword_documentation", "File Get")).asString().startsWith("Gets a small file");
    }

    @Test
    void textIsPutAsItsUtf8WithOptionsThatAreText() throws Exception {
        byte[] bytes = "grün\n".getBytes(StandardCharsets.UTF_8);

        Map<?, ?> put = struct(
                "File Put",
                List.of(LOCAL, at("a/f"), "grün\n"),
                Map.of("mode", "0640", "mkdirs", "yes", "modified", "2001-02-03 04:05:06"));

        assertThat(folder.resolve("a/f")).hasBinaryContent(bytes);
        assertThat(put)
                .asInstanceOf(InstanceOfAssertFactories.map(Object.class, Object.class))
                .containsEntry("size", (long) bytes.length)
                .containsEntry("mode", "0640")
                .containsEntry("sha256", Sha256.of(bytes).hex())
                .containsEntry("modified", LocalDateTime.of(2001, 2, 3, 4, 5, 6));
    }

    @Test
    void exactBytesGoBothWays() throws Exception {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        returned("File Put", List.of(LOCAL, at("f"), bytes), Map.of());

        assertThat(struct("File Get", List.of(LOCAL, at("f")), Map.of()).get("data"))
                .isEqualTo(bytes);
        assertThat(struct("File Get", List.of(LOCAL, at("f")), Map.of("offset", "250", "length", "3"))
                        .get("data"))
                .isEqualTo(new byte[] {(byte) 250, (byte) 251, (byte) 252});
    }

    @Test
    void whatIsThereIsToldListedAndRemoved() throws Exception {
        Files.writeString(folder.resolve("f"), "12345");
        Files.createSymbolicLink(folder.resolve("l"), Path.of("f"));
        Files.createDirectories(folder.resolve("d/e"));

        assertThat(struct("File Stat", List.of(LOCAL, at("l")), Map.of()).get("type"))
                .isEqualTo("file");
        assertThat(struct("File Stat", List.of(LOCAL, at("l")), Map.of("follow", "no"))
                        .get("linkTarget"))
                .isEqualTo("f");
        assertThat(struct("File Stat", List.of(LOCAL, at("f")), Map.of("sha256", "true"))
                        .get("sha256"))
                .isEqualTo(Sha256.of("12345".getBytes(StandardCharsets.UTF_8)).hex());
        assertThat(returned("File List", List.of(LOCAL, folder.toString()), Map.of()))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .extracting(each -> each.get("name"))
                .containsExactly("d", "f", "l");

        assertThat(error("File Remove", List.of(LOCAL, at("d")), Map.of())).contains("the directory is not empty");
        assertThat(returned("File Remove", List.of(LOCAL, at("d")), Map.of("recursive", "yes")))
                .isEqualTo(2L);
        assertThat(returned("File Remove", List.of(LOCAL, at("l")), Map.of())).isEqualTo(1L);
        assertThat(folder.toFile().list()).containsExactly("f");
    }

    @Test
    void whatCannotBeDoneFailsTheKeywordAndChangesNothing() throws Exception {
        Files.writeString(folder.resolve("f"), "old");

        assertThat(error("File Stat", List.of(LOCAL, at("none")), Map.of()))
                .endsWith(at("none") + ": no such file or directory");
        assertThat(error("File Put", List.of(LOCAL, at("f"), "new"), Map.of("overwrite", "no")))
                .endsWith(at("f") + ": is there already");
        assertThat(error("File Put", List.of(LOCAL, at("f"), "new"), Map.of("sha256", "0".repeat(64))))
                .contains("SHA-256");
        assertThat(error("File Get", List.of(LOCAL, folder.toString()), Map.of()))
                .endsWith(": is a directory");
        assertThat(error("File Get", List.of("127.0.0.1:1", "/x"), Map.of())).contains("connection refused");
        assertThat(folder.resolve("f")).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("f");
    }

    @ParameterizedTest
    @CsvSource({
        "mode, rw, octal digits",
        "sha256, abc, is not 64 digits",
        "mkdirs, perhaps, cannot be converted to boolean",
        "modified, soon, cannot be converted to datetime",
        "modified, 1969-12-30T00:00:00, is no time that SFTP carries",
        "colour, red, colour",
    })
    void anOptionThatMakesNoSenseFailsAndNothingIsPut(String option, String value, String why) throws Exception {
        assertThat(error("File Put", List.of(LOCAL, at("f"), "x"), Map.of(option, value)))
                .contains(why);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theLogSaysWhatWasDone() throws Exception {
        assertThat(run("File Put", List.of(LOCAL, at("f"), "x"), Map.of()).get("output"))
                .asString()
                .matches("(?s)\\*INFO:[\\d.]+\\* Put 1 bytes to .*/f on local\\.\n?");
    }
}
