package dev.labhand.controller.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How agents are reached.
 *
 * @param connectTimeout for the look-up of the name, the connection and TLS together
 */
public record AgentAccess(Optional<BearerToken> token, Duration connectTimeout) {}
