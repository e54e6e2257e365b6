package dev.labhand.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.agent.plugin.PluginJson.Malformed;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PluginJsonTest {

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("null", null),
                arguments("true", true),
                arguments("-9223372036854775808", Long.MIN_VALUE),
                arguments("9223372036854775808", new BigInteger("9223372036854775808")),
                arguments("1.0", 1.0),
                arguments("1e3", 1000.0),
                arguments("\"\\u0000\\uffff\\ud83d\\ude00\"", "\0\uFFFF😀"),
                arguments("[]", List.of()),
                arguments("[1, [null]]", List.of(1L, Arrays.asList((Object) null))),
                arguments("{}", Map.of()),
                arguments("{\"a\": {\"b\": 1}}", Map.of("a", Map.of("b", 1L))),
                arguments("{\"float\": \"nan\"}", Double.NaN),
                arguments("{\"float\": \"INF\"}", Double.POSITIVE_INFINITY),
                arguments("{\"float\": \"-inf\"}", Double.NEGATIVE_INFINITY),
                arguments("{\"float\": 1}", Map.of("float", 1L)),
                arguments("{\"float\": \"nan\", \"more\": 1}", Map.of("float", "nan", "more", 1L)),
                arguments("{\"dateTime\": \"2026-11-22T10:15:30\"}", LocalDateTime.parse("2026-11-22T10:15:30")),
                arguments("{\"dateTime\": \"2026-11-22T12:15:30.5+02:00\"}", Instant.parse("2026-11-22T10:15:30.5Z")),
                arguments(
                        "[{\"dateTime\": \"2026-11-22T10:15:30Z\"}]", List.of(Instant.parse("2026-11-22T10:15:30Z"))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aDocumentIsAValue(String text, @Nullable Object value) throws Malformed {
        assertThat(PluginJson.read(text)).isEqualTo(value);
    }

    @Test
    void bytesMayHaveLineBreaks() throws Malformed {
        assertThat(PluginJson.read("{\"base64\": \"AP\\r\\n8=\\n\"}")).isEqualTo(new byte[] {0, -1});
        assertThat(PluginJson.read("{\"base64\": \"\"}")).isEqualTo(new byte[0]);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("", "it is empty"),
                arguments("rubbish", "Unrecognized token 'rubbish'"),
                arguments("[1, ", "Unexpected end-of-input"),
                arguments("{\"a\": 1, \"a\": 2}", "Duplicate Object property \"a\""),
                arguments("1 2", "Trailing token"),
                arguments("NaN", "Non-standard token 'NaN'"),
                arguments("[Infinity]", "Non-standard token 'Infinity'"),
                arguments("1e999", "a number is out of the range of a double"),
                arguments("'a'", "Unexpected character"),
                arguments("[".repeat(5000), "nesting depth"),
                arguments("1".repeat(5000), "Number value length"),
                arguments("{\"base64\": \"?\"}", "a value of \"base64\" is no Base64"),
                arguments("{\"float\": \"many\"}", "a value of \"float\" should be nan, inf or -inf"),
                arguments("{\"dateTime\": \"soon\"}", "a value of \"dateTime\" should be as 2026-11-22T10:15:30"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoDocumentIsRefusedInWordsForItsWriter(String text, String why) {
        assertThatExceptionOfType(Malformed.class)
                .isThrownBy(() -> PluginJson.read(text))
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.getMessage())
                        .hasLineCount(1)
                        .hasSizeLessThan(300)
                        .doesNotContain("`", "Feature", "Constraints", "REDACTED", "jackson"));
    }

    @Test
    void aValueIsOneLineOfUtf8() {
        String line = new String(
                PluginJson.line(Arrays.asList(null, "a\nb\0😀", 1L << 40, Double.NaN, Map.of("k", new byte[] {0, -1}))),
                StandardCharsets.UTF_8);

        assertThat(line).isEqualTo("""
                [null,"a\\nb\\u0000😀",1099511627776,{"float":"nan"},{"k":{"base64":"AP8="}}]
                """);
    }

    @Test
    void halfACharacterIsReplaced() {
        assertThat(new String(PluginJson.line("a\ud800b"), StandardCharsets.UTF_8))
                .isEqualTo("\"a\uFFFDb\"\n");
    }
}
