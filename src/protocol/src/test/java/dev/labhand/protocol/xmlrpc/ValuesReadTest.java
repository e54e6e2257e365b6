package dev.labhand.protocol.xmlrpc;

import static dev.labhand.protocol.xmlrpc.XmlRpc.callWith;
import static dev.labhand.protocol.xmlrpc.XmlRpc.failure;
import static dev.labhand.protocol.xmlrpc.XmlRpc.readValue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesReadTest {

    private static final String APACHE = "http://ws.apache.org/xmlrpc/namespaces/extensions";

    @ParameterizedTest
    @CsvSource({
        "int, 5, 5",
        "i4, -2147483648, -2147483648",
        "int, 4294967296, 4294967296",
        "i8, 9223372036854775807, 9223372036854775807",
        "i8, +7, 7",
        "int, ' 12 ', 12"
    })
    void integersOfEverySpelling(String tag, String text, long expected) {
        assertThat(readValue("<value><" + tag + ">" + text + "</" + tag + "></value>"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.0", "1e3", "9223372036854775808", "0x10", "1 2", "--1", "+", "٣"})
    void whatIsNoIntegerIsMalformedAndNamed(String text) {
        Failure failure = failure(callWith("<value><int>" + text + "</int></value>"));

        assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure.text()).contains("<int>").contains("'" + text + "'");
    }

    @Test
    void nilAndI8ArePlainOrOfAnyNamespace() {
        assertThat(readValue("<value><nil/></value>")).isNull();
        assertThat(readValue("<value><nil></nil></value>")).isNull();
        assertThat(readValue("<value><ex:nil xmlns:ex='" + APACHE + "'/></value>"))
                .isNull();
        assertThat(readValue("<value><ex:i8 xmlns:ex='" + APACHE + "'>-5</ex:i8></value>"))
                .isEqualTo(-5L);
        assertThat(readValue("<value><other:i8 xmlns:other='urn:other'>8</other:i8></value>"))
                .isEqualTo(8L);
        assertThat(failure(callWith("<value><nil>0</nil></value>")).code()).isEqualTo(Failure.MALFORMED);
    }

    @Test
    void namespacesDeclaredAtTheRootCount() {
        String body = "<methodCall xmlns:ex='" + APACHE + "'><methodName>m</methodName><params>"
                + "<param><value><ex:nil/></value></param><param><value><ex:i8>1</ex:i8></value></param>"
                + "</params></methodCall>";

        assertThat(XmlRpc.invocation(body).positional()).isEqualTo(Arrays.asList(null, 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serializable",
                "dom",
                "i1",
                "i2",
                "float",
                "bigdecimal",
                "biginteger",
                "dateTime",
                "int",
                "string"
            })
    void otherExtensionTypesAreRefused(String type) {
        Failure failure =
                failure(callWith("<value><ex:" + type + " xmlns:ex='" + APACHE + "'>1</ex:" + type + "></value>"));

        assertThat(failure.code()).isEqualTo(Failure.INVALID_REQUEST);
        assertThat(failure.text()).contains(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "Int", "integer", "value", "member", "float", "i16"})
    void unknownTypesAreRefused(String type) {
        assertThat(failure(callWith("<value><" + type + ">1</" + type + "></value>"))
                        .code())
                .isEqualTo(Failure.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-1.5, -1.5",
        "1e+22, 1e22",
        "1E-7, 1e-7",
        ".5, 0.5",
        "' 2. ', 2",
        "nan, NaN",
        "NaN, NaN",
        "inf, Infinity",
        "+inf, Infinity",
        "-INF, -Infinity",
        "-Infinity, -Infinity",
        "1e-999, 0"
    })
    void doublesOfEverySpelling(String text, double expected) {
        assertThat(readValue("<value><double>" + text + "</double></value>")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x1p3", "1.5d", "1.5f", "1e999", "-1e999", "1,5", ".", "e5", "1e", "infinit", "1_0"})
    void whatIsNoDoubleIsMalformedAndNamed(String text) {
        Failure failure = failure(callWith("<value><double>" + text + "</double></value>"));

        assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure.text()).contains("<double>").contains("'" + text + "'");
    }

    @Test
    void booleansAreOneOrZero() {
        assertThat(readValue("<value><boolean>1</boolean></value>")).isEqualTo(true);
        assertThat(readValue("<value><boolean> 0 </boolean></value>")).isEqualTo(false);
        for (String wrong : List.of("", "2", "true", "10")) {
            assertThat(failure(callWith("<value><boolean>" + wrong + "</boolean></value>"))
                            .code())
                    .isEqualTo(Failure.MALFORMED);
        }
    }

    @Test
    void stringsKeepEveryCharacter() {
        assertThat(readValue("<value>untyped</value>")).isEqualTo("untyped");
        assertThat(readValue("<value> \n </value>")).isEqualTo(" \n ");
        assertThat(readValue("<value/>")).isEqualTo("");
        assertThat(readValue("<value><string> a </string></value>")).isEqualTo(" a ");
        assertThat(readValue("<value> <string>  </string>\n</value>")).isEqualTo("  ");
        assertThat(readValue("<value><string/></value>")).isEqualTo("");
        assertThat(readValue("<value>a<!-- not -->b<![CDATA[<c>&]]>&lt;&#65;&#x1F600;</value>"))
                .isEqualTo("ab<c>&<A\uD83D\uDE00");
        assertThat(readValue("<value>a\r\nb&#13;c</value>")).isEqualTo("a\nb\rc");
        String longText = "żółw ".repeat(20_000);
        assertThat(readValue("<value>" + longText + "</value>")).isEqualTo(longText);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\u0001",
                "\u001F",
                "\uFFFE",
                "\uFFFF",
                "&#0;",
                "&#1;",
                "&#xFFFF;",
                "&#xD800;",
                "&#x110000;"
            })
    void charactersThatXmlHasNotAreMalformed(String text) {
        assertThat(failure(callWith("<value>" + text + "</value>")).code()).isEqualTo(Failure.MALFORMED);
    }

    @Test
    void base64MayHaveLineBreaks() {
        byte[] expected = "hello, world".getBytes(StandardCharsets.US_ASCII);

        assertThat(readValue("<value><base64>aGVsbG8s\r\n IHdv\tcmxk\n</base64></value>"))
                .isEqualTo(expected);
        assertThat(readValue("<value><base64/></value>")).isEqualTo(new byte[0]);
        for (String wrong : List.of("a", "a===", "aGVs*G8=", "aGVsbG8=aGVs", "ęęęę")) {
            assertThat(failure(callWith("<value><base64>" + wrong + "</base64></value>"))
                            .code())
                    .isEqualTo(Failure.MALFORMED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "20260102T03:04:05, 2026-01-02T03:04:05",
        "2026-01-02T03:04:05, 2026-01-02T03:04:05",
        "' 20260102T03:04:05.25 ', 2026-01-02T03:04:05.25",
        "'20240229T23:59:59,123456789', 2024-02-29T23:59:59.123456789"
    })
    void datesWithoutAZoneAreLocal(String text, LocalDateTime expected) {
        assertThat(readValue("<value><dateTime.iso8601>" + text + "</dateTime.iso8601></value>"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "20260102T03:04:05Z, 2026-01-02T03:04:05Z",
        "20260102T03:04:05.123Z, 2026-01-02T03:04:05.123Z",
        "20260102T03:04:05+0500, 2026-01-01T22:04:05Z",
        "2026-01-02T03:04:05-05:30, 2026-01-02T08:34:05Z"
    })
    void datesWithAZoneAreInstants(String text, Instant expected) {
        assertThat(readValue("<value><dateTime.iso8601>" + text + "</dateTime.iso8601></value>"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "20261399T99:99:99",
                "20260229T00:00:00",
                "20260101T24:00:00",
                "20260101",
                "20260101T00:00",
                "2026-0101T00:00:00",
                "20260101 00:00:00",
                "20260101T00:00:00+25:00",
                "20260101T00:00:00z+1",
                "now"
            })
    void whatIsNoDateIsMalformedAndNamed(String text) {
        Failure failure = failure(callWith("<value><dateTime.iso8601>" + text + "</dateTime.iso8601></value>"));

        assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure.text()).contains("<dateTime.iso8601>").contains("'" + text + "'");
    }

    @Test
    void structsAndArraysNest() {
        String value = "<value><struct>\n<member>\n<name> b </name>\n<value><array>\n<data>\n<value>1</value> "
                + "<value><int>2</int></value></data></array></value></member>"
                + "<member><name>a&amp;b</name><value><struct/></value></member></struct></value>";

        assertThat(readValue(value)).isEqualTo(Map.of(" b ", List.of("1", 2L), "a&b", Map.of()));
    }

    @Test
    void aMemberNamedTwiceIsMalformedAndNamed() {
        Failure failure = failure(callWith("<value><struct><member><name>twin</name><value>1</value></member>"
                + "<member><name>twin</name><value>2</value></member></struct></value>"));

        assertThat(failure.code()).isEqualTo(Failure.MALFORMED);
        assertThat(failure.text()).contains("'twin'");
    }

    @Test
    void longTextOfAStrangerIsShortenedInMessages() {
        Failure failure = failure(callWith("<value><int>" + "x\n".repeat(10_000) + "</int></value>"));

        assertThat(failure.text()).hasSizeLessThan(200).doesNotContain("\n");
    }
}
