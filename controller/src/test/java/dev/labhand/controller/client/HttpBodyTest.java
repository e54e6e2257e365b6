package dev.labhand.controller.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpBodyTest {

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static HttpBody body(ByteArrayInputStream in) throws IOException {
        return HttpBody.of(HttpReply.Head.read(in), true, in);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nT: v\r\n\r\n"
            })
    void endsWhereTheAnswerEnds(String answer) throws IOException {
        ByteArrayInputStream in = in(answer + "NEXT");
        HttpBody body = body(in);

        assertThat(body.isComplete()).isFalse();
        assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("hello");
        assertThat(body.isComplete()).isTrue();
        assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("NEXT");
    }

    @Test
    void oneWithoutLengthEndsWithTheConnection() throws IOException {
        HttpBody body = body(in("HTTP/1.1 200 OK\r\n\r\nall of it"));

        assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("all of it");
        assertThat(body.isComplete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello"
            })
    void oneThatIsCutShortIsAnError(String answer) throws IOException {
        HttpBody body = body(in(answer));

        assertThatThrownBy(body::readAllBytes).isInstanceOf(EOFException.class);
        assertThat(body.isComplete()).isFalse();
    }

    @Test
    void whatIsNoHttpIsNoBody() throws IOException {
        assertThatThrownBy(() -> body(in("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n")))
                .isInstanceOf(ProtocolException.class);
        HttpBody chunks = body(in("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));
        assertThatThrownBy(chunks::read).isInstanceOf(ProtocolException.class);
        assertThat(body(in("HTTP/1.1 204 No Content\r\n\r\n")).read()).isEqualTo(-1);
    }
}
