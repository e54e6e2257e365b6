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

    /** An SSH host, without an agent. */
    record Ssh(Target.SshHost host) implements Address {

        /** A host about whose way and key nothing is said. */
        public Ssh(Optional<String> user, String host, OptionalInt port) {
            this(new Target.SshHost(user, host, port));
        }
    }
}
