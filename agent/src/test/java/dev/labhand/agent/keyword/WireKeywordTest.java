package dev.labhand.agent.keyword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.agent.keyword.RegisteredKeyword.Binding;
import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import dev.labhand.api.KeywordException;
import dev.labhand.api.KeywordSpec;
import dev.labhand.api.KeywordSpec.Default;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.Simple;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How calls of keywords that are no Java methods are bound: all kinds of parameters, by the rules of RPC and of Robot. */
class WireKeywordTest {

    private static Parameter required(String name, Kind kind, String type) {
        return new Parameter(name, kind, TypeName.parse(type), false, Optional.empty(), "");
    }

    private static Parameter optional(String name, Kind kind, String type, @Nullable Object standIn) {
        return new Parameter(name, kind, TypeName.parse(type), true, Optional.of(new Default(standIn)), "");
    }

    private static Parameter unknown(String name, Kind kind, String type) {
        return new Parameter(name, kind, TypeName.parse(type), true, Optional.empty(), "");
    }

    private static Parameter rest(String name, Kind kind, String type) {
        return new Parameter(name, kind, TypeName.parse(type), true, Optional.empty(), "");
    }

    private static KeywordSpec spec(Parameter... parameters) {
        return new KeywordSpec("board.k", "K", "", List.of(), List.of(parameters), Simple.ANY, "", true);
    }

    @Test
    void aDefaultIsOfItsType() {
        for (Parameter sound : List.of(
                optional("a", Kind.NAMED_ONLY, "float", 3L),
                optional("a", Kind.NAMED_ONLY, "int", null),
                optional("a", Kind.NAMED_ONLY, "int | str", "many"),
                optional("a", Kind.NAMED_ONLY, "datetime", "2026-01-02"))) {
            assertThat(new WireKeyword(spec(sound), (_, _, _) -> InvocationResult.passed(null))
                            .spec()
                            .parameters())
                    .containsExactly(sound);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WireKeyword(
                        spec(optional("a", Kind.NAMED_ONLY, "int", "many")),
                        (_, _, _) -> InvocationResult.passed(null)))
                .withMessage("keyword 'K': the default of a should be an integer, not a string");
    }

    @Test
    void whatIsPositionalOnlyIsCalledSoWhereItIsMissing() {
        WireKeyword takesMore = new WireKeyword(ALL, (_, _, _) -> InvocationResult.passed(null));
        assertThat(takesMore.bind(new Invocation("board.k", List.of(), Map.of("first", 1L))))
                .isEqualTo(new Binding.Refused(
                        Failure.invalidParams("board.k: first is missing: it can be passed by position only")));
        WireKeyword takesNoMore = new WireKeyword(
                spec(required("first", Kind.POSITIONAL_ONLY, "any")), (_, _, _) -> InvocationResult.passed(null));
        assertThat(takesNoMore.bind(new Invocation("board.k", List.of(), Map.of("first", 1L))))
                .isEqualTo(new Binding.Refused(Failure.invalidParams("board.k: first can be passed by position only")));
    }

    private static final KeywordSpec ALL = spec(
            required("first", Kind.POSITIONAL_ONLY, "any"),
            optional("second", Kind.POSITIONAL_OR_NAMED, "int", 2L),
            rest("rest", Kind.VARARGS, "any"),
            optional("option", Kind.NAMED_ONLY, "str", "o"),
            rest("more", Kind.KWARGS, "int"));

    /** The keyword returns what reached it. */
    private static RegisteredKeyword keyword(KeywordSpec spec) {
        return new WireKeyword(spec, (args, kwargs, _) -> InvocationResult.passed(Arrays.asList(args, kwargs)));
    }

    private static Object outcome(Binding binding) {
        return switch (binding) {
            case Binding.Refused(Failure failure) -> String.valueOf(failure.data());
            case Binding.Ready(var body) ->
                body.run() instanceof InvocationResult.Passed(List<?> reached) ? reached : "failed";
        };
    }

    private static Object rpc(KeywordSpec spec, Invocation call) {
        return outcome(keyword(spec).bind(call));
    }

    private static Object exactly(KeywordSpec spec, Invocation call) {
        return outcome(keyword(spec).bindExactly(call));
    }

    private static Invocation call(List<?> positional, Map<String, ?> named) {
        return new Invocation("board.k", Collections.unmodifiableList(positional), Collections.unmodifiableMap(named));
    }

    static Stream<Arguments> callsOnRpc() {
        return Stream.of(
                arguments(call(List.of("a"), Map.of()), List.of(List.of("a", 2L), Map.of("option", "o"))),
                arguments(
                        call(List.of("a", 5L, "x", "y"), Map.of()),
                        List.of(List.of("a", 5L, "x", "y"), Map.of("option", "o"))),
                arguments(
                        call(List.of("a", 5L, "x", Map.of("option", "p", "z", 1L)), Map.of()),
                        List.of(List.of("a", 5L, "x"), Map.of("option", "p", "z", 1L))),
                arguments(
                        call(List.of("a", Map.of("z", 1L)), Map.of()),
                        List.of(List.of("a", 2L), Map.of("option", "o", "z", 1L))),
                // An empty struct at the end makes of the one before it an argument.
                arguments(
                        call(List.of("a", 5L, Map.of("z", 1L), Map.of()), Map.of()),
                        List.of(List.of("a", 5L, Map.of("z", 1L)), Map.of("option", "o"))),
                arguments(call(List.of(Map.of()), Map.of()), List.of(List.of(Map.of(), 2L), Map.of("option", "o"))),
                arguments(
                        call(List.of("a"), Map.of("second", 7L, "option", "p", "z", 1L)),
                        List.of(List.of("a", 7L), Map.of("option", "p", "z", 1L))),
                // The name of an argument that is passed by position only is free.
                arguments(
                        call(List.of("a"), Map.of("first", 1L)),
                        List.of(List.of("a", 2L), Map.of("option", "o", "first", 1L))));
    }

    @ParameterizedTest
    @MethodSource("callsOnRpc")
    void onRpcOptionsAreOneTrailingStruct(Invocation call, Object reached) {
        assertThat(rpc(ALL, call)).isEqualTo(reached);
    }

    static Stream<Arguments> refusedOnRpc() {
        return Stream.of(
                arguments(call(List.of(), Map.of()), "first is missing"),
                arguments(call(List.of(), Map.of("first", 1L)), "first is missing: it can be passed by position only"),
                arguments(call(List.of("a", "b"), Map.of()), "second should be an integer, not a string"),
                arguments(
                        call(List.of("a", 1L, Map.of("option", 5L)), Map.of()),
                        "option should be a string, not an integer"),
                arguments(call(List.of("a", 1L, Map.of("z", "5")), Map.of()), "z should be an integer, not a string"),
                arguments(
                        call(List.of("a", 1L, Map.of("second", 5L)), Map.of()),
                        "there is no option second; it takes *rest, option, more"),
                arguments(call(List.of("a", 1L), Map.of("second", 5L)), "second is given twice"),
                arguments(call(List.of("a", 1L, Map.of("z", 5L)), Map.of("z", 6L)), "z is given twice"));
    }

    @ParameterizedTest
    @MethodSource("refusedOnRpc")
    void whatDoesNotFitIsRefused(Invocation call, String why) {
        assertThat(rpc(ALL, call)).isEqualTo("board.k: " + why);
    }

    @Test
    void byNameVarargsAreAList() {
        KeywordSpec spec =
                spec(optional("a", Kind.POSITIONAL_OR_NAMED, "any", 1L), rest("rest", Kind.VARARGS, "int | None"));
        assertThat(rpc(spec, call(List.of(), Map.of("rest", Arrays.asList(5L, null)))))
                .isEqualTo(List.of(Arrays.asList(1L, 5L, null), Map.of()));
        assertThat(rpc(spec, call(List.of(), Map.of("rest", List.of("x")))))
                .isEqualTo("board.k: rest[0] should be an integer or null, not a string");
        assertThat(rpc(spec, call(List.of(), Map.of("rest", 5L))))
                .isEqualTo("board.k: rest should be an array, not an integer");
        assertThat(rpc(spec, call(List.of(1L), Map.of("rest", List.of()))))
                .isEqualTo("board.k: there is no argument rest; it takes a, *rest");
        assertThat(exactly(spec, call(List.of(), Map.of("rest", List.of()))))
                .as("in Python it is a name like any other")
                .isEqualTo("board.k: there is no argument rest; it takes a, *rest");
    }

    @Test
    void exactlyMeansThatAStructIsAnArgumentLikeAnyOther() {
        assertThat(exactly(ALL, call(List.of("a", 5L, Map.of("option", "p")), Map.of("rest", 1L))))
                .isEqualTo(List.of(List.of("a", 5L, Map.of("option", "p")), Map.of("option", "o", "rest", 1L)));
    }

    @Test
    void whatIsPositionalOnlyIsRefusedByName() {
        KeywordSpec spec = spec(required("a", Kind.POSITIONAL_ONLY, "any"));
        assertThat(rpc(spec, call(List.of(), Map.of("a", 1L)))).isEqualTo("board.k: a can be passed by position only");
    }

    @Test
    void aDefaultThatIsNotKnownIsLeftToTheKeyword() {
        KeywordSpec spec = spec(
                unknown("a", Kind.POSITIONAL_OR_NAMED, "str"),
                optional("b", Kind.POSITIONAL_OR_NAMED, "int", 2L),
                unknown("c", Kind.NAMED_ONLY, "str"));
        assertThat(rpc(spec, call(List.of(), Map.of()))).isEqualTo(List.of(List.of(), Map.of("b", 2L)));
        assertThat(rpc(spec, call(List.of(), Map.of("b", 5L, "c", "x"))))
                .isEqualTo(List.of(List.of(), Map.of("b", 5L, "c", "x")));
        assertThat(rpc(spec, call(List.of("x"), Map.of()))).isEqualTo(List.of(List.of("x", 2L), Map.of()));
    }

    @Test
    void nullLeavesOutWhatCannotBeNull() {
        KeywordSpec spec = spec(
                optional("a", Kind.POSITIONAL_OR_NAMED, "int", 2L), optional("b", Kind.POSITIONAL_OR_NAMED, "any", 3L));
        assertThat(rpc(spec, call(Arrays.asList(null, null), Map.of())))
                .isEqualTo(List.of(Arrays.asList(2L, null), Map.of()));
        assertThat(rpc(
                        spec(required("a", Kind.POSITIONAL_OR_NAMED, "int")),
                        call(Arrays.asList((Object) null), Map.of())))
                .isEqualTo("board.k: a should be an integer, not null");
    }

    static Stream<Arguments> values() {
        LocalDateTime date = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        return Stream.of(
                arguments("datetime", date, date),
                arguments("datetime", time, time),
                arguments("datetime", "2026-01-02T03:04:05", date),
                arguments("datetime", "2026-01-02T04:04:05+01:00", time),
                arguments("datetime", "2026-01-02", LocalDateTime.of(2026, 1, 2, 0, 0)),
                arguments("timedelta", 5L, 5L),
                arguments("list[int]", List.of(1L), List.of(1L)),
                arguments("dict[str, list[int]]", Map.of("a", List.of(1L)), Map.of("a", List.of(1L))),
                arguments("int | str", "5", "5"),
                arguments("Literal['on', 'off']", "on", "on"),
                arguments("Unheard", true, true));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueOfTheTypeStaysWhatItIs(String type, Object given, Object reached) {
        KeywordSpec spec = spec(required("a", Kind.POSITIONAL_OR_NAMED, type));
        assertThat(rpc(spec, call(List.of(given), Map.of()))).isEqualTo(List.of(List.of(reached), Map.of()));
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                arguments("datetime", "today", "a should be a date such as 2026-01-31T23:59:59Z, not 'today'"),
                arguments("datetime", 5L, "a should be a date, not an integer"),
                arguments("timedelta", -1L, "a should be from 0 to 1000000000 seconds, not -1"),
                arguments("list[int]", List.of(1L, "x"), "a[1] should be an integer, not a string"),
                arguments(
                        "dict[str, list[int]]", Map.of("k", List.of("x")), "a.k[0] should be an integer, not a string"),
                arguments("int | str", 2.5, "a should be an integer or a string, not a double"),
                arguments("Literal['on', 'off']", "ON", "a should be one of on, off, not 'ON'"),
                arguments("None", 5L, "a should be null, not an integer"),
                arguments("int", "5", "a should be an integer, not a string"));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void aValueOfAnotherTypeIsRefused(String type, Object given, String why) {
        KeywordSpec spec = spec(required("a", Kind.POSITIONAL_OR_NAMED, type));
        assertThat(rpc(spec, call(List.of(given), Map.of()))).isEqualTo("board.k: " + why);
    }

    @Test
    void whatTheRunnerThrowsIsAFailure() {
        RegisteredKeyword broken = new WireKeyword(spec(), (_, _, _) -> {
            throw new IllegalStateException("it broke");
        });
        RegisteredKeyword chosen = new WireKeyword(spec(), (_, _, _) -> {
            throw KeywordException.continuable("go on");
        });
        assertThat(failure(broken).text()).isEqualTo("Keyword failed: it broke");
        assertThat(failure(chosen)).isEqualTo(Failure.keywordFailed("go on", true, false));
    }

    private static Failure failure(RegisteredKeyword keyword) {
        Binding.Ready ready = (Binding.Ready) keyword.bind(Invocation.of("board.k"));
        return ((InvocationResult.Failed) ready.body().run()).failure();
    }

    @Test
    void typesAreThoseOfTheContract() {
        for (String name : List.of("list[int]", "dict[str, str]", "int | None", "datetime", "bytes", "any")) {
            ValueType type = TypeName.parse(name);
            assertThat(WireType.of(type).type()).isEqualTo(type);
        }
    }
}
