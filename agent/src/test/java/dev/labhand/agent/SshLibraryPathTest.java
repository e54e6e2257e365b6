package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.protocol.xmlrpc.XmlRpcCodec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where SSHLibrary is, where it is not, and whose connections are whose. */
class SshLibraryPathTest {

    private static final XmlRpcCodec CODEC = new XmlRpcCodec();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Agent agent;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        agent = TestAgents.start(folder, TestAgents.http(), Optional.empty());
    }

    @AfterAll
    static void stop() {
        agent.close();
        CLIENT.close();
    }

    private static HttpResponse<byte[]> post(String path, String method, Object... arguments) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(agent.url() + path))
                        .header("Content-Type", "text/xml")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(CODEC.writeCall(Invocation.of(method, arguments))))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Object call(String path, String method, Object... arguments) throws Exception {
        HttpResponse<byte[]> response = post(path, method, arguments);
        assertThat(response.statusCode()).isEqualTo(200);
        return Objects.requireNonNull(((InvocationResult.Passed) CODEC.readReply(response.body())).value());
    }

    private static Map<?, ?> run(String path, String keyword, Object... arguments) throws Exception {
        return (Map<?, ?>) call(path, "run_keyword", keyword, List.of(arguments));
    }

    private static List<String> names(String path, String method) throws Exception {
        return ((List<?>) call(path, method)).stream().map(String::valueOf).toList();
    }

    private static int connections(String path) throws Exception {
        return ((List<?>) Objects.requireNonNull(run(path, "Get Connections").get("return"))).size();
    }

    private static String error(String path, String keyword, Object... arguments) throws Exception {
        return String.valueOf(run(path, keyword, arguments).get("error"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/robot/SSHLibrary", "/robot/sshlibrary", "/robot/SSHLibrary/", "/robot/SSHLibrary/bench-7"})
    void itIsOnItsOwnPath(String path) throws Exception {
        assertThat(names(path, "get_keyword_names"))
                .contains("Open Connection", "Execute Command", "Read Until Regexp")
                .doesNotContain("Exec");
    }

    @Test
    void elsewhereItsNamesAreFree() throws Exception {
        assertThat(names("/RPC2", "get_keyword_names")).contains("Exec").doesNotContain("Open Connection");
        assertThat(names("/RPC2", "system.listMethods")).doesNotContain("open_connection");
    }

    @Test
    void whatIsNotFoundIsToldWithItsName() throws Exception {
        assertThat(new String(post("/robot/Nix", "get_keyword_names").body(), StandardCharsets.UTF_8))
                .contains("/robot/SSHLibrary");
        assertThat(post("/robot/SSHLibrary/a/b", "get_keyword_names").statusCode())
                .isEqualTo(404);
    }

    @Test
    void eachSessionHasItsOwnConnections() throws Exception {
        assertThat(run("/robot/SSHLibrary/red", "Open Connection", "a.example").get("return"))
                .isEqualTo(1L);
        assertThat(run("/robot/SSHLibrary/blue", "Open Connection", "b.example").get("return"))
                .isEqualTo(1L);
        assertThat(run("/robot/SSHLibrary?session=red", "Open Connection", "c.example")
                        .get("return"))
                .isEqualTo(2L);

        assertThat(connections("/robot/SSHLibrary/red")).isEqualTo(2);
        assertThat(connections("/robot/SSHLibrary/blue")).isEqualTo(1);
        assertThat(connections("/robot/SSHLibrary")).isEqualTo(0);
    }

    private static Object timeoutOfANewConnection(String path) throws Exception {
        run(path, "Open Connection", "a.example");
        Map<?, ?> connection =
                (Map<?, ?>) Objects.requireNonNull(run(path, "Get Connection").get("return"));
        return Objects.requireNonNull(connection.get("timeout"));
    }

    /** Robot Framework imports a library once in each run. */
    @ParameterizedTest
    @ValueSource(strings = {"get_library_information", "get_keyword_names"})
    void defaultsLastUntilTheNextImportWithoutAConnection(String imported) throws Exception {
        String path = "/robot/SSHLibrary/" + imported;
        String other = "/robot/SSHLibrary/other-" + imported;
        run(path, "Set Default Configuration", "9 s");
        run(other, "Set Default Configuration", "8 s");

        assertThat(timeoutOfANewConnection(path)).isEqualTo(9.0);
        call(path, imported);
        assertThat(timeoutOfANewConnection(path)).isEqualTo(9.0);
        run(path, "Close All Connections");
        assertThat(timeoutOfANewConnection(path)).isEqualTo(9.0);
        run(path, "Close All Connections");
        call(path, imported);
        assertThat(timeoutOfANewConnection(path)).isEqualTo(3.0);
        assertThat(timeoutOfANewConnection(other)).isEqualTo(8.0);
    }

    @Test
    void failuresAreInSshLibrarysWords(@TempDir Path folder) throws Exception {
        Path noKey = Files.writeString(folder.resolve("no.key"), "no key\n");
        String path = "/robot/SSHLibrary/words";
        assertThat(error(path, "Execute Command", "ls")).isEqualTo("No open connection.");
        assertThat(error(path, "Switch Connection", "x")).isEqualTo("Non-existing index or alias 'x'.");
        assertThat(run(path, "Open Connection", "127.0.0.1", "", "1").get("status"))
                .isEqualTo("PASS");
        assertThat(error(path, "Execute Command", "ls")).isEqualTo("Connection not open");
        assertThat(error(path, "Write", "ls"))
                .isEqualTo("Cannot open session, you need to establish a connection first.");
        assertThat(error(path, "Read Command Output")).isEqualTo("No started commands to read output from.");
        assertThat(error(path, "Read Until Prompt"))
                .isEqualTo("Cannot open session, you need to establish a connection first.");
        assertThat(error(path, "Read", "BOGUS")).isEqualTo("Invalid log level 'BOGUS'.");
        assertThat(error(path, "Login With Public Key", "me"))
                .isEqualTo("Keyfile must be specified as keyword argument or in config file.");
        assertThat(error(path, "Login With Public Key", "me", "/nope"))
                .isEqualTo("Given key file '/nope' does not exist.");
        assertThat(error(path, "Login With Public Key", "me", folder.toString()))
                .isEqualTo("Could not read key file '" + folder + "'.");
        assertThat(error(path, "Login With Public Key", "me", noKey.toString()))
                .isEqualTo("Login with public key failed for user 'me'.");
        assertThat(run(path, "Login With Public Key", "me", noKey.toString()).get("output"))
                .asString()
                .contains(noKey + " holds no private key");
        assertThat(error(path, "Login", "me", "pw"))
                .isEqualTo("NoValidConnectionsError: [Errno None] Unable to connect to port 1 on 127.0.0.1");
    }
}
