package dev.labhand.agent.access;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may call.
 *
 * @param tokenFile a file whose first line is the token that every caller must show; empty if none is needed
 */
public record AccessSettings(Optional<Path> tokenFile) {

    /** Everyone who can connect. */
    public static AccessSettings open() {
        return new AccessSettings(Optional.empty());
    }
}
