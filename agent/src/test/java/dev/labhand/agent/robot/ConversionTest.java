package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.api.KeywordSpec.Default;
import dev.labhand.api.KeywordSpec.Kind;
import dev.labhand.api.KeywordSpec.Parameter;
import dev.labhand.api.ValueType;
import dev.labhand.api.ValueType.AnyOf;
import dev.labhand.api.ValueType.ListOf;
import dev.labhand.api.ValueType.OneOf;
import dev.labhand.api.ValueType.Simple;
import dev.labhand.api.ValueType.StructOf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {

    private static final ValueType WORDS = new OneOf(List.of("text", "dark_blue"));
    private static final LocalDateTime DAY = LocalDateTime.of(2026, 1, 2, 0, 0);
    private static final byte[] BYTES = {0, (byte) 0xE9};

    private static Parameter required(ValueType type) {
        return new Parameter("a", Kind.POSITIONAL_OR_NAMED, type, false, Optional.empty(), "");
    }

    private static Parameter optional(ValueType type, Optional<Default> standIn) {
        return new Parameter("a", Kind.NAMED_ONLY, type, true, standIn, "");
    }

    static Stream<Arguments> convertible() {
        return Stream.of(
                arguments(Simple.INT, 5L, 5L),
                arguments(Simple.INT, "5", 5L),
                arguments(Simple.INT, " -1 000_000 ", -1_000_000L),
                arguments(Simple.INT, "0x1F", 31L),
                arguments(Simple.INT, "0o17", 15L),
                arguments(Simple.INT, "-0b101", -5L),
                arguments(Simple.INT, 5.0, 5L),
                arguments(Simple.INT, "9223372036854775807", Long.MAX_VALUE),
                arguments(Simple.NUMBER, "5", 5L),
                arguments(Simple.NUMBER, "1e5", 100_000.0),
                arguments(Simple.NUMBER, "1099511627776", 1L << 40),
                arguments(Simple.NUMBER, 2.5, 2.5),
                arguments(Simple.DOUBLE, "2.5", 2.5),
                arguments(Simple.DOUBLE, ".5", .5),
                arguments(Simple.DOUBLE, "-1_0.5E2", -1050.0),
                arguments(Simple.DOUBLE, "NaN", Double.NaN),
                arguments(Simple.DOUBLE, "-inf", Double.NEGATIVE_INFINITY),
                arguments(Simple.DOUBLE, 5L, 5.0),
                arguments(Simple.BOOLEAN, true, true),
                arguments(Simple.BOOLEAN, "TRUE", true),
                arguments(Simple.BOOLEAN, "Yes", true),
                arguments(Simple.BOOLEAN, "on", true),
                arguments(Simple.BOOLEAN, "1", true),
                arguments(Simple.BOOLEAN, "False", false),
                arguments(Simple.BOOLEAN, "no", false),
                arguments(Simple.BOOLEAN, "OFF", false),
                arguments(Simple.BOOLEAN, "none", false),
                arguments(Simple.BOOLEAN, "", false),
                arguments(Simple.BOOLEAN, 0L, false),
                arguments(Simple.STRING, "text", "text"),
                arguments(Simple.STRING, "", ""),
                arguments(Simple.STRING, "None", "None"),
                arguments(Simple.STRING, 5L, "5"),
                arguments(Simple.STRING, 2.5, "2.5"),
                arguments(Simple.STRING, true, "True"),
                arguments(Simple.STRING, BYTES, "\u0000é"),
                arguments(Simple.STRING, LocalDateTime.of(2026, 1, 2, 3, 4, 5), "2026-01-02 03:04:05"),
                arguments(Simple.BYTES, BYTES, BYTES),
                arguments(Simple.BYTES, "é", "é"),
                arguments(Simple.NOTHING, "None", null),
                arguments(new ListOf(Simple.INT), "['1', 2]", List.of(1L, 2L)),
                arguments(new ListOf(Simple.INT), List.of("0x10"), List.of(16L)),
                arguments(new StructOf(Simple.BOOLEAN), "{'a': 'yes'}", Map.of("a", true)),
                arguments(new AnyOf(List.of(Simple.INT, Simple.NOTHING)), "5", 5L),
                arguments(new AnyOf(List.of(Simple.INT, Simple.NOTHING)), "none", null),
                arguments(new AnyOf(List.of(Simple.INT, Simple.STRING)), "5", "5"),
                arguments(new AnyOf(List.of(Simple.INT, Simple.DATE_TIME)), "2026-01-02", DAY),
                arguments(new AnyOf(List.of(Simple.BOOLEAN, new ListOf(Simple.INT))), "[1]", List.of(1L)),
                arguments(Simple.DATE_TIME, DAY, DAY),
                arguments(Simple.DATE_TIME, "2026-01-02", DAY),
                arguments(
                        Simple.DATE_TIME,
                        "20260102 030405.5",
                        DAY.plusSeconds(11_045).plusNanos(500_000_000)),
                arguments(Simple.DATE_TIME, "2026-01-02T03:04", DAY.plusSeconds(11_040)),
                arguments(Simple.DATE_TIME, 0L, LocalDateTime.ofInstant(Instant.EPOCH, ZoneId.systemDefault())),
                arguments(Simple.SECONDS, "1 min 5 s", 65.0),
                arguments(Simple.SECONDS, 0.5, 0.5),
                arguments(Simple.SECONDS, 7L, 7L),
                arguments(Simple.LIST, List.of(1L), List.of(1L)),
                arguments(Simple.LIST, "[1, 'two', (3.5,)]", List.of(1L, "two", List.of(3.5))),
                arguments(Simple.STRUCT, Map.of("a", 1L), Map.of("a", 1L)),
                arguments(Simple.STRUCT, "{'a': [True], 2: None}", map("a", List.of(true), "2", null)),
                arguments(
                        new StructOf(Simple.STRING),
                        "{'A': 1, 'B': 'two', 'C': True}",
                        Map.of("A", "1", "B", "two", "C", "True")),
                arguments(WORDS, "TEXT", "text"),
                arguments(WORDS, "Dark Blue", "dark_blue"),
                arguments(Simple.ANY, "5", "5"),
                arguments(Simple.ANY, List.of(), List.of()));
    }

    private static Map<String, @Nullable Object> map(String a, Object first, String b, @Nullable Object second) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(a, first);
        map.put(b, second);
        return map;
    }

    @ParameterizedTest
    @MethodSource("convertible")
    void aValueIsMadeOfTheType(ValueType type, Object given, Object expected) {
        assertThat(converted(required(type), given)).isEqualTo(new Conversion.Value(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "NOW", "today"})
    void nowIsADate(String word) {
        LocalDateTime before = LocalDateTime.now(ZoneId.systemDefault());

        assertThat(converted(required(Simple.DATE_TIME), word))
                .asInstanceOf(InstanceOfAssertFactories.type(Conversion.Value.class))
                .extracting(Conversion.Value::value)
                .asInstanceOf(InstanceOfAssertFactories.LOCAL_DATE_TIME)
                .isAfterOrEqualTo(before);
    }

    @Test
    void whatMayBeTextStaysTextWhereItMeansNoOtherType() {
        ValueType boolOrText = new AnyOf(List.of(Simple.BOOLEAN, Simple.STRING));

        assertThat(converted(required(boolOrText), "maybe")).isEqualTo(new Conversion.Value("maybe"));
        assertThat(converted(required(boolOrText), true)).isEqualTo(new Conversion.Value(true));
    }

    static Stream<Arguments> inconvertible() {
        return Stream.of(
                arguments(Simple.INT, "x", "'x' that cannot be converted to integer."),
                arguments(Simple.INT, "", "'' that cannot be converted to integer."),
                arguments(Simple.INT, "2.5", "'2.5' that cannot be converted to integer."),
                arguments(Simple.INT, 2.5, "'2.5' (float) that cannot be converted to integer."),
                arguments(Simple.INT, Double.NaN, "'nan' (float) that cannot be converted to integer."),
                arguments(Simple.INT, true, "'True' (boolean) that cannot be converted to integer."),
                arguments(
                        Simple.INT,
                        "9223372036854775808",
                        "'9223372036854775808' that cannot be converted to integer: It does not fit into 64 bits."),
                arguments(Simple.NUMBER, "five", "'five' that cannot be converted to integer or float."),
                arguments(Simple.NUMBER, "e5", "'e5' that cannot be converted to integer or float."),
                arguments(Simple.DOUBLE, "1,5", "'1,5' that cannot be converted to float."),
                arguments(Simple.DOUBLE, "0x1p3", "'0x1p3' that cannot be converted to float."),
                arguments(Simple.BOOLEAN, "maybe", "'maybe' that cannot be converted to boolean."),
                arguments(Simple.BOOLEAN, 2L, "'2' (integer) that cannot be converted to boolean."),
                arguments(Simple.STRING, List.of("a"), "'['a']' (list) that cannot be converted to string."),
                arguments(Simple.STRING, Map.of(), "'{}' (dictionary) that cannot be converted to string."),
                arguments(
                        Simple.SECONDS,
                        "soon",
                        "'soon' that cannot be converted to timedelta: Invalid time string 'soon'."),
                arguments(Simple.LIST, "1", "'1' that cannot be converted to list."),
                arguments(Simple.LIST, "[1", "'[1' that cannot be converted to list: Invalid expression."),
                arguments(Simple.STRUCT, "[]", "'[]' that cannot be converted to dictionary."),
                arguments(Simple.STRUCT, 1L, "'1' (integer) that cannot be converted to dictionary."),
                arguments(
                        new StructOf(Simple.STRING),
                        "{'A': []}",
                        "'{'A': []}' that cannot be converted to dictionary."),
                arguments(WORDS, "blue", "'blue' that cannot be converted to 'text' or 'dark_blue'."),
                arguments(WORDS, 1L, "'1' (integer) that cannot be converted to 'text' or 'dark_blue'."));
    }

    @ParameterizedTest
    @MethodSource("inconvertible")
    void whatMakesNoSenseIsRefusedInRobotsWords(ValueType type, Object given, String why) {
        assertThat(converted(required(type), given))
                .isEqualTo(new Conversion.Impossible("ValueError: Argument 'a' got value " + why));
    }

    @Test
    void aLongValueIsCutInTheMessage() {
        Conversion.Impossible refused = (Conversion.Impossible) converted(required(Simple.INT), "x".repeat(100_000));

        assertThat(refused.why()).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "NONE"})
    void noneLeavesAnArgumentOut(String given) {
        Optional<Default> five = Optional.of(new Default(5L));

        assertThat(converted(optional(Simple.SECONDS, Optional.empty()), given)).isEqualTo(new Conversion.LeftOut());
        assertThat(converted(optional(new StructOf(Simple.STRING), Optional.empty()), given))
                .isEqualTo(new Conversion.LeftOut());
        assertThat(converted(optional(Simple.INT, five), given))
                .isInstanceOf(given.isEmpty() ? Conversion.LeftOut.class : Conversion.Impossible.class);
    }

    @Test
    void emptyTextIsNoneOnlyWhereNoneIsTheDefault() {
        Optional<Default> word = Optional.of(new Default("word"));

        assertThat(converted(optional(Simple.STRING, Optional.empty()), "")).isEqualTo(new Conversion.LeftOut());
        assertThat(converted(optional(Simple.STRING, Optional.empty()), "None"))
                .isEqualTo(new Conversion.Value("None"));
        assertThat(converted(optional(Simple.STRING, word), "")).isEqualTo(new Conversion.Value(""));
        assertThat(converted(optional(Simple.STRING, word), null)).isEqualTo(new Conversion.LeftOut());
    }

    @Test
    void bytesInADictionaryOfTextsAreText() {
        byte[] latin1 = "é\u0000".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(converted(required(new StructOf(Simple.STRING)), Map.of("A", latin1)))
                .isEqualTo(new Conversion.Value(Map.of("A", "é\u0000")));
    }

    private static Conversion converted(Parameter parameter, @Nullable Object given) {
        return Conversion.of(parameter, parameter.name(), given);
    }
}
