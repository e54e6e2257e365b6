package dev.labhand.protocol.xmlrpc;

import dev.labhand.api.Failure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The characters of an XML document sent over HTTP: a byte order mark tells the encoding, else the charset parameter, else
 * the XML declaration, else it is UTF-8 (RFC 7303 §3; XML 1.0 appendix F).
 */
final class XmlEncoding {

    private static final Pattern DECLARED =
            Pattern.compile("<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");
    private static final int DECLARATION_LIMIT = 200;

    private record Detected(Charset charset, int start) {}

    private XmlEncoding() {}

    static CharBuffer decode(byte[] body, Optional<String> charset) throws Refusal {
        Detected detected = detect(body, charset);
        try {
            return detected.charset()
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, detected.start(), body.length - detected.start()));
        } catch (CharacterCodingException e) {
            throw new Refusal(new Failure(
                    Failure.BAD_CHARACTER,
                    "Bad character",
                    "the body is not " + detected.charset().name() + " throughout: " + e.getMessage()));
        }
    }

    private static Detected detect(byte[] body, Optional<String> charset) throws Refusal {
        int first = quartet(body);
        if (first >>> 8 == 0xEFBBBF) {
            return new Detected(StandardCharsets.UTF_8, 3);
        }
        if (first == 0x0000FEFF || first == 0xFFFE0000) {
            return new Detected(first == 0x0000FEFF ? StandardCharsets.UTF_32BE : StandardCharsets.UTF_32LE, 4);
        }
        if (first >>> 16 == 0xFEFF || first >>> 16 == 0xFFFE) {
            return new Detected(first >>> 16 == 0xFEFF ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE, 2);
        }
        if (charset.isPresent()) {
            return new Detected(named(charset.get()), 0);
        }
        return switch (first) {
            case 0x003C003F -> new Detected(StandardCharsets.UTF_16BE, 0);
            case 0x3C003F00 -> new Detected(StandardCharsets.UTF_16LE, 0);
            case 0x3C3F786D -> new Detected(declared(body), 0);
            default -> new Detected(StandardCharsets.UTF_8, 0);
        };
    }

    /** The first four bytes as one number. */
    private static int quartet(byte[] body) {
        return body.length < 4 ? 0 : ByteBuffer.wrap(body).getInt();
    }

    private static Charset declared(byte[] body) throws Refusal {
        String start = new String(body, 0, Math.min(body.length, DECLARATION_LIMIT), StandardCharsets.ISO_8859_1);
        int end = start.indexOf('>');
        if (start.indexOf("encoding", 0, end < 0 ? start.length() : end) < 0) {
            return StandardCharsets.UTF_8;
        }
        Matcher matcher = DECLARED.matcher(start);
        return matcher.lookingAt() ? named(matcher.group(1)) : StandardCharsets.UTF_8;
    }

    private static Charset named(String name) throws Refusal {
        if (name.equalsIgnoreCase("utf-8")) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new Refusal(new Failure(
                    Failure.UNSUPPORTED_ENCODING,
                    "Unsupported encoding",
                    "'" + Refusal.shown(name) + "' is not known here; send UTF-8"));
        }
    }
}
