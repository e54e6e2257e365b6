package dev.labhand.controller.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 connection that carries requests one after another, each exactly once. (The JDK's own client needs four times the
 * processor time for a thousand agents, most of it start-up, and sends some requests again by itself.)
 */
final class HttpConnection implements AutoCloseable {

    /** The TCP connection: closing it, unlike a TLS socket, never waits for anything. */
    private final Socket tcp;

    private final InputStream in;
    private final OutputStream out;
    private final String authority;

    private HttpConnection(Socket tcp, Socket socket, String authority) throws IOException {
        this.tcp = tcp;
        this.in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
        this.out = socket.getOutputStream();
        this.authority = authority;
    }

    /**
     * Connects, with TLS if the URL is https.
     *
     * @param limit for the look-up, the connection and the handshake together
     * @param dialing is shown each socket before it connects: closing it ends the attempt
     * @throws IOException whose message says why nobody answers there
     */
    static HttpConnection open(URI url, Duration limit, Consumer<Socket> dialing) throws IOException {
        Deadline deadline = Deadline.in(limit);
        HttpOrigin origin = HttpOrigin.of(url);
        Socket tcp = Dialer.connect(origin.host(), origin.port(), limit, dialing);
        try (Watchdog watchdog = Watchdog.guard(tcp, deadline)) {
            try {
                Socket socket = origin.secure() ? handshake(tcp, origin) : tcp;
                return new HttpConnection(tcp, socket, url.getRawAuthority());
            } catch (IOException e) {
                Watchdog.closeQuietly(tcp);
                throw watchdog.fired() ? noAnswer("no TLS handshake", limit) : e;
            }
        }
    }

    private static SSLSocket handshake(Socket tcp, HttpOrigin origin) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secure = (SSLSocket) factory.createSocket(tcp, origin.host(), origin.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /**
     * Sends a request and reads the answer.
     *
     * @throws IOException if there is none in time; whether the other end took the request is then unknown
     */
    HttpReply post(String path, String contentType, Optional<BearerToken> token, byte[] body, Duration limit)
            throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append("POST ").append(path).append(" HTTP/1.1\r\nHost: ").append(authority);
        head.append("\r\nUser-Agent: labhand\r\nAccept: ").append(contentType);
        head.append("\r\nContent-Type: ").append(contentType);
        token.ifPresent(t -> head.append("\r\nAuthorization: ").append(t.authorization()));
        head.append("\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
        try (Watchdog watchdog = Watchdog.guard(tcp, Deadline.in(limit))) {
            try {
                send(head.toString().getBytes(StandardCharsets.ISO_8859_1), body);
                return HttpReply.read(in);
            } catch (IOException e) {
                throw watchdog.fired() ? noAnswer("no answer", limit) : e;
            }
        }
    }

    /** In one write: head and body in two packets would wait for each other at some servers. */
    private void send(byte[] head, byte[] body) throws IOException {
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        out.write(request);
    }

    /** A request with a body of any size, or none. */
    record Request(String method, String path, Map<String, String> fields, Optional<Body> body) {}

    /**
     * A body.
     *
     * @param length how many bytes of the stream are sent; it has no less
     */
    record Body(InputStream bytes, long length) {}

    /**
     * Sends a request and reads the head of its answer; the answer's body follows on {@link #in}. The other end is asked whether
     * it wants the body before that is sent (RFC 9110 §10.1.1).
     *
     * @throws IOException if the connection breaks, or the body ends too early
     */
    HttpReply.Head send(Request request, Optional<BearerToken> token) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append(request.method()).append(' ').append(request.path());
        head.append(" HTTP/1.1\r\nHost: ").append(authority).append("\r\nUser-Agent: labhand");
        token.ifPresent(t -> head.append("\r\nAuthorization: ").append(t.authorization()));
        request.fields()
                .forEach((name, value) ->
                        head.append("\r\n").append(name).append(": ").append(value));
        request.body()
                .ifPresent(body -> head.append("\r\nContent-Length: ")
                        .append(body.length())
                        .append(body.length() > 0 ? "\r\nExpect: 100-continue" : ""));
        out.write(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        HttpReply.Head answer = HttpReply.Head.read(in);
        if (answer.status() == 100 && request.body().isPresent()) {
            sendBody(request.body().get());
        }
        while (answer.status() / 100 == 1) {
            answer = HttpReply.Head.read(in);
        }
        return answer;
    }

    private void sendBody(Body body) throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (long left = body.length(); left > 0; ) {
            int count = body.bytes().read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new EOFException("the file became shorter while it was sent");
            }
            try {
                out.write(buffer, 0, count);
            } catch (IOException e) {
                return; // perhaps it has answered why it takes no more
            }
            left -= count;
        }
    }

    /** Where answers come from. */
    InputStream in() {
        return in;
    }

    private static SocketTimeoutException noAnswer(String what, Duration limit) {
        return new SocketTimeoutException(what + " within " + Seconds.text(limit));
    }

    /** From any thread: whoever waits for an answer gets an exception. */
    @Override
    public void close() {
        Watchdog.closeQuietly(tcp);
    }
}
