package dev.labhand.controller.cli;

import static dev.labhand.controller.FakeAgent.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Invocation;
import dev.labhand.controller.FakeAgent;
import dev.labhand.controller.client.Json;
import org.junit.jupiter.api.Test;

class KeywordsCommandTest extends CommandLineTest {

    private static final String BOARD = """
            {"openrpc": "1.3.2", "methods": [
              {"name": "board.flash_image", "x-labhand-library": "Board", "description": "Writes. Slowly.\\nMore.",
               "tags": [{"name": "slow"}], "paramStructure": "by-position",
               "params": [
                 {"name": "path", "required": true, "schema": {"type": "string"},
                  "x-labhand-kind": "positional-only"},
                 {"name": "retries", "required": false, "schema": {"type": "integer", "default": 3}},
                 {"name": "files", "required": false, "schema": {"type": "array", "items": {"type": "string"}},
                  "x-labhand-kind": "varargs"},
                 {"name": "mode", "required": false, "schema": {"type": "string", "enum": ["fast", "safe"],
                  "default": "fast"}, "x-labhand-kind": "named-only"}],
               "x-labhand-kwargs": {"name": "rest", "required": false, "schema": {"type": ["integer", "null"]}},
               "result": {"name": "result", "schema": {"type": "object"}}},
              {"name": "add", "x-labhand-library": "Arithmetic", "description": "Adds.", "params": [
                 {"name": "a", "required": true, "schema": {"anyOf": [{"type": "integer"}, {"type": "number"}]}},
                 {"name": "b", "required": true, "schema": {"type": "number"}},
                 {"name": "base", "required": false, "schema": {"type": "integer"}, "x-labhand-kind": "named-only"}]}],
             "x-labhand-problems": [{"file": "/keywords/board.sh", "error": "exit code 3\\n\\u001b[31mno device"}]}
            """;

    private static final String TEXT = """
            Arithmetic
              add(a: integer|number, b: number, *, base?: integer)
                  Adds.
            Board
              board.flash_image(path: string, /, retries: integer = 3, *files: string, mode: "fast"|"safe" = "fast", **rest: integer|null) -> object
                  Writes.
            not loaded:
              /keywords/board.sh
                  exit code 3
                  ?[31mno device
            """;

    private static FakeAgent.Reaction discovered(Invocation call) {
        assertThat(call).isEqualTo(Invocation.of("rpc.discover"));
        return passed(Json.parse(BOARD));
    }

    @Test
    void showsLibrariesKeywordsAndProblems() {
        one.on("rpc.discover", KeywordsCommandTest::discovered);

        assertThat(keywords("-N", "-w", one.url().toString())).as(err()).isZero();
        assertThat(out()).isEqualTo(TEXT + "1 target: 1 returned\n");
    }

    @Test
    void foldsEqualAgents() {
        one.on("rpc.discover", KeywordsCommandTest::discovered);
        two.on("rpc.discover", KeywordsCommandTest::discovered);

        assertThat(keywords("-b", "-w", both())).isZero();
        assertThat(out()).containsOnlyOnce("board.flash_image").endsWith("2 targets: 2 returned\n");
    }

    @Test
    void jsonHoldsAllThatIsKnown() {
        one.on("rpc.discover", KeywordsCommandTest::discovered);

        assertThat(keywords("--json", "-w", one.url().toString())).isZero();
        assertThat(out())
                .contains(
                        "\"value\":{\"libraries\":[{\"name\":\"Arithmetic\",\"keywords\":[{\"name\":\"add\",\"doc\":\"Adds.\"")
                .contains(
                        "{\"name\":\"path\",\"type\":\"string\",\"required\":true,\"kind\":\"positional-only\"}",
                        "{\"name\":\"retries\",\"type\":\"integer\",\"required\":false,\"default\":3}")
                .contains("{\"name\":\"files\",\"type\":\"string\",\"required\":false,\"kind\":\"varargs\"}")
                .contains("\"tags\":[\"slow\"]")
                .contains(
                        "\"problems\":[{\"file\":\"/keywords/board.sh\",\"error\":\"exit code 3\\n\\u001B[31mno device\"}]}");
    }

    @Test
    void eachAgentThatCannotTellHasItsOutcome() {
        one.on("rpc.discover", call -> passed("nothing"));
        String gone = two.url().toString();
        two.kill();

        assertThat(keywords("-w", one.url() + "," + gone)).isEqualTo(4);
        assertThat(err())
                .contains(one.url() + ": rejected: rpc.discover gave no OpenRPC document")
                .contains(gone + ": unreachable: connection refused");
        assertThat(out()).endsWith("2 targets: 1 rejected, 1 unreachable\n");
    }

    @Test
    void wordsThatAreNoOptionsAreRefused() {
        assertThat(keywords("-w", "n1", "board")).isEqualTo(2);
    }
}
