package dev.labhand.protocol.xmlrpc;

import dev.labhand.api.Failure;
import java.io.Serial;
import org.xml.sax.SAXException;

/** Ends the reading of a document, with the failure to answer. */
final class Refusal extends SAXException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 60;

    private final transient Failure failure;

    Refusal(Failure failure) {
        super(failure.text());
        this.failure = failure;
    }

    static Refusal malformed(String why) {
        return new Refusal(Failure.malformed(why));
    }

    static Refusal notXmlRpc(String why) {
        return new Refusal(Failure.invalidRequest(why));
    }

    /** A value that its type cannot read. */
    static Refusal unreadable(String type, String text, String expected) {
        return malformed("<" + type + "> cannot be '" + shown(text) + "': " + expected);
    }

    /** Text of a stranger, fit for a message of one line. */
    static String shown(String text) {
        String start = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    Failure failure() {
        return failure;
    }

    /** It is answered, never logged, and a hostile caller should not make the agent walk stacks. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
