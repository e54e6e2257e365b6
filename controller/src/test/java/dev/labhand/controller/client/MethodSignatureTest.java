package dev.labhand.controller.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodSignatureTest {

    @ParameterizedTest
    @CsvSource({"5, 5", "+5, 5", "007, 7", "-0, 0", "9223372036854775807, 9223372036854775807"})
    void integersAreReadAsPeopleWriteThem(String text, long value) {
        assertThat(of(Map.of("type", "integer")).convert(new TextArgument(text)))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"2.0", "x", "''", "true", "9223372036854775808", "[1]", "0x10"})
    void whatIsNoIntegerIsRefused(String text) {
        assertThatThrownBy(() -> of(Map.of("type", "integer")).convert(new TextArgument(text)))
                .hasMessage("argument 'p' should be of type integer, but '" + text + "' was given");
    }

    @Test
    void numbersKeepTheirKind() {
        assertThat(of(Map.of("type", "number")).convert(new TextArgument("2"))).isEqualTo(2L);
        assertThat(of(Map.of("type", "number")).convert(new TextArgument("2.0")))
                .isEqualTo(2.0);
        assertThat(of(Map.of("type", "number")).convert(new TextArgument(".5"))).isEqualTo(0.5);
        assertThatThrownBy(() -> of(Map.of("type", "number")).convert(new TextArgument("1e999")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStringIsTheTextItself() {
        assertThat(of(Map.of("type", "string")).convert(new TextArgument("{\"a\": 1}")))
                .isEqualTo("{\"a\": 1}");
        assertThat(of(Map.of("enum", List.of("text", "base64"))).convert(new TextArgument("5")))
                .isEqualTo("5");
    }

    @Test
    void oneOfSeveralTypesIsTheOneThatFits() {
        var bytes = of(Map.of("anyOf", List.of(Map.of("type", "string"), Map.of("type", "object"))));
        var maybe = of(Map.of("type", List.of("integer", "null")));

        assertThat(bytes.convert(new TextArgument("5"))).isEqualTo("5");
        assertThat(bytes.convert(new TextArgument("{\"base64\": \"QQ==\"}"))).isEqualTo(Map.of("base64", "QQ=="));
        assertThat(maybe.convert(new TextArgument("null"))).isNull();
        assertThat(maybe.convert(new TextArgument("3"))).isEqualTo(3L);
    }

    @Test
    void argumentsBeyondTheLastPositionAndOfOtherNamesHaveTypesToo() {
        Map<String, Object> varargs = Map.of(
                "name",
                "sizes",
                "x-labhand-kind",
                "varargs",
                "schema",
                Map.of("type", "array", "items", Map.of("type", "integer")));
        Map<String, Object> path = Map.of("name", "path", "schema", Map.of("type", "string"));
        Map<String, Object> kwargs = Map.of("name", "more", "schema", Map.of("type", "string"));
        MethodSignature signature = MethodSignature.find(
                        Map.of(
                                "methods",
                                List.of(Map.of(
                                        "name", "m", "params", List.of(path, varargs), "x-labhand-kwargs", kwargs))),
                        "m")
                .orElseThrow();

        assertThat(signature.positional(0).convert(new TextArgument("1"))).isEqualTo("1");
        assertThat(signature.positional(1).convert(new TextArgument("+1"))).isEqualTo(1L);
        assertThat(signature.positional(7).convert(new TextArgument("+1"))).isEqualTo(1L);
        assertThat(signature.named("sizes").convert(new TextArgument("[1]"))).isEqualTo(List.of(1L));
        assertThat(signature.named("other").convert(new TextArgument("1"))).isEqualTo("1");
    }

    @Test
    void anUnknownMethodOrAStrangeDocumentHasNoSignature() {
        assertThat(MethodSignature.find(Map.of("methods", List.of()), "add")).isEmpty();
        assertThat(MethodSignature.find("what", "add")).isEmpty();
        assertThat(MethodSignature.find(null, "add")).isEmpty();
    }

    private static MethodSignature.Parameter of(Map<String, ?> schema) {
        Map<String, Object> document = Map.of(
                "methods", List.of(Map.of("name", "m", "params", List.of(Map.of("name", "p", "schema", schema)))));
        Optional<MethodSignature> signature = MethodSignature.find(document, "m");
        return signature.orElseThrow().positional(0);
    }
}
