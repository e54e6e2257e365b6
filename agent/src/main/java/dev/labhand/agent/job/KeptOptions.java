package dev.labhand.agent.job;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecOptions.Encoding;
import dev.labhand.api.JobId;
import dev.labhand.api.Pty;
import dev.labhand.api.Sudo;
import dev.labhand.protocol.Structs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of a job as its journal keeps them. Standard input, the values of variables and a password may be secret: of the
 * first two only the length and the names are written, of the password, which a detached command has not, nothing; none come back.
 */
final class KeptOptions {

    private KeptOptions() {}

    /** Whether all that matters of the options comes back, so that the same command could be started with them. */
    static boolean isWhole(ExecOptions options) {
        return options.stdin().isEmpty()
                && options.env().isEmpty()
                && options.sudo().password().isEmpty();
    }

    static Map<String, @Nullable Object> write(ExecOptions options) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        options.timeout().ifPresent(limit -> struct.put("timeout", limit.toString()));
        options.idleTimeout().ifPresent(limit -> struct.put("idleTimeout", limit.toString()));
        struct.put("grace", options.grace().toString());
        options.stdin().ifPresent(bytes -> struct.put("stdinBytes", (long) bytes.length));
        options.env()
                .ifPresent(variables ->
                        struct.put("env", variables.keySet().stream().sorted().toList()));
        options.cwd().ifPresent(folder -> struct.put("cwd", folder));
        options.user().ifPresent(account -> struct.put("user", account));
        struct.put("sudo", options.sudo().wanted());
        if (options.pty().wanted()) {
            Pty pty = options.pty();
            struct.put("pty", Map.of("cols", (long) pty.cols(), "rows", (long) pty.rows(), "term", pty.term()));
        }
        options.forwardAgent().ifPresent(lend -> struct.put("forwardAgent", lend));
        struct.put("outputLimit", options.outputLimit());
        struct.put("inline", options.inline());
        struct.put("encoding", options.encoding().name());
        struct.put("detached", options.detached());
        struct.put("openStdin", options.openStdin());
        return struct;
    }

    /**
     * What comes back: all but secrets, and what concerns only the call.
     *
     * @throws IllegalArgumentException if the struct tells of no options
     */
    static ExecOptions read(Map<String, @Nullable Object> struct, JobId id) {
        return new ExecOptions(
                duration(struct, "timeout"),
                duration(struct, "idleTimeout"),
                Duration.parse(Structs.string(struct, "grace")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                struct.containsKey("cwd") ? Optional.of(Structs.string(struct, "cwd")) : Optional.empty(),
                struct.containsKey("user") ? Optional.of(Structs.string(struct, "user")) : Optional.empty(),
                Structs.bool(struct, "sudo") ? Sudo.WITHOUT_PASSWORD : Sudo.NO,
                struct.containsKey("pty") ? pty(Structs.struct(struct, "pty")) : Pty.NONE,
                struct.containsKey("forwardAgent")
                        ? Optional.of(Structs.bool(struct, "forwardAgent"))
                        : Optional.empty(),
                Structs.integer(struct, "outputLimit"),
                Structs.integer(struct, "inline"),
                Encoding.valueOf(Structs.string(struct, "encoding")),
                Optional.of(id),
                Structs.bool(struct, "detached"),
                Structs.bool(struct, "openStdin"));
    }

    private static Pty pty(Map<String, @Nullable Object> struct) {
        return new Pty(
                true,
                Math.toIntExact(Structs.integer(struct, "cols")),
                Math.toIntExact(Structs.integer(struct, "rows")),
                Structs.string(struct, "term"));
    }

    private static Optional<Duration> duration(Map<String, @Nullable Object> struct, String name) {
        return struct.containsKey(name) ? Optional.of(Duration.parse(Structs.string(struct, name))) : Optional.empty();
    }
}
