package dev.labhand.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a keyword, as a face read it from the wire.
 *
 * @param keyword the name asked for, which may not exist
 * @param positional the arguments by position: wire values
 * @param named the arguments by name: wire values
 */
public record Invocation(String keyword, List<@Nullable Object> positional, Map<String, @Nullable Object> named) {

    /** Not the compact form: javac leaves out the {@code @Nullable} of its parameters. */
    public Invocation(String keyword, List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
        this.keyword = keyword;
        this.positional = Collections.unmodifiableList(new ArrayList<>(positional));
        this.named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /** A call by position. */
    public static Invocation of(String keyword, @Nullable Object... positional) {
        return new Invocation(keyword, Arrays.asList(positional), Map.of());
    }
}
