package dev.labhand.controller.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.Locale;

/** The body of an answer as a stream that ends where the body does (RFC 9112 §6); a body that is cut short is an error. */
final class HttpBody extends InputStream {

    private static final int LONGEST_LINE = 8 << 10;

    private final InputStream in;
    private final boolean chunked;
    private final boolean endless;
    private long left;
    private boolean begun;
    private boolean ended;

    private HttpBody(InputStream in, boolean chunked, long length) {
        this.in = in;
        this.chunked = chunked;
        this.endless = !chunked && length < 0;
        this.left = chunked ? 0 : length;
        this.ended = length == 0 && !chunked;
    }

    /** The body after a head; that of HEAD is none. */
    static HttpBody of(HttpReply.Head head, boolean hasBody, InputStream in) throws IOException {
        String coding = head.fields().getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
        String length = head.fields().get("content-length");
        if (!hasBody || head.status() == 204 || head.status() == 304) {
            return new HttpBody(in, false, 0);
        }
        if (!coding.isEmpty() && !coding.equals("chunked")) {
            throw new ProtocolException("it sends an unknown transfer coding");
        }
        return new HttpBody(in, coding.equals("chunked"), length == null ? -1 : number(length, 10));
    }

    private static long number(String digits, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            throw new ProtocolException("its answer's length is no number");
        }
    }

    /** Whether all of it was read, so that the connection can carry another request. */
    boolean isComplete() {
        return ended && !endless;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (chunked && left == 0 && !ended) {
            nextChunk();
        }
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int count = in.read(buffer, offset, endless ? length : (int) Math.min(left, length));
        if (count < 0 && !endless) {
            throw HttpReply.Head.broken();
        }
        left -= endless ? 0 : Math.max(0, count);
        ended = endless ? count < 0 : !chunked && left == 0;
        return count;
    }

    private void nextChunk() throws IOException {
        int[] budget = {LONGEST_LINE};
        if (begun) {
            HttpReply.Head.line(in, budget);
        }
        begun = true;
        left = number(HttpReply.Head.line(in, budget).split(";", 2)[0].strip(), 16);
        if (left == 0) {
            ended = true;
            while (!HttpReply.Head.line(in, budget).isEmpty()) {
                // A trailer field: of no interest.
            }
        }
    }
}
