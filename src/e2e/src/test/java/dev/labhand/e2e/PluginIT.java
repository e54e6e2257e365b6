package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RobotFramework;
import dev.labhand.e2e.support.RobotOutput;
import dev.labhand.e2e.support.RobotOutput.Message;
import dev.labhand.e2e.support.RunningProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Plugins that are put into the keywords folder of a running agent: those of docs/keywords.md, as printed. */
class PluginIT {

    private static final String PAGE = "docs/keywords.md";

    @TempDir
    private Path temporary;

    private Path folder = Path.of("");
    private AgentProcess agent;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(temporary.toRealPath().resolve("keywords"));
        agent = AgentProcess.start("--keywords", folder.toString());
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    /** The first block of this language on the page. */
    private static String printed(String language) throws IOException {
        Pattern block = Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
        return block.matcher(Files.readString(Labhand.sources().resolve(PAGE)))
                .results()
                .map((MatchResult each) -> each.group(1))
                .findFirst()
                .orElseThrow();
    }

    private Path drop(String name, String program) throws IOException {
        Path file = Files.writeString(folder.resolve(name), program);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private JsonRpcClient json() {
        return new JsonRpcClient(agent);
    }

    /** Waits until the agent offers a method. */
    private JsonNode offered(String method) {
        long begin = System.nanoTime();
        while (true) {
            JsonNode document = json().call("rpc.discover", Map.of());
            for (JsonNode each : document.get("methods")) {
                if (each.get("name").stringValue().equals(method)) {
                    return each;
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("waiting for " + method)
                    .isLessThan(RunningProcess.DEADLINE);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void aShellScriptIsAKeywordOnEveryFace() throws Exception {
        drop("board.sh", printed("sh"));

        JsonNode method = offered("board.flash_image");
        assertThat(method.get("description").stringValue()).isEqualTo("Writes an image to the board.");
        assertThat(StreamSupport.stream(method.get("params").spliterator(), false)
                        .map(each -> each.get("name").stringValue() + " " + each.get("required"))
                        .toList())
                .isEqualTo(List.of("path true", "retries false"));
        assertThat(json().call("board.flash_image", Map.of("path", "/x", "retries", 5))
                        .stringValue())
                .isEqualTo("flashed");
        assertThat(post("/rpc", "application/json", """
                        {"jsonrpc": "2.0", "id": 1, "method": "board.flash_image", "params": ["/x", 5]}""")).contains("\"result\":\"flashed\"");
        assertThat(post("/RPC2", "text/xml", """
                        <?xml version="1.0"?><methodCall><methodName>board.flash_image</methodName>
                        <params><param><value>/x</value></param></params></methodCall>""")).contains("flashed");
        Finished call = Labhand.labhand("call", "-w", "127.0.0.1:" + agent.port(), "board.flash_image", "/x", "5")
                .run();
        assertThat(call.succeeded().stdout()).contains("flashed");

        RobotOutput output = RobotFramework.onTheJvm()
                .run(agent.url().toString(), temporary, suiteOfTheDocs())
                .passed();
        assertThat(output.messages("Flash Image")).extracting(Message::level).contains("DEBUG", "INFO");
        assertThat(output.messages("Flash Image"))
                .extracting(Message::text)
                .contains("asked for {\"args\":[\"/images/7.bin\",5],\"kwargs\":{}}", "flashing");
    }

    @Test
    @RequiresPeer(Peer.ROBOT)
    void version7RunsIt() throws IOException {
        drop("board.sh", printed("sh"));
        offered("board.flash_image");

        RobotFramework.current()
                .orElseThrow()
                .run(agent.url().toString(), temporary, suiteOfTheDocs())
                .passed();
    }

    private Path suiteOfTheDocs() throws IOException {
        String suite = printed("robotframework");
        assertThat(suite).contains("http://127.0.0.1:7080");
        return Files.writeString(
                temporary.resolve("docs.robot"),
                suite.replace("http://127.0.0.1:7080", agent.url().toString()));
    }

    /** Answers each call with its library's name and the arguments. */
    private void dropEcho(String library, String keywords) throws IOException {
        drop(library.toLowerCase(Locale.ROOT) + ".sh", """
                #!/bin/sh
                if [ "$1" = --describe ]; then
                  echo '{"library": "%1$s", "keywords": [%2$s]}'
                else
                  echo "{\\"return\\": [\\"%1$s\\", $(sed 's/dateTime/date/')]}"
                fi
                """.formatted(library, keywords));
    }

    private Path suiteOfSharedNames() throws IOException {
        dropEcho("Relay", "{\"name\": \"Reset\"}");
        dropEcho("Board", """
                {"name": "Reset", "args": ["how"]}, {"name": "Exec", "args": ["a", "b"]},
                {"name": "Set Clock", "args": [{"name": "time", "type": "datetime"}]}""");
        offered("relay.reset");
        offered("board.reset");
        return Files.writeString(temporary.resolve("names.robot"), """
                *** Settings ***
                Library    Remote    ${AGENT}

                *** Test Cases ***
                The Agent Keeps Its Names
                    ${result} =    Exec    local    echo mine
                    Should Be Equal    ${result.stdout}    mine\\n
                    ${result} =    Job.Exec    local    echo mine
                    Should Be Equal    ${result.stdout}    mine\\n
                    ${result} =    Board.Exec    local    echo mine
                    Should Be Equal    ${result}[0]    Board

                A Shared Name Is Nobodys
                    Run Keyword And Expect Error
                    ...    Multiple keywords with name 'Reset' found. Give the full name of the keyword you want to use:*Board.Reset*Relay.Reset
                    ...    Reset    hard
                    ${result} =    Board.Reset    how=hard
                    Should Be Equal    ${result}[1][args]    ${{['hard']}}
                    ${result} =    Relay.Reset
                    Should Be Equal    ${result}[0]    Relay

                A Date Keeps The Parts Of Its Second
                    ${result} =    Set Clock    2026-01-02 03:04:05.678
                    Should Be Equal    ${result}[1][args][0][date]    2026-01-02T03:04:05.678
                """);
    }

    @Test
    void namesAreNeverTakenAway() throws IOException {
        RobotFramework.onTheJvm()
                .run(agent.url().toString(), temporary, suiteOfSharedNames())
                .passed();
    }

    @Test
    @RequiresPeer(Peer.ROBOT)
    void namesAreNeverTakenAwayFromVersion7Either() throws IOException {
        RobotFramework.current()
                .orElseThrow()
                .run(agent.url().toString(), temporary, suiteOfSharedNames())
                .passed();
    }

    @Test
    @RequiresPeer(Peer.PYTHON)
    void aPersistentProgramKeepsItsState() throws IOException {
        drop("counter", printed("python"));
        offered("counter.count");

        assertThat(json().call("counter.count", Map.of("by", 2)).asInt()).isEqualTo(2);
        assertThat(json().call("counter.count", Map.of()).asInt()).isEqualTo(3);
    }

    @Test
    void whatCannotBeLoadedIsListed() throws Exception {
        Path broken = drop("broken.sh", "#!/bin/sh\necho 'no <board>' >&2\nexit 3\n");
        agent.awaitLog(Pattern.compile("broken\\.sh \\(--describe\\) exited with code 3"));

        JsonNode problem =
                json().call("rpc.discover", Map.of()).get("x-labhand-problems").get(0);
        assertThat(problem.get("file").stringValue()).isEqualTo(broken.toString());
        assertThat(problem.get("error").stringValue()).endsWith("no <board>");
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(agent.url()).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(page.body()).contains("Not loaded", broken.toString(), "no &lt;board&gt;");
    }

    @Test
    void aFolderThatOthersCanWriteToIsRefused() throws IOException {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        Finished finished = Labhand.labhand(
                        "agent",
                        "--port",
                        "0",
                        "--data-dir",
                        temporary.resolve("data").toString(),
                        "--keywords",
                        open.toString())
                .run();

        assertThat(finished.exit()).isEqualTo(2);
        assertThat(finished.stderr().lines())
                .containsExactly("labhand agent: keywords folder " + open
                        + " can be written by other accounts, which could run anything through it: chmod go-w it");
    }

    private String post(String path, String type, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(agent.url() + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
