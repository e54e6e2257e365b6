package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.agent.access.Access;
import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.access.Caller;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.rpc.Dispatcher;
import dev.labhand.agent.rpc.Face;
import dev.labhand.api.Arg;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.Keyword;
import dev.labhand.api.KeywordLibrary;
import dev.labhand.api.Log;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The remote protocol of Robot Framework, method by method, without a network. */
class RobotProtocolTest {

    private static final Caller ROBOT = new Caller("127.0.0.1", Optional.empty());
    private static final Face.About ABOUT = new Face.About("lab7", "The bench by the window.", "1.2.3");

    private final KeywordRegistry registry = new KeywordRegistry();
    private final AtomicInteger stops = new AtomicInteger();
    private Dispatcher dispatcher;
    private RobotFaces faces;

    @BeforeEach
    void offer() throws IOException {
        registry.register(new SampleLibrary());
        dispatcher = new Dispatcher(Access.of(AccessSettings.open()));
        faces = new RobotFaces(registry, dispatcher, ABOUT, Optional.of(stops::incrementAndGet));
    }

    private @Nullable Object ask(Face face, String method, @Nullable Object... arguments) {
        return switch (dispatcher.dispatch(ROBOT, face, Invocation.of(method, arguments))) {
            case InvocationResult.Passed(var value) -> value;
            case InvocationResult.Failed(Failure failure) -> throw new AssertionError(failure.text());
        };
    }

    @SuppressWarnings("unchecked") // What run_keyword returns is always this.
    private Map<String, @Nullable Object> run(String name, List<?> args, Map<String, ?> kwargs) {
        return (Map<String, @Nullable Object>)
                Objects.requireNonNull(ask(faces.all(), "run_keyword", name, args, kwargs));
    }

    private Map<String, @Nullable Object> run(String name, @Nullable Object... args) {
        return run(name, Arrays.asList(args), Map.of());
    }

    @Test
    void namesAreTitles() {
        assertThat(ask(faces.all(), "get_keyword_names"))
                .isEqualTo(List.of("Echo", "Fails", "Kinds", "Naps", "Stop Remote Server", "Tells", "Wall Paint"));
    }

    @Test
    void oneLibraryHasItsKeywordsAlone() {
        registry.register(new Other());
        Face other = faces.of(registry.library("other").orElseThrow());

        assertThat(ask(other, "get_keyword_names")).isEqualTo(List.of("Echo 2", "Fence Paint"));
        assertThat(ask(other, "fence.paint", "x")).isEqualTo("x");
        assertThat(other.find("echo")).isEmpty();
        assertThat(ask(other, "run_keyword", "Echo", List.of("x")))
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

    @KeywordLibrary(value = "Twin", doc = "Shares a name.")
    public static final class Twin {
        @Keyword(value = "wall_paint", doc = "Paints.", returns = "it")
        public String paint(@Arg("It.") String it) {
            return "twin " + it;
        }
    }

    @Test
    void aNameThatTwoLibrariesShareIsQualified() {
        registry.register(new Twin());

        assertThat(ask(faces.all(), "get_keyword_names"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .contains("Sample.Wall Paint", "Twin.Wall Paint")
                .doesNotContain("Wall Paint");
        assertThat(run("Twin.Wall Paint", "x")).containsEntry("return", "twin x");
        assertThat(run("Wall Paint", "x")).containsEntry("error", "No keyword with name 'Wall Paint' found.");
        assertThat(ask(faces.of(registry.library("Twin").orElseThrow()), "get_keyword_names"))
                .isEqualTo(List.of("Wall Paint"));
    }

    @Test
    void aLibraryThatComesLaterIsSeen() {
        Face all = faces.all();
        assertThat(ask(all, "run_keyword", "Echo 2", List.of("x"))).asString().contains("FAIL");

        registry.register(new Other());

        assertThat(ask(all, "run_keyword", "Echo 2", List.of("x"))).asString().contains("PASS");
    }

    @Test
    void oneCallTellsEverything() {
        assertThat(ask(faces.all(), "get_library_information"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsOnlyKeys(
                        "__intro__",
                        "__init__",
                        "Echo",
                        "Fails",
                        "Kinds",
                        "Naps",
                        "Stop Remote Server",
                        "Tells",
                        "Wall Paint")
                .containsEntry("__init__", Map.of("doc", ""))
                .containsEntry(
                        "Wall Paint",
                        Map.of(
                                "args", ask(faces.all(), "get_keyword_arguments", "Wall Paint"),
                                "types", ask(faces.all(), "get_keyword_types", "Wall Paint"),
                                "tags", ask(faces.all(), "get_keyword_tags", "Wall Paint"),
                                "doc", ask(faces.all(), "get_keyword_documentation", "Wall Paint")));
    }

    @Test
    void argumentsHaveTypedDefaultsAndOptionsAreNamedOnly() {
        assertThat(ask(faces.all(), "get_keyword_arguments", "wall_paint"))
                .isEqualTo(List.of(
                        "wall",
                        List.of("height", 2.5),
                        "*",
                        Arrays.asList("timeout", null),
                        Arrays.asList("folder", null),
                        List.of("coats", 2L),
                        List.of("colour", "red")));
        assertThat(ask(faces.all(), "get_keyword_arguments", "Tells"))
                .as("the log is no argument")
                .isEqualTo(List.of("message"));
    }

    @Test
    void typesAreThoseOfRobot() {
        assertThat(ask(faces.all(), "get_keyword_types", "Wall Paint"))
                .isEqualTo(Map.of(
                        "wall", "str",
                        "height", "float",
                        "timeout", "timedelta",
                        "folder", "str | None",
                        "coats", "int",
                        "colour", "Literal['red', 'dark_blue']",
                        "return", "list"));
        assertThat(ask(faces.all(), "get_keyword_types", "Kinds"))
                .isEqualTo(Map.of(
                        "number", "int | float",
                        "flag", "bool",
                        "items", "list",
                        "members", "dict",
                        "texts", "dict[str, str]",
                        "return", "list"));
        assertThat(ask(faces.all(), "get_keyword_types", "Echo")).isEqualTo(Map.of());
    }

    @Test
    void documentationTellsOfArgumentsAndResult() {
        assertThat(ask(faces.all(), "get_keyword_documentation", "Wall Paint")).isEqualTo("""
                        Paints a wall.

                        *Arguments:*
                          - ``wall``: Which.
                          - ``height``: How high.
                          - ``timeout``: Seconds.
                          - ``folder``: Where.
                          - ``coats``: Coats.
                          - ``colour``: Colour.


                        *Returns:* what it was told""");
        assertThat(ask(faces.all(), "get_keyword_documentation", "__intro__"))
                .asString()
                .contains("lab7", "1.2.3", "The bench by the window.", "``Sample``: Samples of everything.");
        assertThat(ask(faces.of(registry.library("SAMPLE").orElseThrow()), "get_keyword_documentation", "__intro__"))
                .asString()
                .contains("Samples of everything.", "version 2.0", "lab7");
        assertThat(ask(faces.all(), "get_keyword_documentation", "__init__")).isEqualTo("");
        assertThat(ask(faces.all(), "get_keyword_tags", "Wall Paint")).isEqualTo(List.of("paint", "wall"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"get_keyword_arguments", "get_keyword_types", "get_keyword_tags", "get_keyword_documentation"})
    void askingAboutNoKeywordIsAnError(String method) {
        assertThat(dispatcher.dispatch(ROBOT, faces.all(), Invocation.of(method, "Nix")))
                .isEqualTo(InvocationResult.failed(Failure.invalidParams("No keyword with name 'Nix' found.")));
    }

    @Test
    void theMethodsAreOfTheFaceAndListed() {
        assertThat(ask(faces.all(), "system.listMethods"))
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
        assertThat(registry.find("run_keyword")).isEmpty();
        assertThat(registry.find("stop_remote_server")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wall Paint", "wall_paint", "WALLPAINT", "wall paint", "wall.paint", "Sample.Wall Paint"})
    void namesMatchAsRobotMatchesThem(String name) {
        assertThat(run(name, "north")).containsEntry("status", "PASS");
    }

    @Test
    void argumentsComeByPositionAndByNameAndAsText() {
        assertThat(run("Wall Paint", "north")).containsEntry("return", List.of("north", 2.5, -1L, "-", 2L, "red"));
        assertThat(run("Wall Paint", List.of("north"), Map.of("height", "3", "colour", "Dark Blue")))
                .containsEntry("return", List.of("north", 3.0, -1L, "-", 2L, "dark_blue"));
        assertThat(run("Wall Paint", List.of(), Map.of("wall", 5L, "timeout", "1 min", "coats", "0x10", "folder", "")))
                .containsEntry("return", List.of("5", 2.5, 60_000L, "-", 16L, "red"));
    }

    @Test
    void aKeywordTakesNoThirdParameterIfThereAreNoNames() {
        assertThat(ask(faces.all(), "run_keyword", "Echo", List.of("x")))
                .asString()
                .contains("return=x");
        assertThat(ask(faces.all(), "run_keyword", "Info")).asString().contains("No keyword with name 'Info' found.");
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                arguments("Echo", List.of(), Map.of(), "Keyword 'Echo' expected 1 argument, got 0."),
                arguments("echo", List.of(1L, 2L), Map.of(), "Keyword 'Echo' expected 1 argument, got 2."),
                arguments("Kinds", List.of(1L, 2L), Map.of(), "Keyword 'Kinds' expected 6 arguments, got 2."),
                arguments(
                        "Wall Paint",
                        List.of(),
                        Map.of(),
                        "Keyword 'Wall Paint' expected 1 to 2 non-named arguments, got 0."),
                arguments(
                        "Wall Paint",
                        List.of("a", 1L, 2L),
                        Map.of("coats", 1L),
                        "Keyword 'Wall Paint' expected 1 to 2 non-named arguments, got 3."),
                arguments(
                        "Wall Paint",
                        List.of("a"),
                        Map.of("wall", "b"),
                        "Keyword 'Wall Paint' got multiple values for argument 'wall'."),
                arguments(
                        "Wall Paint",
                        List.of(),
                        Map.of("height", 1L),
                        "Keyword 'Wall Paint' missing value for argument 'wall'."),
                arguments(
                        "Wall Paint",
                        List.of("a"),
                        Map.of("brush", 1L),
                        "Keyword 'Wall Paint' got unexpected named argument 'brush'."),
                arguments(
                        "Wall Paint",
                        List.of("a"),
                        Map.of("c", 1L, "b", 1L, "d", 1L),
                        "Keyword 'Wall Paint' got unexpected named arguments 'b', 'c' and 'd'."),
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
        assertThat(run(name, args, kwargs))
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
        assertThat(run("Fails", how))
                .containsEntry("status", "FAIL")
                .containsEntry("error", error)
                .doesNotContainKeys("continuable", "fatal", "return");
    }

    @Test
    void aFailureHasItsTracebackAndItsReach() {
        assertThat(run("Fails", "plainly").get("traceback")).asString().contains("SampleLibrary.fails");
        assertThat(run("Fails", "continuably"))
                .containsEntry("error", "go on")
                .containsEntry("continuable", true)
                .doesNotContainKey("fatal");
        assertThat(run("Fails", "fatally"))
                .containsEntry("error", "stop all")
                .containsEntry("fatal", true)
                .doesNotContainKey("continuable");
    }

    @Test
    void aReturnValueThatCannotTravelFailsTheKeyword() {
        assertThat(run("Echo", BigInteger.TWO.pow(100)))
                .containsEntry("status", "FAIL")
                .containsEntry(
                        "error",
                        "The keyword passed, but its return value cannot be sent:"
                                + " it has an integer of more than 64 bits.");
    }

    @Test
    void nothingIsReturnedAsNull() {
        assertThat(run("Tells", "x")).containsEntry("return", null).containsEntry("status", "PASS");
    }

    @Test
    void theLogIsTheOutput() {
        assertThat(run("Tells", "one\n*WARN* two").get("output"))
                .asString()
                .matches("(?s)\\*TRACE:[0-9.]+\\* one\n \\*WARN\\* two\n\\*DEBUG:.*\\*INFO:.*\\*HTML:.*\\*WARN:"
                        + ".*\\*ERROR:.*\\*CONSOLE:[0-9.]+\\* one\n \\*WARN\\* two\n");
        assertThat(run("Echo", "x")).containsEntry("output", "");
    }

    @Test
    void concurrentCallsHaveTheirOwnLogs() throws Exception {
        int calls = 16;
        CyclicBarrier together = new CyclicBarrier(calls);
        registry.register(new Together(together));
        Face all = faces.all();
        List<Future<@Nullable Object>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < calls; i++) {
                String mark = "<" + i + ">";
                results.add(threads.submit(() -> ask(all, "run_keyword", "Tell Together", List.of(mark))));
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

    @Test
    void stoppingIsAMethodAndAKeyword() {
        assertThat(ask(faces.all(), "stop_remote_server")).isEqualTo(true);
        assertThat(run("Stop Remote Server")).containsEntry("status", "PASS").containsEntry("return", true);
        assertThat(stops).hasValue(2);
    }

    @Test
    void stoppingIsRefusedUnlessItIsAllowed() {
        Face all = new RobotFaces(registry, dispatcher, ABOUT, Optional.empty()).all();

        assertThat(ask(all, "stop_remote_server")).isEqualTo(false);
        assertThat(ask(all, "run_keyword", "Stop Remote Server"))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("status", "PASS")
                .containsEntry("return", false)
                .extractingByKey("output")
                .asString()
                .startsWith("*WARN:")
                .contains("--allow-remote-stop");
        assertThat(stops).hasValue(0);
    }
}
