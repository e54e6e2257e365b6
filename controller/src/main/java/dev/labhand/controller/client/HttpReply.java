package dev.labhand.controller.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to one POST (RFC 9112).
 *
 * @param reusable whether the connection can carry another request
 */
record HttpReply(int status, byte[] body, boolean reusable) {

    /** Bytes of a body that are taken at most: what an agent takes of a request, too. */
    private static final int MAX_BODY = 16 << 20;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.(\\d) ([1-9]\\d\\d)(?: .*)?");

    private static final int MAX_HEAD = 64 << 10;

    /**
     * Reads an answer; interim ones (RFC 9110 §15.2) are skipped.
     *
     * @throws IOException if the connection breaks before its end or it is no HTTP
     */
    static HttpReply read(InputStream in) throws IOException {
        while (true) {
            Head head = Head.read(in);
            if (head.status / 100 != 1) {
                return head.withBody(in);
            }
        }
    }

    /** The status and the fields of an answer; names are in lower case. */
    record Head(boolean http11, int status, Map<String, String> fields) {

        static Head read(InputStream in) throws IOException {
            int[] budget = {MAX_HEAD};
            String first = line(in, budget);
            Matcher status = STATUS_LINE.matcher(first);
            if (!status.matches()) {
                throw new ProtocolException("it does not speak HTTP/1.1");
            }
            Map<String, String> fields = new HashMap<>();
            for (String line = line(in, budget); !line.isEmpty(); line = line(in, budget)) {
                int colon = line.indexOf(':');
                if (colon < 1) {
                    throw new ProtocolException("its HTTP header has a line without a name");
                }
                fields.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (a, b) -> a + "," + b);
            }
            return new Head(status.group(1).equals("1"), Integer.parseInt(status.group(2)), fields);
        }

        HttpReply withBody(InputStream in) throws IOException {
            boolean keep = keepsConnection();
            String coding = fields.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
            if (status == 204 || status == 304) {
                return new HttpReply(status, new byte[0], keep);
            }
            if (coding.equals("chunked")) {
                return new HttpReply(status, chunked(in), keep);
            }
            if (!coding.isEmpty()) {
                throw new ProtocolException("it sends an unknown transfer coding");
            }
            String length = fields.get("content-length");
            if (length == null) {
                byte[] body = in.readNBytes(MAX_BODY + 1);
                checkSize(body.length);
                return new HttpReply(status, body, false);
            }
            return new HttpReply(status, exactly(in, number(length, 10)), keep);
        }

        boolean keepsConnection() {
            String connection = fields.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
            return http11 ? !connection.contains("close") : connection.contains("keep-alive");
        }

        /** RFC 9112 §7.1. */
        private static byte[] chunked(InputStream in) throws IOException {
            int[] budget = {MAX_HEAD + MAX_BODY};
            var body = new ByteArrayOutputStream();
            while (true) {
                String size = line(in, budget).split(";", 2)[0].strip();
                int length = number(size, 16);
                if (length == 0) {
                    while (!line(in, budget).isEmpty()) {
                        // A trailer field: of no interest.
                    }
                    return body.toByteArray();
                }
                checkSize(body.size() + (long) length);
                body.write(exactly(in, length));
                line(in, budget);
            }
        }

        private static byte[] exactly(InputStream in, int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw broken();
            }
            return bytes;
        }

        private static int number(String digits, int radix) throws IOException {
            try {
                long value = Long.parseUnsignedLong(digits, radix);
                checkSize(value);
                return (int) value;
            } catch (NumberFormatException e) {
                throw new ProtocolException("its answer's length is no number");
            }
        }

        private static void checkSize(long length) throws ProtocolException {
            if (length < 0 || length > MAX_BODY) {
                throw new ProtocolException("its answer is larger than " + (MAX_BODY >> 20) + " MiB");
            }
        }

        static String line(InputStream in, int[] budget) throws IOException {
            var line = new ByteArrayOutputStream(80);
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    throw broken();
                }
                if (--budget[0] < 0) {
                    throw new ProtocolException("its HTTP header is too long");
                }
                line.write(b);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }

        static EOFException broken() {
            return new EOFException("the connection was closed before the answer came");
        }
    }
}
