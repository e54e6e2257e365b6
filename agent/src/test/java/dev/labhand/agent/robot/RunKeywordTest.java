package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.agent.rpc.Face;
import dev.labhand.api.Arg;
import dev.labhand.api.Keyword;
import dev.labhand.api.Log;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run_keyword}: names, arguments, results and logs. */
class RunKeywordTest {

    private OfferedKeywords offered;

    @BeforeEach
    void offer() throws IOException {
        offered = OfferedKeywords.samples();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wall Paint", "wall_paint", "WALLPAINT", "wall paint", "wall.paint", "Sample.Wall Paint"})
    void namesMatchAsRobotMatchesThem(String name) {
        assertThat(offered.run(name, "north")).containsEntry("status", "PASS");
    }

    @Test
    void argumentsComeByPositionAndByNameAndAsText() {
        assertThat(offered.run("Wall Paint", "north"))
                .containsEntry("return", List.of("north", 2.5, -1L, "-", 2L, "red"));
        assertThat(offered.run("Wall Paint", List.of("north"), Map.of("height", "3", "colour", "Dark Blue")))
                .containsEntry("return", List.of("north", 3.0, -1L, "-", 2L, "dark_blue"));
        assertThat(offered.run(
                        "Wall Paint", List.of(), Map.of("wall", 5L, "timeout", "1 min", "coats", "0x10", "folder", "")))
                .containsEntry("return", List.of("5", 2.5, 60_000L, "-", 16L, "red"));
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                arguments("Echo", List.of(), Map.of(), "Keyword 'Sample.Echo' expected 1 argument, got 0."),
                arguments("echo", List.of(1L, 2L), Map.of(), "Keyword 'Sample.Echo' expected 1 argument, got 2."),
                arguments("Kinds", List.of(1L, 2L), Map.of(), "Keyword 'Sample.Kinds' expected 6 arguments, got 2."),
                arguments(
                        "Wall Paint",
                        List.of(),
                        Map.of(),
                        "Keyword 'Sample.Wall Paint' expected 1 to 2 non-named arguments, got 0."),
                arguments(
                        "Wall Paint",
                        List.of("a", 1L, 2L),
                        Map.of("coats", 1L),
                        "Keyword 'Sample.Wall Paint' expected 1 to 2 non-named arguments, got 3."),
                arguments(
                        "Wall Paint",
                        List.of("a"),
                        Map.of("wall", "b"),
                        "Keyword 'Sample.Wall Paint' got multiple values for argument 'wall'."),
                arguments(
                        "Wall Paint",
                        List.of(),
                        Map.of("height", 1L),
                        "Keyword 'Sample.Wall Paint' missing value for argument 'wall'."),
                arguments(
                        "Wall Paint",
                        List.of("a"),
                        Map.of("brush", 1L),
                        "Keyword 'Sample.Wall Paint' got unexpected named argument 'brush'."),
                arguments(
                        "Wall Paint",
                        List.of("a"),
                        Map.of("c", 1L, "b", 1L, "d", 1L),
                        "Keyword 'Sample.Wall Paint' got unexpected named arguments 'b', 'c' and 'd'."),
                arguments(
                        "Wall Paint",
                        List.of("a", "high"),
                        Map.of(),
                        "ValueError: Argument 'height' got value 'high' that cannot be converted to float."),
                arguments(
                        "Wall Paint",
                        List.of("a"),
                        Map.of("timeout", -1L),
                        "ValueError: timeout should be from 0 to 1000000000 seconds, not -1"),
                arguments("Nix\n", List.of(), Map.of(), "No keyword with name 'Nix?' found."));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void argumentsThatDoNotFitFailTheKeyword(String name, List<?> args, Map<String, ?> kwargs, String error) {
        assertThat(offered.run(name, args, kwargs))
                .containsEntry("status", "FAIL")
                .containsEntry("error", error)
                .doesNotContainKey("return");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments("plainly", "IllegalStateException: it broke"),
                arguments("silently", "IllegalStateException"),
                arguments("generically", "it broke"),
                arguments("in HTML", "*HTML* IllegalStateException: <b>it</b> broke"),
                arguments("politely", "sorry"),
                arguments("otherwise", "unknown how"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureHasTheMessage(String how, String error) {
        assertThat(offered.run("Fails", how))
                .containsEntry("status", "FAIL")
                .containsEntry("error", error)
                .doesNotContainKeys("continuable", "fatal", "return");
    }

    @Test
    void aFailureHasItsTracebackAndItsReach() {
        assertThat(offered.run("Fails", "plainly").get("traceback")).asString().contains("SampleLibrary.fails");
        assertThat(offered.run("Fails", "continuably"))
                .containsEntry("error", "go on")
                .containsEntry("continuable", true)
                .doesNotContainKey("fatal");
        assertThat(offered.run("Fails", "fatally"))
                .containsEntry("error", "stop all")
                .containsEntry("fatal", true)
                .doesNotContainKey("continuable");
    }

    @Test
    void aReturnValueThatCannotTravelFailsTheKeyword() {
        assertThat(offered.run("Echo", BigInteger.TWO.pow(100)))
                .containsEntry("status", "FAIL")
                .containsEntry(
                        "error",
                        "The keyword passed, but its return value cannot be sent:"
                                + " it has an integer of more than 64 bits.");
    }

    @Test
    void nothingIsReturnedAsNull() {
        assertThat(offered.run("Tells", "x")).containsEntry("return", null).containsEntry("status", "PASS");
    }

    @Test
    void theLogIsTheOutput() {
        assertThat(offered.run("Tells", "one\n*WARN* two").get("output"))
                .asString()
                .matches("(?s)\\*TRACE:[0-9.]+\\* one\n \\*WARN\\* two\n\\*DEBUG:.*\\*INFO:.*\\*HTML:.*\\*WARN:"
                        + ".*\\*ERROR:.*\\*CONSOLE:[0-9.]+\\* one\n \\*WARN\\* two\n");
        assertThat(offered.run("Echo", "x")).containsEntry("output", "");
    }

    @Test
    void concurrentCallsHaveTheirOwnLogs() throws Exception {
        int calls = 16;
        CyclicBarrier together = new CyclicBarrier(calls);
        offered.registry().register(new Together(together));
        Face all = offered.faces().all();
        List<Future<@Nullable Object>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                String mark = "<" + i + ">";
                results.add(threads.submit(() -> offered.ask(all, "run_keyword", "Tell Together", List.of(mark))));
            }
        }
        for (int i = 0; i < calls; i++) {
            assertThat(results.get(i).get())
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                    .containsEntry("return", "<" + i + ">")
                    .extractingByKey("output")
                    .asString()
                    .containsPattern("(?s)<" + i + ">.*<" + i + ">")
                    .doesNotContainPattern("<(?!" + i + ">)");
        }
    }

    public static final class Together {
        private final CyclicBarrier together;

        Together(CyclicBarrier together) {
            this.together = together;
        }

        @Keyword(value = "tell_together", doc = "Logs while others do.", returns = "the text")
        public String tell(@Arg("Text.") String text, Log log) throws Exception {
            for (int i = 0; i < 20; i++) {
                together.await();
                log.info(text);
            }
            return text;
        }
    }
}
