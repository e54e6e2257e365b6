package dev.labhand.agent.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.agent.access.Access;
import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.access.Caller;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.SampleLibrary;
import dev.labhand.agent.library.ArithmeticLibrary;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FacesTest {

    private static final Caller CALLER = new Caller("127.0.0.1", Optional.empty());

    private final KeywordRegistry registry = new KeywordRegistry();
    private final Dispatcher dispatcher;
    private final Face xml;
    private final Face json;

    FacesTest() throws IOException {
        dispatcher = new Dispatcher(Access.of(AccessSettings.open()));
        registry.register(new SampleLibrary());
        registry.register(new ArithmeticLibrary());
        xml = Face.xmlRpc(registry, dispatcher);
        json = Face.jsonRpc(registry, new Face.About("lab7", "rack 7", "1.2.3"));
    }

    private InvocationResult onXml(String method, @Nullable Object... arguments) {
        return dispatcher.dispatch(CALLER, xml, Invocation.of(method, arguments));
    }

    private @Nullable Object passed(String method, @Nullable Object... arguments) {
        return switch (onXml(method, arguments)) {
            case InvocationResult.Passed(var value) -> value;
            case InvocationResult.Failed(Failure failure) -> throw new AssertionError(failure.toString());
        };
    }

    @Test
    void anUnknownMethodIsNamedWithoutItsControlCharacters() {
        assertThat(onXml("no\nsuch"))
                .isEqualTo(InvocationResult.failed(new Failure(-32601, "Method not found", "no?such")));
    }

    @Test
    void methodsOfOneFaceAreUnknownToTheOther() {
        assertThat(onXml("rpc.discover")).isInstanceOf(InvocationResult.Failed.class);
        assertThat(dispatcher.dispatch(CALLER, json, Invocation.of("system.listMethods")))
                .isInstanceOf(InvocationResult.Failed.class);
    }

    @Test
    void listMethodsListsKeywordsAndSystemMethodsSorted() {
        List<String> names = ((List<?>) Objects.requireNonNull(passed("system.listMethods")))
                .stream().map(String.class::cast).toList();
        assertThat(names)
                .isSorted()
                .hasSize(registry.size() + 5)
                .contains(
                        "add",
                        "system.getCapabilities",
                        "system.listMethods",
                        "system.methodHelp",
                        "system.methodSignature",
                        "system.multicall");
    }

    static Stream<Arguments> signatures() {
        List<String> numbers = List.of("int", "int", "int");
        return Stream.of(
                arguments("add", List.of(numbers, List.of("double", "double", "double"))),
                arguments("divide", List.of(List.of("double", "double", "double"))),
                arguments("none", List.of(List.of("string"))),
                arguments("two", List.of(List.of("array", "string"), List.of("array", "string", "int"))),
                arguments(
                        "run",
                        List.of(
                                List.of("array", "string"),
                                List.of("array", "string", "string"),
                                List.of("array", "string", "string", "struct"))),
                arguments("bytes", List.of(List.of("base64", "base64"))),
                arguments("seconds", List.of(List.of("double", "double"))),
                arguments("colour", List.of(List.of("string", "string"))),
                arguments("any", List.of(List.of("any", "any"))),
                arguments("system.methodHelp", List.of(List.of("string", "string"))),
                arguments("system.multicall", List.of(List.of("array", "array"))));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void aSignatureForEachWayToCall(String method, List<List<String>> expected) {
        assertThat(passed("system.methodSignature", method)).isEqualTo(expected);
    }

    @Test
    void methodHelpTellsParametersOptionsDefaultsAndResult() {
        assertThat(passed("system.methodHelp", "run")).isEqualTo("""
                        run(what, where?, options?)

                        Takes options. They are many.

                        Parameters:
                          what (string): What.
                          where (string, default "here"): Where.

                        Options (named, or together as one trailing struct):
                          timeout (seconds, optional): Seconds.
                          times (int, default 3): How often.
                          wait (boolean, default true): Whether to wait.

                        Returns all of it.""");
    }

    @Test
    void helpForAnUnknownMethodIsAFault() {
        for (String method : List.of("system.methodHelp", "system.methodSignature")) {
            assertThat(onXml(method, "nix"))
                    .isEqualTo(InvocationResult.failed(new Failure(-32601, "Method not found", "nix")));
        }
    }

    @Test
    void capabilitiesNameTheirSpecifications() {
        Map<?, ?> capabilities = (Map<?, ?>) Objects.requireNonNull(passed("system.getCapabilities"));
        assertThat(capabilities.keySet()).hasToString("[xmlrpc, system.multicall, introspection, nil, faults_interop]");
        assertThat(capabilities.get("faults_interop"))
                .hasToString(
                        "{specUrl=http://xmlrpc-epi.sourceforge.net/specs/rfc.fault_codes.php, specVersion=20010516}");
    }

    @Test
    void multicallBoxesResultsAndPutsFaultsInPlace() {
        Object results = passed(
                "system.multicall",
                Arrays.asList(
                        Map.of("methodName", "add", "params", List.of(2L, 3L)),
                        Map.of("methodName", "divide", "params", List.of(1L, 0L)),
                        Map.of("methodName", "nix", "params", List.of()),
                        Map.of("methodName", "any", "params", Arrays.asList((Object) null)),
                        Map.of("methodName", "system.multicall", "params", List.of(List.of())),
                        Map.of("methodName", "add"),
                        Map.of("methodName", 1L, "params", List.of()),
                        Map.of("methodName", "add", "params", Map.of()),
                        "add",
                        null,
                        Map.of("methodName", "system.listMethods", "params", List.of(1L))));

        String badEntry =
                "Invalid params: system.multicall: each call should be a struct {methodName: string, params: array}";
        assertThat(results)
                .isEqualTo(List.of(
                        List.of(5L),
                        fault(-32602, "Invalid params: division by zero"),
                        fault(-32601, "Method not found: nix"),
                        Arrays.asList((Object) null),
                        fault(-32602, "Invalid params: system.multicall: it cannot call itself"),
                        fault(-32602, badEntry),
                        fault(-32602, badEntry),
                        fault(-32602, badEntry),
                        fault(-32602, badEntry),
                        fault(-32602, badEntry),
                        fault(-32602, "Invalid params: system.listMethods: takes no arguments, not 1")));
    }

    private static Map<String, Object> fault(long code, String text) {
        return Map.of("faultCode", code, "faultString", text);
    }

    @Test
    void multicallItselfNeedsAnArray() {
        assertThat(onXml("system.multicall", "x"))
                .isEqualTo(InvocationResult.failed(
                        Failure.invalidParams("system.multicall: calls should be an array, not a string")));
        assertThat(passed("system.multicall", List.of())).isEqualTo(List.of());
    }

    @Test
    void everyKindOfParameterIsDescribed() {
        registry.replace(BoardLibrary.create());

        assertThat(passed("system.methodSignature", "board.measure"))
                .isEqualTo(List.of(
                        List.of("struct", "string"),
                        List.of("struct", "string", "int"),
                        List.of("struct", "string", "int", "struct"),
                        List.of("struct", "string", "int", "int"),
                        List.of("struct", "string", "int", "int", "struct")));
        assertThat(passed("system.methodHelp", "board.measure")).isEqualTo("""
                        board.measure(unit, scale?, *pins, options?)

                        Measures

                        for long.

                        Parameters:
                          unit (string, by position only): About unit.
                          scale (int, optional): About scale.

                        Any number of further arguments:
                          pins (int): About pins.

                        Options (named, or together as one trailing struct):
                          label (string | nothing, optional): About label.

                        Any number of further options:
                          registers (list of int): About registers.""");
    }

    @Test
    void librariesComeAndGoOnBothFaces() {
        registry.replace(BoardLibrary.create());
        assertThat(passed("board.measure", "V", 2L, 3L)).isEqualTo(List.of("V", 2L, 3L));
        assertThat(dispatcher.dispatch(CALLER, json, Invocation.of("board.measure", "V", 2L, 3L)))
                .isEqualTo(InvocationResult.passed(List.of("V", 2L, 3L)));

        registry.remove("Board");

        assertThat(list(passed("system.listMethods")).contains("board.measure")).isFalse();
        assertThat(onXml("board.measure", "V"))
                .isEqualTo(InvocationResult.failed(Failure.noSuchMethod("board.measure")));
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }
}
