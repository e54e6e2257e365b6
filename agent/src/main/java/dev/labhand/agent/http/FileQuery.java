package dev.labhand.agent.http;

import dev.labhand.agent.keyword.Printable;
import dev.labhand.agent.library.FileStruct;
import dev.labhand.api.Target;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/**
 * What the query of a request to {@code /files} says.
 *
 * @param mode only of a PUT, as the other two
 */
record FileQuery(Target target, String path, OptionalInt mode, Optional<Instant> modified, boolean mkdirs) {

    private static final Set<String> OF_ALL = Set.of("target", "path");
    private static final Set<String> OF_PUT = Set.of("target", "path", "mode", "modified", "mkdirs");

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException in one line for the user, if it makes no sense
     */
    static FileQuery of(Request request) {
        Fields fields;
        try {
            fields = Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the query is not percent-encoded UTF-8", e);
        }
        Set<String> known = request.getMethod().equals("PUT") ? OF_PUT : OF_ALL;
        for (Fields.Field field : fields) {
            if (!known.contains(field.getName())) {
                throw new IllegalArgumentException(
                        "there is no parameter '" + Printable.of(field.getName()) + "'; there are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
            if (field.getValues().size() > 1) {
                throw new IllegalArgumentException("the parameter '" + field.getName() + "' is given twice");
            }
        }
        Optional<String> path = value(fields, "path");
        if (path.isEmpty()) {
            throw new IllegalArgumentException("the parameter path is missing: /files?target=local&path=/etc/hostname");
        }
        if (path.get().indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the parameter path holds a zero byte, which no name can have");
        }
        String mkdirs = value(fields, "mkdirs").orElse("false");
        if (!mkdirs.equals("true") && !mkdirs.equals("false")) {
            throw new IllegalArgumentException("mkdirs: '" + Printable.of(mkdirs) + "' is neither true nor false");
        }
        return new FileQuery(
                Target.parse(value(fields, "target").orElse("local")),
                path.get(),
                value(fields, "mode").map(FileStruct::mode).orElse(OptionalInt.empty()),
                value(fields, "modified").map(FileStruct::time),
                mkdirs.equals("true"));
    }

    private static Optional<String> value(Fields fields, String name) {
        return Optional.ofNullable(fields.getValue(name)).filter(value -> !value.isEmpty());
    }
}
