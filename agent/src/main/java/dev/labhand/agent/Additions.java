package dev.labhand.agent;

import dev.labhand.agent.http.Routes;
import dev.labhand.agent.http.SharedThreads;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a program that embeds an agent gives it besides its settings.
 *
 * @param threads those of other agents in the same process; empty for its own
 * @param libraries objects with keywords, besides the built-in ones
 * @param routes adds endpoints to the agent's own
 */
public record Additions(Optional<SharedThreads> threads, List<Object> libraries, Consumer<Routes> routes) {

    /** Nothing. */
    public static final Additions NONE = new Additions(Optional.empty(), List.of(), routes -> {});

    public Additions {
        libraries = List.copyOf(libraries);
    }

    /** More keywords alone. */
    public static Additions libraries(Object... libraries) {
        return new Additions(Optional.empty(), List.of(libraries), NONE.routes());
    }
}
