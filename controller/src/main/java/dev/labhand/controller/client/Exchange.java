package dev.labhand.controller.client;

import dev.labhand.api.InvocationResult;
import dev.labhand.api.Outcome;

/** What came of one request to an agent. */
sealed interface Exchange {

    /** The agent answered. */
    record Answered(InvocationResult result) implements Exchange {}

    /** The agent did nothing: it was not reached, or it turned the request away. */
    record NotTaken(Outcome outcome) implements Exchange {}

    /** The request was sent, perhaps in part, and no answer came: nobody knows whether the agent took it. */
    record Broken(String reason) implements Exchange {}
}
