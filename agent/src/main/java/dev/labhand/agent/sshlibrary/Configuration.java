package dev.labhand.agent.sshlibrary;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a connection behaves.
 *
 * @param timeout for reads that wait for something
 * @param newline what ends a line that is written
 * @param prompt what the shell shows when it is ready; {@code REGEXP:…} is a pattern
 * @param width of the terminal, in characters
 * @param height of the terminal, in lines
 * @param escapeAnsi kept as it was given, for {@code Get Connection}
 */
record Configuration(
        Duration timeout,
        String newline,
        Optional<String> prompt,
        String termType,
        int width,
        int height,
        String pathSeparator,
        String encoding,
        String escapeAnsi,
        String encodingErrors) {

    /** As SSHLibrary is when it is imported without arguments. */
    static final Configuration DEFAULTS = new Configuration(
            Duration.ofSeconds(3), "\n", Optional.empty(), "vt100", 80, 24, "/", "UTF-8", "False", "strict");

    /** What a keyword changes of it: nothing of what is empty. */
    record Changes(
            Optional<Duration> timeout,
            Optional<String> newline,
            Optional<String> prompt,
            Optional<String> termType,
            Optional<Integer> width,
            Optional<Integer> height,
            Optional<String> pathSeparator,
            Optional<String> encoding,
            Optional<Object> escapeAnsi,
            Optional<String> encodingErrors) {}

    Configuration with(Changes changes) {
        return new Configuration(
                changes.timeout().orElse(timeout),
                changes.newline().map(Configuration::newline).orElse(newline),
                changes.prompt().or(() -> prompt),
                changes.termType().orElse(termType),
                changes.width().orElse(width),
                changes.height().orElse(height),
                changes.pathSeparator().orElse(pathSeparator),
                changes.encoding().orElse(encoding),
                changes.escapeAnsi().map(Truth::text).orElse(escapeAnsi),
                changes.encodingErrors().orElse(encodingErrors));
    }

    /** {@code LF}, {@code CRLF} and the like are names of characters. */
    static String newline(String name) {
        return name.toUpperCase(Locale.ROOT).replace("LF", "\n").replace("CR", "\r");
    }

    Encoding textEncoding() {
        return Encoding.of(encoding, encodingErrors);
    }

    /** The part of it that {@code Get Connection} shows, by SSHLibrary's names. */
    Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("timeout", timeout);
        members.put("newline", newline);
        members.put("prompt", prompt);
        members.put("term_type", termType);
        members.put("width", width);
        members.put("height", height);
        members.put("path_separator", pathSeparator);
        members.put("encoding", encoding);
        members.put("escape_ansi", escapeAnsi);
        members.put("encoding_errors", encodingErrors);
        return members;
    }
}
