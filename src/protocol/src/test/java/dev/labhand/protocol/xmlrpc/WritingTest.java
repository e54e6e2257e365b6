package dev.labhand.protocol.xmlrpc;

import static dev.labhand.protocol.xmlrpc.XmlRpc.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class WritingTest {

    static Stream<Arguments> valuesAndXml() {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("b", 1L);
        struct.put("a<", "x");
        return Stream.of(
                Arguments.of(null, "<nil/>"),
                Arguments.of(true, "<boolean>1</boolean>"),
                Arguments.of(false, "<boolean>0</boolean>"),
                Arguments.of(5L, "<int>5</int>"),
                Arguments.of(2147483647L, "<int>2147483647</int>"),
                Arguments.of(-2147483648L, "<int>-2147483648</int>"),
                Arguments.of(2147483648L, "<i8>2147483648</i8>"),
                Arguments.of(Long.MIN_VALUE, "<i8>-9223372036854775808</i8>"),
                Arguments.of(BigInteger.valueOf(7), "<int>7</int>"),
                Arguments.of(2.0, "<double>2.0</double>"),
                Arguments.of(-0.0, "<double>-0.0</double>"),
                Arguments.of(1e10, "<double>10000000000</double>"),
                Arguments.of(1.5e-10, "<double>0.00000000015</double>"),
                Arguments.of(Double.NaN, "<double>nan</double>"),
                Arguments.of(Double.POSITIVE_INFINITY, "<double>inf</double>"),
                Arguments.of(Double.NEGATIVE_INFINITY, "<double>-inf</double>"),
                Arguments.of("", "<string></string>"),
                Arguments.of("a<b>&\"'", "<string>a&lt;b&gt;&amp;\"'</string>"),
                Arguments.of("a\r\nb\tc", "<string>a&#13;\nb\tc</string>"),
                Arguments.of("\u0000\u0001\u001F\uFFFE\uFFFF", "<string>" + "\uFFFD".repeat(5) + "</string>"),
                Arguments.of("\uD83D\uDE00", "<string>\uD83D\uDE00</string>"),
                Arguments.of("\uDE00\uD83D", "<string>\uFFFD\uFFFD</string>"),
                Arguments.of(new byte[] {0, -1, 5}, "<base64>AP8F</base64>"),
                Arguments.of(
                        Instant.parse("2026-11-01T10:20:30.987Z"),
                        "<dateTime.iso8601>20261101T10:20:30</dateTime.iso8601>"),
                Arguments.of(
                        LocalDateTime.parse("0099-01-02T03:04:05"),
                        "<dateTime.iso8601>00990102T03:04:05</dateTime.iso8601>"),
                Arguments.of(
                        Arrays.asList("x", null),
                        "<array><data><value><string>x</string></value><value><nil/></value></data></array>"),
                Arguments.of(
                        struct,
                        "<struct><member><name>b</name><value><int>1</int></value></member>"
                                + "<member><name>a&lt;</name><value><string>x</string></value></member></struct>"));
    }

    @ParameterizedTest
    @MethodSource("valuesAndXml")
    void valuesAreWrittenThisWay(@Nullable Object value, String xml) {
        assertThat(written(value))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse><params><param><value>" + xml
                        + "</value></param></params></methodResponse>");
    }

    @Test
    void everyCharacterThereIsMakesWellFormedXml() throws Exception {
        StringBuilder all = new StringBuilder();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point += point < 0x11000 ? 1 : 251) {
            all.appendCodePoint(point);
        }

        Document parsed = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(written(all.toString()).getBytes(StandardCharsets.UTF_8)));

        String expected = all.codePoints()
                .map(point -> isXml(point) ? point : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(parsed.getElementsByTagName("string").item(0).getTextContent())
                .isEqualTo(expected);
    }

    /** XML 1.0 §2.2. */
    private static boolean isXml(int point) {
        return point == 9
                || point == 10
                || point == 13
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }

    @Test
    void writtenTextIsUtf8ByteForByte() {
        String text = "a\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFD\uD800\uDC00\uDBFF\uDFFF".repeat(500);
        byte[] call = XmlRpc.CODEC.writeCall(Invocation.of("m", text));

        assertThat(call)
                .isEqualTo(("<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodCall><methodName>m</methodName><params>"
                                + "<param><value><string>" + text + "</string></value></param></params></methodCall>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFaultHasExactlyTwoMembers() {
        assertThat(written(InvocationResult.failed(new Failure(-32602, "Invalid params", "a < b"))))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse><fault><value><struct>"
                        + "<member><name>faultCode</name><value><int>-32602</int></value></member>"
                        + "<member><name>faultString</name><value><string>Invalid params: a &lt; b</string></value>"
                        + "</member></struct></value></fault></methodResponse>");
        assertThat(written(InvocationResult.failed(new Failure(-32000, "x", Map.of("type", "Odd")))))
                .doesNotContain("Odd");
    }

    @Test
    void whatCannotBeSentIsAFaultInItsPlace() {
        for (Object value : List.of(
                BigInteger.TWO.pow(63),
                LocalDateTime.of(10000, 1, 1, 0, 0),
                Instant.MAX,
                LocalDateTime.of(-1, 1, 1, 0, 0),
                List.of(1L, Map.of("x", new Object())))) {
            assertThat(written(value))
                    .contains("<fault>")
                    .contains("<int>-32000</int>")
                    .doesNotContain("<params>");
        }
    }

    @Test
    void argumentsByNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XmlRpc.CODEC.writeCall(new Invocation("m", List.of(), Map.of("a", 1L))))
                .withMessageContaining("[a]");
    }

    @Test
    void itIsTextXml() {
        assertThat(XmlRpc.CODEC.contentType()).isEqualTo("text/xml");
    }
}
