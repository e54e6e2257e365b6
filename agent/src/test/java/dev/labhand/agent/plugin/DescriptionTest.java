package dev.labhand.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.plugin.PluginJson.Malformed;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptionTest {

    private static final Caller CALLER = new Caller() {
        @Override
        public InvocationResult run(Call call) {
            return InvocationResult.passed(call.keyword());
        }

        @Override
        public void retire() {}
    };

    @Test
    void everyMemberIsRead() throws Malformed {
        Description description = Description.read("""
                {"library": "Board", "doc": "The board.", "init": "In its slot.", "version": "1.2", "persistent": true,
                 "processes": 2, "problems": ["No probe."], "unknown": 1,
                 "keywords": [{"name": "Flash Image", "doc": "Flashes.", "tags": ["board"], "timeout": 1.5,
                   "returns": "dict", "args": ["path", {"name": "retries", "type": "int", "default": 3, "doc": "Times."},
                   {"name": "label", "kind": "named_only", "optional": true}, {"name": "rest", "kind": "KWARGS"}]}]}
                """);

        assertThat(description.persistent()).isTrue();
        assertThat(description.processes()).hasValue(2);
        assertThat(description.problems()).containsExactly("No probe.");
        assertThat(description.keywords().getFirst().timeout()).contains(Duration.ofMillis(1500));
        Library library = description.library(CALLER);
        assertThat(List.of(library.name(), library.doc(), library.init(), library.version()))
                .containsExactly("Board", "The board.", "In its slot.", "1.2");
        KeywordSpec spec = library.find("board.flash_image").orElseThrow().spec();
        assertThat(spec.tags()).containsExactly("board");
        assertThat(spec.parameters())
                .extracting(Parameter::kind)
                .containsExactly(Kind.POSITIONAL_OR_NAMED, Kind.POSITIONAL_OR_NAMED, Kind.NAMED_ONLY, Kind.KWARGS);
        assertThat(spec.parameters()).extracting(Parameter::optional).containsExactly(false, true, true, true);
        assertThat(spec.parameters().get(1).defaultValue()).contains(new KeywordSpec.Default(3L));
        assertThat(spec.parameters().get(2).defaultValue()).isEmpty();
    }

    @Test
    void nearlyEverythingMayBeLeftOut() throws Malformed {
        Description description = Description.read("{\"library\": \"Board\", \"keywords\": [{\"name\": \"Ping\"}]}");

        assertThat(description.persistent()).isFalse();
        assertThat(description.processes()).isEmpty();
        assertThat(description.problems()).isEmpty();
        assertThat(description.keywords().getFirst().timeout()).isEqualTo(Optional.empty());
        assertThat(description.library(CALLER).find("board.ping")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rubbish | Unrecognized token
            [] | it is no object
            {} | the description lacks "library"
            {"library": 1} | the description: "library" is no string
            {"library": "A", "keywords": {}} | the description: "keywords" is no array
            {"library": "A", "keywords": [1]} | an item of "keywords" is no object
            {"library": "A", "keywords": [{}]} | a keyword lacks "name"
            {"library": "A", "keywords": [{"name": "x", "args": [1]}]} | keyword "x": an item of "args" is neither an object nor a name
            {"library": "A", "keywords": [{"name": "x", "args": [{"name": "a", "kind": "odd"}]}]} | keyword "x", argument "a": the kind "odd" is none of
            {"library": "A", "keywords": [{"name": "x", "args": ["a", "a"]}]} | keyword "x": two parameters are called a
            {"library": "A", "keywords": [{"name": "x", "timeout": 0}]} | keyword "x": "timeout" should be seconds, more than 0
            {"library": "A", "keywords": [{"name": "Flash Image"}, {"name": "flash_image"}]} | library A has two keywords
            {"library": "A", "keywords": [{"name": "x", "args": [{"name": "a", "type": "int", "default": "many"}]}]} | keyword 'x': the default of a should be an integer, not a string
            {"library": "A", "keywords": [{"name": "x", "args": [{"name": "a", "type": "list[int]", "default": [1, "b"]}]}]} | keyword 'x': the default of a[1] should be an integer, not a string
            {"library": "A", "keywords": [{"name": "x", "args": [{"name": "a", "optional": 1}]}]} | keyword "x", argument "a": "optional" should be true or false
            {"library": "A", "keywords": [{"name": "x", "tags": [1]}]} | keyword "x": an item of "tags" is no string
            {"library": "A", "persistent": "yes"} | the description: "persistent" should be true or false
            {"library": "A", "init": 1} | the description: "init" is no string
            {"library": "A", "problems": "p"} | the description: "problems" is no array
            {"library": "A B"} | library name 'A B' should be
            {"library": "System", "keywords": []} | library name 'System'
            {"library": "rpc", "keywords": []} | library name 'rpc'
            {"library": "A", "processes": 0} | "processes" should be a whole number from 1 on
            {"library": "A", "processes": 1.5} | "processes" should be a whole number from 1 on
            """)
    void whatCannotBeOfferedSaysWhy(String description, String reason) {
        assertThatThrownBy(() -> Description.read(description).library(CALLER)).hasMessageContaining(reason);
    }
}
