package dev.labhand.api;

/**
 * Marks a class with {@link Keyword}s that an agent finds in a jar of its keywords folder, as {@link java.util.ServiceLoader}
 * does: public, with a public constructor without parameters, and named in the jar's
 * {@code META-INF/services/dev.labhand.api.KeywordPlugin}.
 *
 * <p>There is one object of it at a time, which is used by many threads at once. If it is {@link AutoCloseable}, it is closed
 * when the jar is replaced or removed, or the agent stops, after its running calls have ended.
 */
public interface KeywordPlugin {}
