package dev.labhand.agent.http;

import java.util.Locale;
import java.util.Optional;

/**
 * A Content-Type, RFC 9110 section 8.3.
 *
 * @param name type and subtype in lower case
 * @param charset its parameter of that name
 */
record MediaType(String name, Optional<String> charset) {

    /** Reads a header; what cannot be read has an empty name. */
    static MediaType of(String header) {
        int end = header.indexOf(';');
        if (end < 0) {
            return new MediaType(header.strip().toLowerCase(Locale.ROOT), Optional.empty());
        }
        String name = header.substring(0, end).strip().toLowerCase(Locale.ROOT);
        for (String parameter : header.substring(end + 1).split(";", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("charset")) {
                String value = parameter.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return new MediaType(name, Optional.of(quoted ? value.substring(1, value.length() - 1) : value));
            }
        }
        return new MediaType(name, Optional.empty());
    }
}
