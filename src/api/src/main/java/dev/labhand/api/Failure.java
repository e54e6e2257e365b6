package dev.labhand.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why an invocation has no value.
 *
 * @param code the error code on the RPC faces: see the constants
 * @param message what kind of failure it is, such as {@code Invalid params}
 * @param data details, a wire value; a string here reads well after the message and a colon
 */
public record Failure(int code, String message, @Nullable Object data) {

    /** The body is no well-formed XML or JSON. Codes: XML-RPC fault code interoperability, 2001-05-16; JSON-RPC 2.0 §5.1. */
    public static final int MALFORMED = -32700;

    /** The body is in a character encoding that is not known here. */
    public static final int UNSUPPORTED_ENCODING = -32701;

    /** The body has bytes that are no characters in its encoding. */
    public static final int BAD_CHARACTER = -32702;

    /** Well-formed, but no request. */
    public static final int INVALID_REQUEST = -32600;

    public static final int NO_SUCH_METHOD = -32601;
    public static final int INVALID_PARAMS = -32602;

    /** A fault of Labhand's own. */
    public static final int INTERNAL = -32603;

    /** The keyword ran and failed. */
    public static final int KEYWORD_FAILED = -32000;

    /** No job has this id. */
    public static final int NO_SUCH_JOB = -32001;

    /** The agent is stopping and takes no new work. */
    public static final int STOPPING = -32002;

    /** The caller went away while the call ran, and it was ended. */
    public static final int CANCELLED = -32003;

    /** The job is in no state for what was asked: it has ended, still runs, or takes no standard input. */
    public static final int WRONG_STATE = -32004;

    public static Failure malformed(String why) {
        return new Failure(MALFORMED, "Parse error", why);
    }

    public static Failure invalidRequest(String why) {
        return new Failure(INVALID_REQUEST, "Invalid Request", why);
    }

    public static Failure noSuchMethod(String name) {
        return new Failure(NO_SUCH_METHOD, "Method not found", name);
    }

    public static Failure invalidParams(String why) {
        return new Failure(INVALID_PARAMS, "Invalid params", why);
    }

    public static Failure internal(String why) {
        return new Failure(INTERNAL, "Internal error", why);
    }

    /**
     * A keyword's own failure.
     *
     * @param continuable whether a Robot test goes on after it
     * @param fatal whether a Robot run ends with it
     */
    public static Failure keywordFailed(String message, boolean continuable, boolean fatal) {
        return new Failure(
                KEYWORD_FAILED,
                "Keyword failed",
                Map.of("message", message, "continuable", continuable, "fatal", fatal));
    }

    /** The keyword passed, but the wire format has nothing for its result: it should not be called again for that. */
    public static Failure unsendableResult(Exception why) {
        return keywordFailed("the keyword passed, but its result cannot be sent: " + why.getMessage(), false, false);
    }

    /**
     * The message and what went wrong, where the data tells it as text or in a member {@code message}: for faces and readers
     * with one line of text.
     */
    public String text() {
        return switch (data) {
            case String details -> message + ": " + details;
            case Map<?, ?> members when members.get("message") instanceof String details -> message + ": " + details;
            case null, default -> message;
        };
    }
}
