package dev.labhand.agent.http;

/** What answers on a path. */
@FunctionalInterface
public interface Endpoint {

    /**
     * Answers a request of an authenticated caller, now or later, exactly once. Must not block: it runs on the thread that
     * serves all connections; {@link Exchange#runBlocking} is for what does.
     */
    void handle(Exchange exchange);
}
