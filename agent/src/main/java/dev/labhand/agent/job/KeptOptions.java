package dev.labhand.agent.job;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.ExecOptions.Encoding;
import dev.labhand.api.JobId;
import dev.labhand.protocol.Structs;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options of a job as its journal keeps them. Standard input and the values of variables may be secret: of these only the
 * length and the names are written, and none come back.
 */
final class KeptOptions {

    private KeptOptions() {}

    /** Whether all that matters of the options comes back, so that the same command could be started with them. */
    static boolean isWhole(ExecOptions options) {
        return read(write(options), options.waitLimit(), options.jobId()).equals(options);
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
        return read(struct, Optional.empty(), Optional.of(id));
    }

    private static ExecOptions read(
            Map<String, @Nullable Object> struct, Optional<Duration> waitLimit, Optional<JobId> id) {
        ExecOptions options = new ExecOptions(
                duration(struct, "timeout"),
                duration(struct, "idleTimeout"),
                Duration.parse(Structs.string(struct, "grace")),
                waitLimit,
                Optional.empty(),
                Optional.empty(),
                struct.containsKey("cwd") ? Optional.of(Structs.string(struct, "cwd")) : Optional.empty(),
                Structs.integer(struct, "outputLimit"),
                Structs.integer(struct, "inline"),
                Encoding.valueOf(Structs.string(struct, "encoding")),
                id);
        if (Structs.bool(struct, "detached")) {
            return options.withDetached();
        }
        return Structs.bool(struct, "openStdin") ? options.withOpenStdin() : options;
    }

    private static Optional<Duration> duration(Map<String, @Nullable Object> struct, String name) {
        return struct.containsKey(name) ? Optional.of(Duration.parse(Structs.string(struct, name))) : Optional.empty();
    }
}
