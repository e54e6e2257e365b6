package dev.labhand.agent.robot;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.api.Failure;
import dev.labhand.api.InvocationResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a keyword ended, as the struct that {@code run_keyword} returns. */
final class RobotResult {

    /** Exceptions whose name says nothing: Robot shows their message alone. */
    private static final Set<String> GENERIC = Set.of(
            "AssertionError",
            "AssertionFailedError",
            "Error",
            "Exception",
            "KeywordException",
            "RuntimeException",
            "TimeoutException");

    private static final String HTML = "*HTML*";

    private RobotResult() {}

    /**
     * The struct.
     *
     * @param name the keyword's name on the RPC faces; if there is no such keyword, the name asked for
     * @param output the lines of its log
     */
    static Map<String, @Nullable Object> of(String name, InvocationResult result, String output) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        switch (result) {
            case InvocationResult.Passed(var value) -> passed(struct, value);
            case InvocationResult.Failed(Failure failure) -> failed(struct, name, failure);
        }
        struct.put("output", ReturnValue.text(output));
        return struct;
    }

    private static void passed(Map<String, @Nullable Object> struct, @Nullable Object value) {
        try {
            struct.put("return", ReturnValue.of(value));
            struct.put("status", "PASS");
        } catch (Misfit e) {
            struct.put("status", "FAIL");
            struct.put("error", "The keyword passed, but its return value cannot be sent: " + e.getMessage() + ".");
        }
    }

    private static void failed(Map<String, @Nullable Object> struct, String name, Failure failure) {
        struct.put("status", "FAIL");
        struct.put("error", ReturnValue.text(error(name, failure)));
        if (failure.data() instanceof Map<?, ?> data) {
            if (data.get("traceback") instanceof String traceback) {
                struct.put("traceback", ReturnValue.text(traceback));
            }
            for (String flag : new String[] {"continuable", "fatal"}) {
                if (Boolean.TRUE.equals(data.get(flag))) {
                    struct.put(flag, true);
                }
            }
        }
    }

    private static String error(String name, Failure failure) {
        return switch (failure.code()) {
            case Failure.NO_SUCH_METHOD -> "No keyword with name '" + Printable.of(name) + "' found.";
            case Failure.INVALID_PARAMS -> failure.data() instanceof String why ? without(name, why) : failure.text();
            case Failure.KEYWORD_FAILED ->
                failure.data() instanceof Map<?, ?> data && data.get("message") instanceof String message
                        ? message(data.get("type") instanceof String type ? type : "", message)
                        : failure.text();
            default -> failure.text();
        };
    }

    /** Which keyword it was Robot shows beside the message. */
    private static String without(String name, String why) {
        String prefix = name + ": ";
        return why.startsWith(prefix) ? why.substring(prefix.length()) : why;
    }

    /** The exception's name and message; if the message is HTML, that mark comes first. */
    private static String message(String type, String message) {
        String simple = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
        if (message.equals(type)) {
            return simple;
        }
        if (simple.isEmpty() || GENERIC.contains(simple)) {
            return message;
        }
        return message.startsWith(HTML)
                ? HTML + " " + simple + ": " + message.substring(HTML.length()).strip()
                : simple + ": " + message;
    }
}
