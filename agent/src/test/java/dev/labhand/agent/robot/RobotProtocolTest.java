package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.rpc.Face;
import dev.labhand.api.Arg;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordLibrary;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Robot Framework asks about keywords before it runs them, and how it stops an agent. */
class RobotProtocolTest {

    private OfferedKeywords offered;

    @BeforeEach
    void offer() throws IOException {
        offered = OfferedKeywords.samples();
    }

    @Test
    void namesAreTitles() {
        assertThat(offered.ask(offered.faces().all(), "get_keyword_names"))
                .isEqualTo(List.of("Echo", "Fails", "Holds", "Kinds", "Stop Remote Server", "Tells", "Wall Paint"));
    }

    @Test
    void oneLibraryHasItsKeywordsAlone() {
        offered.registry().register(new Other());
        Face other = offered.faces().of(offered.registry().library("other").orElseThrow());

        assertThat(offered.ask(other, "get_keyword_names")).isEqualTo(List.of("Echo 2", "Fence Paint"));
        assertThat(offered.ask(other, "fence.paint", "x")).isEqualTo("x");
        assertThat(other.find("echo")).isEmpty();
        assertThat(offered.ask(other, "run_keyword", "Echo", List.of("x")))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("status", "FAIL")
                .containsEntry("error", "No keyword with name 'Echo' found.");
    }

    @KeywordLibrary(value = "Other", doc = "Another.")
    public static final class Other {
        @Keyword(value = "fence.paint", doc = "Paints.", returns = "it")
        public String paint(@Arg("It.") String it) {
            return it;
        }

        @Keyword(value = "echo_2", doc = "Echoes.", returns = "it")
        public String echo(@Arg("It.") String it) {
            return it;
        }
    }

    @Test
    void aLibraryThatComesLaterIsSeen() {
        Face all = offered.faces().all();
        assertThat(offered.ask(all, "run_keyword", "Echo 2", List.of("x")))
                .asString()
                .contains("FAIL");

        offered.registry().register(new Other());

        assertThat(offered.ask(all, "run_keyword", "Echo 2", List.of("x")))
                .asString()
                .contains("PASS");
    }

    @Test
    void oneCallTellsEverything() {
        assertThat(offered.ask(offered.faces().all(), "get_library_information"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsOnlyKeys(
                        "__intro__",
                        "__init__",
                        "Echo",
                        "Fails",
                        "Holds",
                        "Kinds",
                        "Stop Remote Server",
                        "Tells",
                        "Wall Paint")
                .containsEntry("__init__", Map.of("doc", ""))
                .containsEntry(
                        "Wall Paint",
                        Map.of(
                                "args", offered.ask(offered.faces().all(), "get_keyword_arguments", "Wall Paint"),
                                "types", offered.ask(offered.faces().all(), "get_keyword_types", "Wall Paint"),
                                "tags", offered.ask(offered.faces().all(), "get_keyword_tags", "Wall Paint"),
                                "doc", offered.ask(offered.faces().all(), "get_keyword_documentation", "Wall Paint")));
    }

    @Test
    void argumentsHaveTypedDefaultsAndOptionsAreNamedOnly() {
        assertThat(offered.ask(offered.faces().all(), "get_keyword_arguments", "wall_paint"))
                .isEqualTo(List.of(
                        "wall",
                        List.of("height", 2.5),
                        "*",
                        Arrays.asList("timeout", null),
                        Arrays.asList("folder", null),
                        List.of("coats", 2L),
                        List.of("colour", "red")));
        assertThat(offered.ask(offered.faces().all(), "get_keyword_arguments", "Tells"))
                .as("the log is no argument")
                .isEqualTo(List.of("message"));
    }

    @Test
    void typesAreThoseOfRobot() {
        assertThat(offered.ask(offered.faces().all(), "get_keyword_types", "Wall Paint"))
                .isEqualTo(Map.of(
                        "wall", "str",
                        "height", "float",
                        "timeout", "timedelta",
                        "folder", "str | None",
                        "coats", "int",
                        "colour", "Literal['red', 'dark_blue']",
                        "return", "list"));
        assertThat(offered.ask(offered.faces().all(), "get_keyword_types", "Kinds"))
                .isEqualTo(Map.of(
                        "number", "int | float",
                        "flag", "bool",
                        "items", "list",
                        "members", "dict",
                        "texts", "dict[str, str]",
                        "return", "list"));
        assertThat(offered.ask(offered.faces().all(), "get_keyword_types", "Echo"))
                .isEqualTo(Map.of());
    }

    @Test
    void documentationTellsOfArgumentsAndResult() {
        assertThat(offered.ask(offered.faces().all(), "get_keyword_documentation", "Wall Paint"))
                .isEqualTo("""
                        Paints a wall.

                        *Arguments:*
                          - ``wall``: Which.
                          - ``height``: How high.
                          - ``timeout``: Seconds.
                          - ``folder``: Where.
                          - ``coats``: Coats.
                          - ``colour``: Colour.


                        *Returns:* what it was told""");
        assertThat(offered.ask(offered.faces().all(), "get_keyword_documentation", "__intro__"))
                .asString()
                .contains("lab7", "1.2.3", "The bench by the window.", "``Sample``: Samples of everything.");
        assertThat(offered.ask(
                        offered.faces().of(offered.registry().library("SAMPLE").orElseThrow()),
                        "get_keyword_documentation",
                        "__intro__"))
                .as("its own words, and nothing else")
                .isEqualTo("Samples of everything.");
        assertThat(offered.ask(offered.faces().all(), "get_keyword_documentation", "__init__"))
                .isEqualTo("");
        assertThat(offered.ask(offered.faces().all(), "get_keyword_tags", "Wall Paint"))
                .isEqualTo(List.of("paint", "wall"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"get_keyword_arguments", "get_keyword_types", "get_keyword_tags", "get_keyword_documentation"})
    void askingAboutNoKeywordIsAnError(String method) {
        assertThat(offered.dispatcher()
                        .dispatch(OfferedKeywords.ROBOT, offered.faces().all(), Invocation.of(method, "Nix")))
                .isEqualTo(InvocationResult.failed(Failure.invalidParams("No keyword with name 'Nix' found.")));
    }

    @Test
    void theMethodsAreOfTheFaceAndListed() {
        assertThat(offered.ask(offered.faces().all(), "system.listMethods"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains(
                        "get_keyword_names",
                        "get_keyword_arguments",
                        "get_keyword_types",
                        "get_keyword_tags",
                        "get_keyword_documentation",
                        "get_library_information",
                        "run_keyword",
                        "stop_remote_server",
                        "wall.paint");
        assertThat(offered.registry().find("run_keyword")).isEmpty();
        assertThat(offered.registry().find("stop_remote_server")).isEmpty();
    }

    @Test
    void aKeywordTakesNoThirdParameterIfThereAreNoNames() {
        assertThat(offered.ask(offered.faces().all(), "run_keyword", "Echo", List.of("x")))
                .asString()
                .contains("return=x");
        assertThat(offered.ask(offered.faces().all(), "run_keyword", "Info"))
                .asString()
                .contains("No keyword with name 'Info' found.");
    }

    @Test
    void stoppingIsAMethodAndAKeyword() {
        assertThat(offered.ask(offered.faces().all(), "stop_remote_server")).isEqualTo(true);
        assertThat(offered.run("Stop Remote Server"))
                .containsEntry("status", "PASS")
                .containsEntry("return", true);
        assertThat(offered.stops()).hasValue(2);
    }

    @Test
    void stoppingIsRefusedUnlessItIsAllowed() {
        Face all =
                new RobotFaces(offered.registry(), offered.dispatcher(), OfferedKeywords.ABOUT, Optional.empty()).all();

        assertThat(offered.ask(all, "stop_remote_server")).isEqualTo(false);
        assertThat(offered.ask(all, "run_keyword", "Stop Remote Server"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("status", "PASS")
                .containsEntry("return", false)
                .extractingByKey("output")
                .asString()
                .startsWith("*WARN:")
                .contains("--allow-remote-stop");
        assertThat(offered.stops()).hasValue(0);
    }
}
