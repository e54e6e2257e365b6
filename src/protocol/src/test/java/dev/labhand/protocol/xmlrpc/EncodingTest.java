package dev.labhand.protocol.xmlrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Failure;
import dev.labhand.api.Invocation;
import dev.labhand.api.InvocationResult;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {

    private static final String CALL = "<methodCall><methodName>euro €</methodName></methodCall>";

    @Test
    void theCharsetParameterTells() {
        assertThat(read(CALL.getBytes(Charset.forName("ISO-8859-15")), "iso-8859-15"))
                .isEqualTo("euro €");
        assertThat(read(CALL.getBytes(StandardCharsets.UTF_8), "UTF-8")).isEqualTo("euro €");
        assertThat(read(CALL.getBytes(StandardCharsets.UTF_16BE), "utf-16")).isEqualTo("euro €");
    }

    @Test
    void theCharsetParameterOutranksTheDeclaration() {
        String declared = "<?xml version='1.0' encoding='iso-8859-1'?>" + CALL;

        assertThat(read(declared.getBytes(StandardCharsets.UTF_8), "utf-8")).isEqualTo("euro €");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void aByteOrderMarkOutranksBoth(String charset) {
        String declared = "\uFEFF<?xml version='1.0' encoding='iso-8859-1'?>" + CALL;

        assertThat(read(declared.getBytes(Charset.forName(charset)), "us-ascii"))
                .isEqualTo("euro €");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iso-8859-15", "windows-1252", "UTF-8", "utf-16be", "utf-16le"})
    void theDeclarationTellsWhereNothingElseDoes(String charset) {
        String declared = "<?xml version=\"1.0\" encoding = \"" + charset + "\" standalone='yes'?>" + CALL;

        assertThat(read(declared.getBytes(Charset.forName(charset)), null)).isEqualTo("euro €");
    }

    @Test
    void elseItIsUtf8() {
        assertThat(read(CALL.getBytes(StandardCharsets.UTF_8), null)).isEqualTo("euro €");
    }

    @Test
    void anUnknownEncodingHasItsOwnCode() {
        byte[] body = ("<?xml version='1.0' encoding='klingon'?>" + CALL).getBytes(StandardCharsets.UTF_8);

        assertThat(XmlRpc.failure(body, Optional.empty()).code()).isEqualTo(Failure.UNSUPPORTED_ENCODING);
        Failure failure = XmlRpc.failure(CALL.getBytes(StandardCharsets.UTF_8), Optional.of("no such\nthing"));
        assertThat(failure.code()).isEqualTo(Failure.UNSUPPORTED_ENCODING);
        assertThat(failure.text()).contains("'no such?thing'");
    }

    @Test
    void bytesThatAreNoCharactersHaveTheirOwnCode() {
        byte[] latin = CALL.replace('€', 'é').getBytes(StandardCharsets.ISO_8859_1);
        byte[] overlong = {'<', (byte) 0xC0, (byte) 0xAF, '/', '>'};
        byte[] halfSurrogate = {'<', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '/', '>'};

        assertThat(XmlRpc.failure(latin, Optional.empty()).code()).isEqualTo(Failure.BAD_CHARACTER);
        assertThat(XmlRpc.failure(overlong, Optional.empty()).code()).isEqualTo(Failure.BAD_CHARACTER);
        assertThat(XmlRpc.failure(halfSurrogate, Optional.empty()).code()).isEqualTo(Failure.BAD_CHARACTER);
        assertThat(XmlRpc.failure(CALL.getBytes(StandardCharsets.UTF_8), Optional.of("us-ascii"))
                        .text())
                .contains("US-ASCII");
    }

    @Test
    void repliesAreAlwaysUtf8() {
        byte[] call = CALL.getBytes(Charset.forName("ISO-8859-15"));
        var message = XmlRpc.CODEC.read(call, Optional.of("iso-8859-15"));

        byte[] reply = XmlRpc.CODEC
                .writeReply(message, List.of(InvocationResult.passed("€")))
                .orElseThrow();

        assertThat(new String(reply, StandardCharsets.UTF_8))
                .contains("encoding=\"UTF-8\"")
                .contains("€");
    }

    private static String read(byte[] body, @Nullable String charset) {
        Invocation invocation = XmlRpc.invocation(XmlRpc.CODEC.read(body, Optional.ofNullable(charset)));
        return invocation.keyword();
    }
}
