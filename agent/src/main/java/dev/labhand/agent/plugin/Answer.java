package dev.labhand.agent.plugin;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.agent.plugin.PluginJson.Malformed;
import dev.labhand.api.Failure;
import dev.labhand.api.InvocationResult;
import java.nio.charset.StandardCharsets;
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
        String error = text(members, "error");
        if (error != null) {
            return failed(error, text(members, "traceback"), flag(members, "continuable"), flag(members, "fatal"));
        }
        if (members.containsKey("return")) {
            return InvocationResult.passed(members.get("return"));
        }
        throw new Malformed("it has neither \"return\" nor \"error\"");
    }

    private static @Nullable String text(Map<?, ?> members, String name) throws Malformed {
        return switch (members.get(name)) {
            case null -> null;
            case String text -> text;
            case Object other -> throw new Malformed("\"" + name + "\" should be a string, not " + shown(other));
        };
    }

    private static boolean flag(Map<?, ?> members, String name) throws Malformed {
        return switch (members.get(name)) {
            case null -> false;
            case Boolean flag -> flag;
            case Object other -> throw new Malformed("\"" + name + "\" should be true or false, not " + shown(other));
        };
    }

    private static String shown(Object value) {
        return Printable.of(new String(PluginJson.line(value), StandardCharsets.UTF_8).strip());
    }

    private static InvocationResult failed(
            String message, @Nullable String traceback, boolean continuable, boolean fatal) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("message", message);
        if (traceback != null && !traceback.isEmpty()) {
            data.put("traceback", traceback);
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
