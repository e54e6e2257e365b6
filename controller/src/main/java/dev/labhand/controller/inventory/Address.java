package dev.labhand.controller.inventory;

import dev.labhand.api.Target;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/** How the controller reaches a node. */
public sealed interface Address {

    /**
     * An agent, on its own machine.
     *
     * @param url http or https, without user information
     */
    record Agent(URI url) implements Address {}

    /** A host that an agent reaches over SSH. */
    record Via(Agent agent, Target target) implements Address {}

    /** An SSH host, straight from the controller. */
    record Ssh(Optional<String> user, String host, OptionalInt port) implements Address {}
}
