package dev.labhand.agent.robot;

/**
 * What Robot Framework may do.
 *
 * @param allowRemoteStop whether {@code stop_remote_server} stops the agent
 */
public record RobotSettings(boolean allowRemoteStop) {

    /** Nothing but run keywords. */
    public static final RobotSettings DEFAULTS = new RobotSettings(false);
}
