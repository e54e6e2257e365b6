package dev.labhand.agent.plugin;

import dev.labhand.agent.plugin.PluginJson.Malformed;
import dev.labhand.api.Failure;
import dev.labhand.api.InvocationResult;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a plugin answers, and words its own failures where it does not. */
final class Answer {

    private Answer() {}

    /**
     * {@code {"return": …}} or {@code {"error": "…", "traceback": "…", "continuable": true, "fatal": false}}.
     *
     * @throws Malformed if it is something else
     */
    static InvocationResult read(String line) throws Malformed {
        return of(members(line));
    }

    /** The members of an object. */
    static Map<?, ?> members(String line) throws Malformed {
        if (PluginJson.read(line) instanceof Map<?, ?> members) {
            return members;
        }
        throw new Malformed("it is no object");
    }

    static InvocationResult of(Map<?, ?> members) throws Malformed {
        if (members.get("error") != null) {
            return failed(
                    String.valueOf(members.get("error")),
                    members.get("traceback"),
                    Boolean.TRUE.equals(members.get("continuable")),
                    Boolean.TRUE.equals(members.get("fatal")));
        }
        if (members.containsKey("return")) {
            return InvocationResult.passed(members.get("return"));
        }
        throw new Malformed("it has neither \"return\" nor \"error\"");
    }

    private static InvocationResult failed(
            String message, @Nullable Object traceback, boolean continuable, boolean fatal) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("message", message);
        if (traceback instanceof String text && !text.isEmpty()) {
            data.put("traceback", text);
        }
        data.put("continuable", continuable);
        data.put("fatal", fatal);
        return InvocationResult.failed(new Failure(Failure.KEYWORD_FAILED, "Keyword failed", data));
    }

    /** The plugin itself is at fault. */
    static InvocationResult broken(PluginCommand command, String why, String stderr) {
        return failed(command.source() + " " + why + tail(stderr), null, false, false);
    }

    /** The end of standard error, after what happened. */
    static String tail(String stderr) {
        return stderr.isEmpty() ? "" : "; its standard error ends:\n" + stderr;
    }
}
