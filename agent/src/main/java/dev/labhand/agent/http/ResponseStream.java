package dev.labhand.agent.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/** The body of an answer, written piece by piece. */
final class ResponseStream {

    private final Response response;
    private volatile boolean writing;

    ResponseStream(Response response) {
        this.response = response;
    }

    /** What writes a body, until it returns. It is interrupted when nobody reads any more. */
    @FunctionalInterface
    interface Source {
        void writeTo(ResponseStream stream) throws IOException, InterruptedException;
    }

    /** Sends text, and waits until the network has taken it. */
    void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
    }

    /** Sends bytes, and waits until the network has taken them. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        writing = true;
        try {
            Content.Sink.write(response, false, ByteBuffer.wrap(bytes, offset, length));
        } finally {
            writing = false;
        }
    }

    /** Whether the reader has not taken yet what was sent. */
    boolean isWriting() {
        return writing;
    }
}
