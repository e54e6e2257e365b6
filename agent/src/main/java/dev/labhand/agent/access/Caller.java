package dev.labhand.agent.access;

import dev.labhand.agent.keyword.ClientSession;
import java.util.Optional;

/**
 * Who calls.
 *
 * @param address the peer's IP address
 * @param user the name the caller gave along with the token: a claim for the log, not a proof
 * @param session the session that the caller named for its calls; empty if it named none
 */
public record Caller(String address, Optional<String> user, String session) {

    /** One who named no session. */
    public Caller(String address, Optional<String> user) {
        this(address, user, "");
    }

    /** The same one in a session of its own. */
    public Caller in(String name) {
        return new Caller(address, user, name);
    }

    /** What holds its calls together. */
    public ClientSession clientSession() {
        return new ClientSession(toString(), session);
    }

    /** For the log: {@code user@address}, or the address alone. */
    @Override
    public String toString() {
        return user.isEmpty() ? address : user.get() + "@" + address;
    }
}
