package dev.labhand.controller.client;

import dev.labhand.api.ExecOptions;
import dev.labhand.api.Pty;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options of {@code job.start} as the trailing struct of the wire: those that differ from the defaults. */
final class ExecOptionsStruct {

    private ExecOptionsStruct() {}

    static Map<String, @Nullable Object> write(ExecOptions options) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        options.jobId().ifPresent(id -> struct.put("jobId", id.value()));
        options.timeout().ifPresent(limit -> struct.put("timeout", seconds(limit)));
        options.idleTimeout().ifPresent(limit -> struct.put("idleTimeout", seconds(limit)));
        if (!options.grace().equals(ExecOptions.DEFAULTS.grace())) {
            struct.put("grace", seconds(options.grace()));
        }
        // Plain text would stand for its own UTF-8 bytes.
        options.stdin()
                .ifPresent(bytes ->
                        struct.put("stdin", Map.of("base64", Base64.getEncoder().encodeToString(bytes))));
        options.env().ifPresent(variables -> struct.put("env", variables));
        options.cwd().ifPresent(folder -> struct.put("cwd", folder));
        options.user().ifPresent(account -> struct.put("user", account));
        if (options.sudo().wanted()) {
            struct.put(
                    "sudo",
                    options.sudo()
                            .password()
                            .<Object>map(p -> Map.of("password", p.value()))
                            .orElse(true));
        }
        if (options.pty().wanted()) {
            Pty pty = options.pty();
            struct.put("pty", Map.of("cols", (long) pty.cols(), "rows", (long) pty.rows(), "term", pty.term()));
        }
        options.forwardAgent().ifPresent(lend -> struct.put("forwardAgent", lend));
        if (options.outputLimit() != ExecOptions.DEFAULTS.outputLimit()) {
            struct.put("outputLimit", options.outputLimit());
        }
        if (options.detached()) {
            struct.put("detached", true);
        }
        if (options.openStdin()) {
            struct.put("openStdin", true);
        }
        return struct;
    }

    private static Object seconds(Duration span) {
        return span.getNano() == 0 ? (Object) span.getSeconds() : (Object) (span.toNanos() / 1e9);
    }
}
