package dev.labhand.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A connection on which a test sends bytes that no decent client would. */
final class RawHttp implements AutoCloseable {

    /** The begin of a JSON-RPC request, without the header that tells the body's length. */
    static final String JSON_HEAD = "POST /rpc HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    private static final int MILLIS = 30_000;

    private final Socket socket;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(MILLIS);
        socket.setTcpNoDelay(true);
    }

    /** Sends one request on a connection of its own and gives all that comes back until the server closes it. */
    static String exchange(int port, String request) throws IOException {
        try (RawHttp connection = new RawHttp(port)) {
            connection.send(request);
            return connection.readAll();
        }
    }

    /** A POST that asks for the connection to be closed. */
    static String post(String path, String contentType, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** Until the server closes. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** One response with a Content-Length, on a connection that may live on. */
    String readResponse() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!bytes.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
            bytes.write(next);
        }
        String head = bytes.toString(StandardCharsets.UTF_8);
        int length = head.lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
                .findFirst()
                .orElse(0);
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** All that comes until this has come, be it HTTP or not. */
    String readUntil(String end) throws IOException {
        byte[] last = end.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] window = new byte[last.length];
        while (!Arrays.equals(window, last)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no '" + end + "' in: " + bytes.toString(StandardCharsets.UTF_8));
            }
            bytes.write(next);
            System.arraycopy(window, 1, window, 0, window.length - 1);
            window[window.length - 1] = (byte) next;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Whether nothing comes for so long. */
    boolean isQuietFor(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            int next = socket.getInputStream().read();
            throw new IOException("there came " + next);
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(MILLIS);
        }
    }

    /** Says that no more will be sent, with a FIN, and reads on. */
    void closeSending() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes with a RST, as the death of a client's machine or a full buffer does. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
