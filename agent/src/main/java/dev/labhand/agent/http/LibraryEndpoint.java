package dev.labhand.agent.http;

import dev.labhand.agent.keyword.KeywordName;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.Printable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code POST /robot/<Library>}, with or without a slash behind it: the keywords of one library alone. */
final class LibraryEndpoint implements Endpoint {

    /** Below it, the name of a library. */
    static final String PATH = "/robot/";

    private final KeywordRegistry registry;
    private final Function<Library, Endpoint> endpoints;
    private final Map<String, Served> served = new ConcurrentHashMap<>();

    /** What answers for a library for as long as it is registered. */
    private record Served(Library library, Endpoint endpoint) {}

    /** Offers every library of the registry by the endpoint that is made for it. */
    LibraryEndpoint(KeywordRegistry registry, Function<Library, Endpoint> endpoints) {
        this.registry = registry;
        this.endpoints = endpoints;
    }

    @Override
    public void handle(Exchange exchange) {
        String below = exchange.path().substring(PATH.length());
        String name = below.endsWith("/") ? below.substring(0, below.length() - 1) : below;
        Optional<Library> library = registry.library(name);
        if (library.isEmpty()) {
            served.remove(KeywordName.normal(name));
            exchange.replyText(404, "There is no library '" + Printable.of(name) + "' here, but " + names() + ".");
            return;
        }
        endpoint(library.get()).handle(exchange);
    }

    private Endpoint endpoint(Library library) {
        return served.compute(
                        KeywordName.normal(library.name()),
                        (_, before) -> before != null && before.library() == library
                                ? before
                                : new Served(library, endpoints.apply(library)))
                .endpoint();
    }

    private String names() {
        List<Library> libraries = registry.libraries();
        return libraries.stream().map(library -> PATH + library.name()).collect(Collectors.joining(", "));
    }
}
