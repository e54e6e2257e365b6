package dev.labhand.agent.keyword;

import dev.labhand.api.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the failure of a keyword from what it threw. */
final class Failures {

    private static final int MAX_TRACEBACK = 16 * 1024;

    private Failures() {}

    /** {@link Failure#KEYWORD_FAILED} with the data {type, message, traceback, continuable, fatal}. */
    static Failure of(Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String type = thrown.getClass().getName();
        String message = thrown.getMessage();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("type", type);
        data.put("message", message == null || message.isBlank() ? type : message);
        data.put("traceback", traceback(thrown));
        data.put("continuable", false);
        data.put("fatal", false);
        return new Failure(Failure.KEYWORD_FAILED, "Keyword failed", data);
    }

    private static String traceback(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.getBuffer().length() <= MAX_TRACEBACK
                ? text.toString()
                : text.getBuffer().substring(0, MAX_TRACEBACK) + "\n…";
    }
}
