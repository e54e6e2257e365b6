package dev.labhand.api;

import java.io.Serial;

/** Thrown by a keyword to end its invocation with a {@link Failure} of its choosing. */
public final class KeywordException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public KeywordException(Failure failure) {
        super(failure.text());
        this.failure = failure;
    }

    /** The arguments are of the right types but make no sense. */
    public static KeywordException invalidParams(String why) {
        return new KeywordException(Failure.invalidParams(why));
    }

    /** The keyword has failed. */
    public static KeywordException failed(String message) {
        return new KeywordException(Failure.keywordFailed(message, false, false));
    }

    /** The keyword has failed, and a Robot test goes on after it to collect further failures. */
    public static KeywordException continuable(String message) {
        return new KeywordException(Failure.keywordFailed(message, true, false));
    }

    /** The keyword has failed, and no further Robot test makes sense. */
    public static KeywordException fatal(String message) {
        return new KeywordException(Failure.keywordFailed(message, false, true));
    }

    public Failure failure() {
        return failure;
    }
}
