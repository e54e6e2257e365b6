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

class HttpReplyTest {

    @Test
    void readsABodyOfAGivenLengthAndLeavesTheRest() throws IOException {
        var in = in("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhiHTTP");

        HttpReply reply = HttpReply.read(in);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).asString().isEqualTo("hi");
        assertThat(reply.reusable()).isTrue();
        assertThat(in.readAllBytes()).asString().isEqualTo("HTTP");
    }

    @Test
    void readsChunksWithExtensionsAndTrailers() throws IOException {
        var in = in(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n!");

        assertThat(HttpReply.read(in).body()).asString().isEqualTo("abc0123456789");
        assertThat(in.readAllBytes()).asString().isEqualTo("!");
    }

    @Test
    void aBodyWithoutLengthEndsWithTheConnection() throws IOException {
        HttpReply reply = HttpReply.read(in("HTTP/1.1 200 OK\n\nall of it"));

        assertThat(reply.body()).asString().isEqualTo("all of it");
        assertThat(reply.reusable()).isFalse();
    }

    @Test
    void skipsInterimAnswers() throws IOException {
        HttpReply reply = HttpReply.read(in("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void aConnectionThatTheServerClosesIsNotUsedAgain(String answer) throws IOException {
        assertThat(HttpReply.read(in(answer)).reusable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n"
            })
    void whatIsNoHttpIsNoHttp(String answer) {
        assertThatThrownBy(() -> HttpReply.read(in(answer))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anEndlessHeaderIsGivenUp() {
        String header = "HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000);

        assertThatThrownBy(() -> HttpReply.read(in(header))).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 O",
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
            })
    void aBrokenConnectionIsToldApart(String answer) {
        assertThatThrownBy(() -> HttpReply.read(in(answer))).isInstanceOf(EOFException.class);
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
