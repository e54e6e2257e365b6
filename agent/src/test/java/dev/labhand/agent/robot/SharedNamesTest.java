package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.keyword.KeywordName;
import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.RegisteredKeyword;
import dev.labhand.agent.keyword.WireKeyword;
import dev.labhand.agent.rpc.Face;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType.Simple;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keywords of several libraries under one name, and full names. */
class SharedNamesTest {

    private OfferedKeywords offered;
    private Face all;

    @BeforeEach
    void offer() throws IOException {
        offered = OfferedKeywords.samples();
        all = offered.faces().all();
    }

    /** A plugin's library. Its keywords take one argument, and return it after the library's name. */
    private void plug(String library, String... keywords) {
        List<RegisteredKeyword> all =
                Stream.of(keywords).map(name -> keyword(library, name)).toList();
        offered.registry().replace(new Library(library, "About " + library + ".", "", all));
    }

    private static RegisteredKeyword keyword(String library, String name) {
        KeywordSpec spec = new KeywordSpec(
                KeywordName.rpc(library, name),
                name,
                "Does it.",
                List.of("plugged"),
                List.of(new Parameter("it", Kind.POSITIONAL_OR_NAMED, Simple.STRING, false, Optional.empty(), "")),
                Simple.STRING,
                "",
                true);
        return new WireKeyword(spec, (args, _, _) -> InvocationResult.passed(library + " " + args.getFirst()));
    }

    private List<?> names() {
        return offered.ask(all, "get_keyword_names") instanceof List<?> names ? names : List.of();
    }

    @Test
    void theAgentsOwnKeywordKeepsItsNameWhateverPluginsCome() {
        plug("Board", "wall_paint", "Stop Remote Server");

        assertThat(names())
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains(
                        "Wall Paint",
                        "Sample.Wall Paint",
                        "Board.wall_paint",
                        "Stop Remote Server",
                        "Board.Stop Remote Server");
        assertThat(offered.run("Wall Paint", "north").get("return")).asString().contains("north, 2.5");
        assertThat(offered.run("Board.Wall Paint", "north")).containsEntry("return", "Board north");
        assertThat(offered.run("Stop Remote Server")).containsEntry("return", true);
        assertThat(offered.run("Board.Stop Remote Server", "x")).containsEntry("return", "Board x");
        assertThat(offered.ask(all, "wall.paint", "north")).asString().contains("north, 2.5");
        assertThat(offered.ask(all, "board.wall_paint", "north")).isEqualTo("Board north");
    }

    @Test
    void aNameOfTwoPluginsIsNobodysAndSaysSoInRobotsWords() {
        plug("Relay", "Flash Image");
        assertThat(offered.run("Flash Image", "x")).containsEntry("return", "Relay x");

        plug("Board", "flash_image");

        String error = """
                Multiple keywords with name 'flash_image' found. Give the full name of the keyword you want to use:
                    Board.flash_image
                    Relay.Flash Image""";
        assertThat(offered.run("Flash Image", "x"))
                .containsEntry("status", "FAIL")
                .containsEntry("error", error);
        assertThat(offered.run("Flash Image", List.of(1L, 2L), Map.of("a", "b")))
                .containsEntry("error", error);
        assertThat(offered.run("Relay.Flash Image", "x")).containsEntry("return", "Relay x");
        assertThat(offered.run("Board.Flash Image", "x")).containsEntry("return", "Board x");
        assertThat(names())
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("flash_image", "Board.flash_image", "Relay.Flash Image");
        assertThat(offered.ask(all, "get_keyword_arguments", "Flash Image")).isEqualTo(List.of("*args", "**kwargs"));
        assertThat(offered.ask(all, "get_keyword_documentation", "Flash Image"))
                .isEqualTo(
                        "Several libraries have a keyword of this name. Give the full name of the one you want to use: "
                                + "`Board.flash_image`, `Relay.Flash Image`.");

        offered.registry().remove("Board");

        assertThat(offered.run("Flash Image", "x")).containsEntry("return", "Relay x");
    }

    @Test
    void fullNamesAreUnderstoodAlwaysAndListedWhereTheyAreNeeded() {
        plug("Board", "Flash Image");

        assertThat(names())
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("Flash Image")
                .doesNotContain("Board.Flash Image");
        assertThat(offered.run("Board.Flash Image", "x")).containsEntry("return", "Board x");
        assertThat(offered.ask(all, "get_keyword_arguments", "Board.Flash Image"))
                .isEqualTo(List.of("it"));
        assertThat(offered.ask(all, "get_keyword_tags", "Board.Flash Image")).isEqualTo(List.of("plugged"));

        plug("Relay", "Flash Image");

        assertThat(names())
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("Flash Image", "Board.Flash Image", "Relay.Flash Image");
    }

    @Test
    void aFullNameThatStandsAloneIsDocumented() {
        plug("Relay", "Flash Image");
        plug("Board", "Flash Image");

        assertThat(offered.ask(all, "get_keyword_documentation", "Board.Flash Image"))
                .isEqualTo("Does it.");
    }

    @Test
    void oneLibraryAloneHasNoFullNamesInItsListAndUnderstandsThem() {
        plug("Board", "Flash Image");
        Face board = offered.faces().of(offered.registry().library("Board").orElseThrow());

        assertThat(offered.ask(board, "get_keyword_names")).isEqualTo(List.of("Flash Image"));
        assertThat(offered.ask(board, "run_keyword", "Board.Flash Image", List.of("x")))
                .asString()
                .contains("return=Board x");
    }

    @Test
    void aLibrarysNameIsToldFromTheBeginningOfAKeywords() {
        plug("Board", "Reset");
        plug("Relay", "Board Reset");

        assertThat(offered.run("Board.Reset", "x")).containsEntry("return", "Board x");
        assertThat(offered.run("Board Reset", "x")).containsEntry("return", "Relay x");
    }

    @Test
    void howALibraryWasMadeIsDocumentedWithIt() {
        offered.registry().replace(new Library("Board", "", "Takes the slot.", "2.1", List.of()));
        Face board = offered.faces().of(offered.registry().library("Board").orElseThrow());

        assertThat(offered.ask(board, "get_keyword_documentation", "__init__")).isEqualTo("Takes the slot.");
        assertThat(offered.ask(board, "get_library_information"))
                .isEqualTo(Map.of(
                        "__intro__",
                        Map.of("doc", "The library Board, version 2.1, on the Labhand agent lab7."),
                        "__init__",
                        Map.of("doc", "Takes the slot.")));
        assertThat(offered.ask(all, "get_keyword_documentation", "__init__")).isEqualTo("");
    }

    @Test
    void datesAreLeftToTheAgentWhichLosesNoPartOfASecond() {
        KeywordSpec spec = new KeywordSpec(
                "clock.set",
                "Set Clock",
                "",
                List.of(),
                List.of(new Parameter("time", Kind.POSITIONAL_OR_NAMED, Simple.DATE_TIME, false, Optional.empty(), "")),
                Simple.STRING,
                "",
                true);
        RegisteredKeyword set =
                new WireKeyword(spec, (args, _, _) -> InvocationResult.passed(String.valueOf(args.getFirst())));
        offered.registry().replace(new Library("Clock", "", "", List.of(set)));

        assertThat(offered.ask(all, "get_keyword_types", "Set Clock")).isEqualTo(Map.of("return", "str"));
        assertThat(offered.run("Set Clock", "2026-01-02 03:04:05.678901"))
                .containsEntry("return", "2026-01-02T03:04:05.678901");
    }
}
