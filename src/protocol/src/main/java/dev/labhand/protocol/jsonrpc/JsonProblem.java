package dev.labhand.protocol.jsonrpc;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** Words what is wrong with a JSON document for those who wrote it. */
public final class JsonProblem {

    /** What Jackson tells those who can change its settings, not those who wrote the document. */
    private static final Pattern FOR_PROGRAMMERS = Pattern.compile(" \\(start marker at [^)]*\\)[^)]*\\)"
            + "|(?:, from|: enable|: not allowed as per) `[^`]*`(?: to allow)?"
            + "| \\((?:bound as )?`[^`]*`\\)");

    private JsonProblem() {}

    /** What is wrong, in one line. */
    public static String of(JacksonException e) {
        String message = e.getOriginalMessage();
        return message == null
                ? "it cannot be parsed"
                : FOR_PROGRAMMERS
                        .matcher(message.lines().findFirst().orElse(message))
                        .replaceAll("");
    }
}
