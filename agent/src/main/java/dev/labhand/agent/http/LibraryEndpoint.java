package dev.labhand.agent.http;

import dev.labhand.agent.keyword.ClientSession;
import dev.labhand.agent.keyword.KeywordName;
import dev.labhand.agent.keyword.KeywordRegistry;
import dev.labhand.agent.keyword.Library;
import dev.labhand.agent.keyword.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;

/**
 * {@code POST /robot/<Library>}: the keywords of one library alone. What stands behind it, {@code /robot/<Library>/<session>} or
 * {@code ?session=}, names a session, for libraries that keep something for each. A slash at the end changes nothing.
 */
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
        String named = below.endsWith("/") ? below.substring(0, below.length() - 1) : below;
        int slash = named.indexOf('/');
        String name = slash < 0 ? named : named.substring(0, slash);
        String session = slash < 0 ? queried(exchange) : named.substring(slash + 1);
        Optional<Library> library = registry.library(name);
        if (library.isEmpty()) {
            served.remove(KeywordName.normal(name));
            exchange.replyText(404, "There is no library '" + Printable.of(name) + "' here, but " + names() + ".");
            return;
        }
        if (!session.isEmpty() && !ClientSession.isName(session)) {
            exchange.replyText(
                    404,
                    "A session's name is 1 to 128 of the characters A-Z a-z 0-9 . _ ~ -, not '" + Printable.of(session)
                            + "'.");
            return;
        }
        exchange.enter(session);
        endpoint(library.get()).handle(exchange);
    }

    private static String queried(Exchange exchange) {
        String session = Request.extractQueryParameters(exchange.request()).getValue("session");
        return session == null ? "" : session;
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
        return registry.onTheirOwn().stream()
                .map(library -> PATH + library.name())
                .collect(Collectors.joining(", "));
    }
}
