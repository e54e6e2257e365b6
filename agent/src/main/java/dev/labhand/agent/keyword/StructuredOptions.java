package dev.labhand.agent.keyword;

import dev.labhand.agent.keyword.ArgumentType.Reading;
import dev.labhand.api.Pty;
import dev.labhand.api.Secret;
import dev.labhand.api.Sudo;
import dev.labhand.api.ValueType.AnyOf;
import dev.labhand.api.ValueType.Simple;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Options that are true, false, or a struct that says more. */
final class StructuredOptions {

    static final ArgumentType SUDO = option(value -> switch (value) {
        case Boolean wanted -> wanted ? Sudo.WITHOUT_PASSWORD : Sudo.NO;
        case Map<?, ?> struct -> sudo(struct);
        default -> throw new Misshapen();
    });

    static final ArgumentType PTY = option(value -> switch (value) {
        case Boolean wanted -> wanted ? Pty.USUAL : Pty.NONE;
        case Map<?, ?> struct -> pty(struct);
        default -> throw new Misshapen();
    });

    private StructuredOptions() {}

    /** Neither a boolean nor a struct. */
    private static final class Misshapen extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @FunctionalInterface
    private interface Form {
        Object of(Object value);
    }

    private static ArgumentType option(Form form) {
        AnyOf type = new AnyOf(List.of(Simple.BOOLEAN, Simple.STRUCT));
        return new ArgumentType(type, "a boolean or a struct", value -> {
            try {
                return ArgumentType.is(form.of(value));
            } catch (Misshapen e) {
                return ArgumentType.WRONG;
            } catch (IllegalArgumentException e) {
                return new Reading.Unparsable(String.valueOf(e.getMessage()));
            }
        });
    }

    private static Sudo sudo(Map<?, ?> struct) {
        checkMembers("sudo", struct, Set.of("password"));
        if (!struct.containsKey("password")) {
            return Sudo.WITHOUT_PASSWORD;
        }
        if (!(struct.get("password") instanceof String password)) {
            throw new IllegalArgumentException("sudo.password should be a string");
        }
        return Sudo.with(new Secret(password));
    }

    private static Pty pty(Map<?, ?> struct) {
        checkMembers("pty", struct, Set.of("cols", "rows", "term"));
        Object term = struct.containsKey("term") ? struct.get("term") : Pty.USUAL.term();
        if (!(term instanceof String name)) {
            throw new IllegalArgumentException("pty.term should be a string");
        }
        return new Pty(true, size(struct, "cols", Pty.USUAL.cols()), size(struct, "rows", Pty.USUAL.rows()), name);
    }

    private static int size(Map<?, ?> struct, String name, int usual) {
        if (!struct.containsKey(name)) {
            return usual;
        }
        if (!(struct.get(name) instanceof Long size)) {
            throw new IllegalArgumentException("pty." + name + " should be an integer");
        }
        return Math.clamp(size, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static void checkMembers(String option, Map<?, ?> struct, Set<String> known) {
        for (Object name : struct.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                throw new IllegalArgumentException(
                        option + ": there is no member " + Printable.of(String.valueOf(name)) + "; it takes "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
