package dev.labhand.api;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contract of one keyword: all that a face needs to list, document and bind it.
 *
 * @param name the name on the RPC faces
 * @param doc what it does
 * @param tags words to select it by
 * @param parameters in the order of positional calls; named-only ones last
 * @param returns the type of the result
 * @param returnsDoc what the result is
 * @param blocking whether a call may wait for anything
 */
public record KeywordSpec(
        String name,
        String doc,
        List<String> tags,
        List<Parameter> parameters,
        ValueType returns,
        String returnsDoc,
        boolean blocking) {

    public KeywordSpec {
        tags = List.copyOf(tags);
        parameters = List.copyOf(parameters);
    }

    /** How an argument may be passed. */
    public enum Kind {
        POSITIONAL_OR_NAMED,
        NAMED_ONLY
    }

    /** A value that stands in for an argument left out. */
    public record Default(@Nullable Object value) {}

    /**
     * One parameter.
     *
     * @param optional whether the argument may be left out
     * @param defaultValue what stands in for it then; empty also where leaving it out has a meaning of its own
     */
    public record Parameter(
            String name, Kind kind, ValueType type, boolean optional, Optional<Default> defaultValue, String doc) {}
}
