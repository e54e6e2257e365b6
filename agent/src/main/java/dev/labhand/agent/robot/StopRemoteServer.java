package dev.labhand.agent.robot;

import dev.labhand.api.Keyword;
import dev.labhand.api.Log;
import java.util.Optional;

/** {@code stop_remote_server}, which is a method of the protocol and a keyword as well. */
final class StopRemoteServer {

    private final Optional<Runnable> stop;

    /** @param stop starts to stop the agent; empty if that is not allowed */
    StopRemoteServer(Optional<Runnable> stop) {
        this.stop = stop;
    }

    @Keyword(
            value = "stop_remote_server",
            doc = "Stops the agent, once it has answered this and all other running calls."
                    + " Only an agent that was started with --allow-remote-stop does so.",
            returns = "whether the agent stops",
            tags = "robot")
    public boolean stop(Log log) {
        if (stop.isEmpty()) {
            log.warn("This agent may not be stopped from afar: start it with --allow-remote-stop to allow that.");
            return false;
        }
        log.info("The agent stops.");
        stop.get().run();
        return true;
    }
}
