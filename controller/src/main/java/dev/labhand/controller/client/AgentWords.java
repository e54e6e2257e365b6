package dev.labhand.controller.client;

import dev.labhand.api.Outcome;
import dev.labhand.api.Target;
import java.net.URI;
import java.util.Optional;

/** Outcomes in words that are true here, and not only where they come from. */
record AgentWords(URI url, Target target) {

    /** Says which agent it is about where the node is not the agent itself; else empty. */
    String agentName() {
        return target instanceof Target.Local ? "" : "agent " + url + ": ";
    }

    /** What hindered the conversation with the agent, which must not be taken for trouble with the host behind it. */
    Outcome byTheAgent(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unreachable(String reason) -> new Outcome.Unreachable(agentName() + reason);
            case Outcome.AuthFailed(String reason) -> new Outcome.AuthFailed(agentName() + reason);
            case Outcome.Rejected(String reason) -> new Outcome.Rejected(agentName() + reason);
            default -> outcome;
        };
    }

    /**
     * How the agent says that the command ended.
     *
     * @param stopped why it was asked to stop, if that was done here: the agent only knows that it was
     */
    Outcome ofTarget(Outcome outcome, Optional<String> stopped) {
        String at = "at agent " + url + ", whose files and flags are meant: ";
        return switch (outcome) {
            case Outcome.Cancelled(String theirs) -> new Outcome.Cancelled(stopped.orElse(theirs));
            case Outcome.HostKeyRejected(String reason) -> new Outcome.HostKeyRejected(at + reason);
            case Outcome.AuthFailed(String reason) -> new Outcome.AuthFailed(at + reason);
            default -> outcome;
        };
    }
}
