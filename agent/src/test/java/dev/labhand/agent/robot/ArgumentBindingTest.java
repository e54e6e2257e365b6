package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.agent.keyword.JavaKeywords;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments of every kind, as {@code run_keyword} gets them, and what Robot is told about them. */
class ArgumentBindingTest {

    private OfferedKeywords offered;

    @BeforeEach
    void offer() throws IOException {
        offered = OfferedKeywords.samples();
        offered.registry().replace(JavaKeywords.plugin(new ArgumentKinds()));
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                arguments("Flash Image", List.of("a"), Map.of(), List.of("a", 3L)),
                arguments("flash_image", List.of("a", "5"), Map.of(), List.of("a", 5L)),
                arguments("Board.Flash Image", List.of(), Map.of("retries", "5", "path", "a"), List.of("a", 5L)),
                arguments("board.flash_image", List.of("a"), Map.of("retries", 5L), List.of("a", 5L)),
                arguments("Measure", List.of("V"), Map.of(), List.of("V", List.of())),
                arguments("Measure", List.of("V", "1", 2L, "0x3"), Map.of(), List.of("V", List.of(1L, 2L, 3L))),
                arguments("Measure", List.of(), Map.of("unit", "V"), List.of("V", List.of())),
                arguments(
                        "Configure",
                        List.of("s"),
                        Map.of("volts", "5"),
                        Arrays.asList("s", "fast", List.of(), 5.0, null, Map.of())),
                arguments(
                        "Configure",
                        List.of("s", "slow", "x", Map.of("volts", 3L)),
                        Map.of("volts", 5L, "label", "l", "r0", "0x10", "slot", "1"),
                        List.of(
                                "s",
                                "slow",
                                List.of("x", Map.of("volts", 3L)),
                                5.0,
                                "l",
                                Map.of("r0", 16L, "slot", 1L))),
                arguments(
                        "Configure",
                        List.of("s"),
                        Map.of("volts", 5L, "more", "1", "registers", "2"),
                        Arrays.asList("s", "fast", List.of(), 5.0, null, Map.of("more", 1L, "registers", 2L))),
                arguments("Select ${animal} from list", List.of("cat"), Map.of(), List.of("cat", 1L)),
                arguments("Select ${animal} from list", List.of("cat", "2"), Map.of(), List.of("cat", 2L)),
                arguments("Select ${animal} from list", List.of("cat"), Map.of("times", "2"), List.of("cat", 2L)));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void eachArgumentReachesItsParameter(String keyword, List<?> args, Map<String, ?> kwargs, Object result) {
        assertThat(offered.run(keyword, args, kwargs))
                .containsEntry("status", "PASS")
                .containsEntry("return", result);
    }

    @Test
    void emptyTextIsAValueWhereAnyIsTaken() {
        assertThat(offered.run("Guess", "")).containsEntry("return", "");
        assertThat(offered.run("Guess")).containsEntry("return", "x");
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                arguments("Flash Image", List.of(), Map.of(), "expected 1 to 2 arguments, got 0."),
                arguments("Flash Image", List.of(1L, 2L, 3L), Map.of(), "expected 1 to 2 arguments, got 3."),
                arguments("Flash Image", List.of(1L), Map.of("path", 2L), "got multiple values for argument 'path'."),
                arguments("Flash Image", List.of(), Map.of("retries", 2L), "missing value for argument 'path'."),
                arguments("Flash Image", List.of(1L), Map.of("x", 2L), "got unexpected named argument 'x'."),
                arguments("Measure", List.of(), Map.of(), "expected at least 1 argument, got 0."),
                arguments(
                        "Configure", List.of(), Map.of("volts", 5L), "expected at least 1 non-named argument, got 0."),
                arguments("Configure", List.of(1L), Map.of(), "missing named-only argument 'volts'."),
                arguments("Lock", List.of(), Map.of("slot", 1L), "expected 1 argument, got 0."),
                arguments("Lock", List.of(1L), Map.of("slot", 1L), "got unexpected named argument 'slot'."));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatDoesNotFitIsToldInRobotsWords(String keyword, List<?> args, Map<String, ?> kwargs, String error) {
        assertThat(offered.run(keyword, args, kwargs))
                .containsEntry("status", "FAIL")
                .containsEntry("error", "Keyword 'Board." + keyword + "' " + error);
    }

    @Test
    void embeddedArgumentsAreNotCounted() {
        assertThat(offered.run("Select ${animal} from list", 1L, 2L, 3L))
                .containsEntry("error", "Keyword 'Board.Select ${animal} from list' expected 0 to 1 arguments, got 2.");
    }

    @Test
    void whatCannotBeConvertedNamesTheArgument() {
        assertThat(offered.run("Measure", "V", "1", "x"))
                .containsEntry(
                        "error", "ValueError: Argument 'pins' got value 'x' that cannot be converted to integer.");
        assertThat(offered.run("Configure", List.of("s"), Map.of("volts", 5L, "r7", "x")))
                .containsEntry("error", "ValueError: Argument 'r7' got value 'x' that cannot be converted to integer.");
    }

    @Test
    void robotIsToldOfAllKinds() {
        assertThat(offered.ask(offered.faces().all(), "get_keyword_arguments", "Configure"))
                .as("no mark for what is positional-only")
                .isEqualTo(List.of(
                        "slot",
                        List.of("mode", "fast"),
                        "*more",
                        "volts",
                        Arrays.asList("label", null),
                        "**registers"));
        assertThat(offered.ask(offered.faces().all(), "get_keyword_types", "Configure"))
                .isEqualTo(Map.of(
                        "mode", "str",
                        "volts", "float",
                        "label", "str | None",
                        "registers", "int",
                        "return", "list"));
        assertThat(offered.ask(offered.faces().all(), "get_keyword_arguments", "Measure"))
                .isEqualTo(List.of("unit", "*pins"));
    }

    @Test
    void keywordsComeAndGo() {
        assertThat(offered.ask(offered.faces().all(), "get_keyword_names"))
                .asString()
                .contains("Flash Image");

        offered.registry().remove("Board");

        assertThat(offered.ask(offered.faces().all(), "get_keyword_names"))
                .asString()
                .doesNotContain("Flash Image");
        assertThat(offered.run("Flash Image", "a")).containsEntry("error", "No keyword with name 'Flash Image' found.");
        assertThat(offered.ask(offered.faces().all(), "get_library_information"))
                .asString()
                .doesNotContain("Board");
    }
}
