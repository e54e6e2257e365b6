package dev.labhand.protocol.jsonrpc;

import dev.labhand.api.Failure;
import java.io.Serial;

/** Ends the reading of a document, with the failure to answer. */
final class Refusal extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** Without a stack trace: it is answered, never logged, and a hostile caller should not make the agent walk stacks. */
    Refusal(Failure failure) {
        super(failure.text(), null, false, false);
        this.failure = failure;
    }

    static Refusal malformed(String why) {
        return new Refusal(Failure.malformed(why));
    }

    Failure failure() {
        return failure;
    }
}
