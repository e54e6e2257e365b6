package dev.labhand.agent.sshlibrary;

import dev.labhand.api.KeywordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** How text and bytes are made of each other: an encoding and a way to treat what it does not have, by Python's names. */
record Encoding(String name, Charset charset, CodingErrorAction onError) {

    /**
     * The encoding of this name.
     *
     * @throws KeywordException if there is no such encoding or no such way
     */
    static Encoding of(String name, String errors) {
        CodingErrorAction onError = switch (errors.toLowerCase(Locale.ROOT)) {
            case "strict" -> CodingErrorAction.REPORT;
            case "ignore" -> CodingErrorAction.IGNORE;
            case "replace" -> CodingErrorAction.REPLACE;
            default -> throw KeywordException.failed("LookupError: unknown error handler name '" + errors + "'");
        };
        return new Encoding(name, charset(name), onError);
    }

    /** Python writes latin-1, utf_8 and the like. */
    private static Charset charset(String name) {
        for (String spelling : new String[] {name, name.replace('_', '-'), name.replaceAll("[_-]", "")}) {
            try {
                return Charset.forName(spelling);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                // The next one may do.
            }
        }
        throw KeywordException.failed("LookupError: unknown encoding: " + name);
    }

    byte[] bytes(String text) {
        return text.getBytes(charset);
    }

    CharsetDecoder decoder() {
        return charset.newDecoder().onMalformedInput(onError).onUnmappableCharacter(onError);
    }

    /**
     * All bytes as text.
     *
     * @throws KeywordException if they are none
     */
    String text(byte[] bytes) {
        try {
            return decoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw undecodable();
        }
    }

    KeywordException undecodable() {
        return KeywordException.failed("UnicodeDecodeError: '" + name + "' codec can't decode what came; set encoding,"
                + " or encoding_errors to replace or ignore");
    }
}
