package dev.labhand.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.api.KeywordSpec.Default;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType.AnyOf;
import dev.labhand.api.ValueType.Simple;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeywordSpecTest {

    private static Parameter one(String name, Kind kind, boolean optional) {
        return new Parameter(name, kind, Simple.ANY, optional, Optional.empty(), "");
    }

    private static KeywordSpec spec(Parameter... parameters) {
        return new KeywordSpec("n", "N", "", List.of(), List.of(parameters), Simple.ANY, "", true);
    }

    @Test
    void parametersAreFoundByTheirKind() {
        Parameter first = one("first", Kind.POSITIONAL_ONLY, false);
        Parameter second = one("second", Kind.POSITIONAL_OR_NAMED, true);
        Parameter rest = one("rest", Kind.VARARGS, true);
        Parameter third = one("third", Kind.NAMED_ONLY, true);
        Parameter fourth = one("fourth", Kind.NAMED_ONLY, false);
        Parameter more = one("more", Kind.KWARGS, true);

        KeywordSpec all = spec(first, second, rest, third, fourth, more);
        assertThat(all.positional()).containsExactly(first, second);
        assertThat(all.varargs()).contains(rest);
        assertThat(all.namedOnly()).containsExactly(third, fourth);
        assertThat(all.kwargs()).contains(more);

        assertThat(spec().positional()).isEmpty();
        assertThat(spec().varargs()).isEmpty();
        assertThat(spec().kwargs()).isEmpty();
    }

    static Stream<Arguments> parametersThatNoCallCouldFit() {
        Parameter named = one("named", Kind.NAMED_ONLY, true);
        Parameter rest = one("rest", Kind.VARARGS, true);
        return Stream.of(
                arguments(
                        List.of(named, one("a", Kind.POSITIONAL_OR_NAMED, true)),
                        "parameter a (POSITIONAL_OR_NAMED)" + " comes after named (NAMED_ONLY)"),
                arguments(List.of(one("kw", Kind.KWARGS, true), named), "parameter named (NAMED_ONLY) comes after kw"),
                arguments(List.of(rest, one("b", Kind.VARARGS, true)), "parameter b (VARARGS) comes after rest"),
                arguments(List.of(named, named), "two parameters are called named"),
                arguments(List.of(one(" ", Kind.NAMED_ONLY, true)), "a parameter has no name"),
                arguments(
                        List.of(one("a", Kind.POSITIONAL_ONLY, true), one("b", Kind.POSITIONAL_OR_NAMED, false)),
                        "required parameter b comes after an optional one"),
                arguments(List.of(one("rest", Kind.VARARGS, false)), "parameter rest takes the rest"),
                arguments(
                        List.of(new Parameter("kw", Kind.KWARGS, Simple.ANY, true, Optional.of(new Default(1L)), "")),
                        "parameter kw takes the rest"));
    }

    @ParameterizedTest
    @MethodSource("parametersThatNoCallCouldFit")
    void parametersThatNoCallCouldFitAreRefused(List<Parameter> parameters, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(parameters.toArray(Parameter[]::new)))
                .withMessageStartingWith(why);
    }

    @Test
    void aRequiredOptionMayFollowAnOptionalArgument() {
        assertThat(spec(one("a", Kind.POSITIONAL_OR_NAMED, true), one("b", Kind.NAMED_ONLY, false))
                        .parameters())
                .hasSize(2);
    }

    @Test
    void nullIsOfSomeTypes() {
        assertThat(Simple.ANY.takesNull()).isTrue();
        assertThat(new AnyOf(List.of(Simple.INT, Simple.NOTHING)).takesNull()).isTrue();
        assertThat(new AnyOf(List.of(Simple.INT, Simple.STRING)).takesNull()).isFalse();
        assertThat(Simple.STRING.takesNull()).isFalse();
    }
}
