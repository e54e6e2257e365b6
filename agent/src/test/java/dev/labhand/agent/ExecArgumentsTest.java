package dev.labhand.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments that cannot be meant are refused by name before anything starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecArgumentsTest {

    private Agent agent;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path dataDir) throws IOException {
        folder = dataDir;
        agent = TestAgents.start(dataDir, TestAgents.http(), Optional.empty());
    }

    @AfterAll
    void stop() {
        agent.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "inline|-1|inline should be 0 bytes or more, not -1",
                "inline|16777217|inline should be at most 16777216 bytes, not 16777217; job.read gives",
                "inline|9223372036854775807|inline should be at most 16777216 bytes",
                "inline|9223372036854775808|inline should fit into 64 bits, which 9223372036854775808 does not",
                "outputLimit|-1|outputLimit should be 0 bytes or more, not -1",
                "timeout|99999999999999999999|timeout should fit into 64 bits, which",
                "timeout|0|timeout: should be more than 0 s",
                "command|\"a\\ud800b\"|command is no Unicode text: at 1 it has half a character, \\\\ud800, alone",
                "command|\"\\udc00\\ud800\"|command is no Unicode text: at 0",
                "target|\"\\ud800@host\"|target is no Unicode text",
                "cwd|\"/\\udfff\"|cwd is no Unicode text: at 1",
                "stdin|\"x\\ud83d\"|stdin is no Unicode text: at 1",
                "env|{\"A\":\"\\ud83d\"}|env.A is no Unicode text"
            })
    void anArgumentThatCannotBeMeantIsNamed(String name, String json, String problem) throws IOException {
        List<Path> before = jobs();
        for (String method : new String[] {"exec", "job.start"}) {
            String target = name.equals("target") ? "" : "\"target\":\"local\",";
            String command = name.equals("command") ? "" : "\"command\":\"true\",";
            String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + target + command
                    + "\"" + name + "\":" + json + "}}";
            assertThat(RawHttp.exchange(agent.port(), RawHttp.post("/rpc", "application/json", body)))
                    .contains("\"code\":-32602", problem);
        }
        assertThat(jobs()).isEqualTo(before);
    }

    private List<Path> jobs() throws IOException {
        try (Stream<Path> jobs = Files.list(folder.resolve("jobs"))) {
            return jobs.sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "16777216"})
    void theLimitsOfInlineAreWithinThem(long inline) throws IOException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"exec\",\"params\":{\"target\":\"127.0.0.1:1\","
                + "\"command\":\"true\",\"inline\":" + inline + "}}";
        assertThat(RawHttp.exchange(agent.port(), RawHttp.post("/rpc", "application/json", body)))
                .contains("\"outcome\":\"unreachable\"");
    }

    @Test
    void aTerminalIsRefusedByTheAgentsOwnServerWithTheWayToOne() throws IOException {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"exec\",\"params\":{\"target\":\"local\","
                + "\"command\":\"tty\",\"pty\":true}}";
        assertThat(RawHttp.exchange(agent.port(), RawHttp.post("/rpc", "application/json", body)))
                .contains("\"outcome\":\"rejected\"", "own SSH server gives no terminals", "--ssh 127.0.0.1:22");
    }
}
