package dev.labhand.agent.http;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * How the agent listens.
 *
 * @param bind the address or name to listen on
 * @param port 0 to 65535; 0 takes any free port
 * @param allowedHosts more names for the {@code Host} header, besides those that {@link HostCheck} knows
 * @param maxBody bytes that a request body may have
 * @param maxConnections more wait until others close
 * @param idleTimeout after which a connection without a request is closed; longer than clients keep theirs
 * @param bodyTimeout a request body may pause this long
 * @param stopTimeout how long a stop waits for running calls
 */
public record HttpSettings(
        String bind,
        int port,
        Set<String> allowedHosts,
        int maxBody,
        int maxConnections,
        Duration idleTimeout,
        Duration bodyTimeout,
        Duration stopTimeout) {

    /** The loopback address and port 7080; 16 MiB; 10,000 connections; 75 s, 20 s and 10 s. */
    public static final HttpSettings DEFAULTS = new HttpSettings(
            "127.0.0.1",
            7080,
            Set.of(),
            16 << 20,
            10_000,
            Duration.ofSeconds(75),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10));

    public HttpSettings {
        allowedHosts = Set.copyOf(allowedHosts);
    }

    /** The same at another address. */
    public HttpSettings at(String address, int portNumber) {
        return new HttpSettings(
                address, portNumber, allowedHosts, maxBody, maxConnections, idleTimeout, bodyTimeout, stopTimeout);
    }

    /** The same, known under more names. */
    public HttpSettings knownAs(Collection<String> names) {
        Set<String> all = new HashSet<>(allowedHosts);
        all.addAll(names);
        return new HttpSettings(bind, port, all, maxBody, maxConnections, idleTimeout, bodyTimeout, stopTimeout);
    }
}
