package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RunningProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the JSON-RPC 2.0 specification, and HTTP's own answers, through curl. */
@RequiresPeer(Peer.CURL)
class CurlIT {

    private static AgentProcess agent;

    @BeforeAll
    static void start() {
        agent = AgentProcess.start();
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"jsonrpc":"2.0","method":"subtract","params":[42,23],"id":1} | {"jsonrpc":"2.0","result":19,"id":1} 200
                    {"jsonrpc":"2.0","method":"subtract","params":[23,42],"id":2} | {"jsonrpc":"2.0","result":-19,"id":2} 200
                    {"jsonrpc":"2.0","method":"subtract","params":{"b":23,"a":42},"id":3} | {"jsonrpc":"2.0","result":19,"id":3} 200
                    {"jsonrpc":"2.0","method":"add","params":[1,2]} | ` 204`
                    {"jsonrpc":"2.0","method":"foobar"} | ` 204`
                    {"jsonrpc":"2.0","method":"foobar","id":"1"} | {"jsonrpc":"2.0","error":{"code":-32601,"message":"Method not found","data":"foobar"},"id":"1"} 200
                    {"jsonrpc":"2.0","method":"divide","params":[6,3],"id":1.50} | {"jsonrpc":"2.0","result":2.0,"id":1.50} 200
                    {"jsonrpc":"2.0","method":"add","params":[1,2],"id":123456789012345678901234567890} | {"jsonrpc":"2.0","result":3,"id":123456789012345678901234567890} 200
                    {"jsonrpc":"2.0","method":"add","params":[1,2],"id":null} | {"jsonrpc":"2.0","result":3,"id":null} 200
                    [{"jsonrpc":"2.0","method":"add","params":[1,2]},{"jsonrpc":"2.0","method":"add","params":[1,2]}] | ` 204`
                    """)
    void answersAsTheSpecificationSays(String request, String expected) {
        assertThat(curl("/rpc", "-H", "Content-Type: application/json", "-d", request))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"jsonrpc":"2.0","method":"foobar,"params":"bar","baz] | {"jsonrpc":"2.0","error":{"code":-32700,
                    {"jsonrpc":"2.0","method":1,"params":"bar"} | {"jsonrpc":"2.0","error":{"code":-32600,
                    [{"jsonrpc":"2.0","method":"add","params":[1,2],"id":"1"},{"jsonrpc":"2.0","method" | {"jsonrpc":"2.0","error":{"code":-32700,
                    [] | {"jsonrpc":"2.0","error":{"code":-32600,
                    [1] | [{"jsonrpc":"2.0","error":{"code":-32600,
                    """)
    void refusesWhatIsNoRequest(String request, String beginning) {
        assertThat(curl("/rpc", "-H", "Content-Type: application/json", "-d", request))
                .startsWith(beginning)
                .endsWith(" 200");
    }

    @Test
    void httpSaysWhatIsNotTheProtocols() {
        assertThat(curl("/rpc")).endsWith(" 405");
        assertThat(curl("/rpc", "-d", "{}")).contains("Content-Type").endsWith(" 415");
        assertThat(curl("/nothing", "-H", "Content-Type: application/json", "-d", "{}"))
                .endsWith(" 404");
        assertThat(curl(
                        "/rpc",
                        "-H",
                        "Content-Type: application/json",
                        "-H",
                        "Origin: http://evil.example",
                        "-d",
                        "{}"))
                .endsWith(" 403");
        assertThat(curl("/rpc", "-H", "Content-Type: application/json", "-H", "Host: evil.example", "-d", "{}"))
                .endsWith(" 403");
        assertThat(curl("/healthz")).isEqualTo("ok 200");
        assertThat(curl("/")).contains("job.start").endsWith(" 200");
    }

    private static String curl(String path, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("curl", "-s", "-w", " %{http_code}", "--max-time", "60", agent.url() + path));
        command.addAll(List.of(arguments));
        return RunningProcess.run(command.toArray(String[]::new))
                .succeeded()
                .stdout()
                .replace("\n ", " ");
    }
}
