package dev.labhand.agent.access;

import java.util.Optional;

/**
 * Who calls.
 *
 * @param address the peer's IP address
 * @param user the name the caller gave along with the token: a claim for the log, not a proof
 */
public record Caller(String address, Optional<String> user) {

    /** For the log: {@code user@address}, or the address alone. */
    @Override
    public String toString() {
        return user.isEmpty() ? address : user.get() + "@" + address;
    }
}
