package dev.labhand.controller.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How agents are reached.
 *
 * @param connectTimeout for the look-up of the name, the connection and TLS together
 * @param silence how long an agent that should answer may stay silent before a command of it is {@code lost}
 */
public record AgentAccess(Optional<BearerToken> token, Duration connectTimeout, Duration silence) {

    private static final Duration SILENCE = Duration.ofSeconds(5);

    /** With 5 s of silence. */
    public AgentAccess(Optional<BearerToken> token, Duration connectTimeout) {
        this(token, connectTimeout, SILENCE);
    }
}
