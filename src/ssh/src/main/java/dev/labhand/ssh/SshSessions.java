package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import java.util.Optional;

/** Makes connections that are not shared: each is somebody's own, with its own login. Thread-safe. */
public interface SshSessions extends AutoCloseable {

    /**
     * Makes ready to connect; nothing is connected yet.
     *
     * @throws IllegalArgumentException if the settings cannot work: see {@link SshSettings#check}
     */
    static SshSessions open(SshSettings settings) {
        settings.check();
        return new MinaSshSessions(settings);
    }

    /** What came of an attempt to connect. */
    sealed interface Attempt {

        /** It is logged in. */
        record Connected(SshSession session) implements Attempt {}

        /**
         * It is not.
         *
         * @param why {@code unreachable}, {@code auth_failed}, {@code host_key_rejected} or {@code rejected}
         * @param banner what the server said before the login
         */
        record Refused(Outcome why, Optional<String> banner) implements Attempt {}
    }

    /** Connects and logs in; blocks for as long as the settings allow, or until interrupted. */
    Attempt connect(SshEndpoint endpoint, SshLogin login) throws InterruptedException;

    /** The same through the server of a session, whatever the settings say of the way. */
    Attempt connect(SshEndpoint endpoint, SshLogin login, SshSession through) throws InterruptedException;

    /** Closes all connections; commands still running end as {@code lost}. */
    @Override
    void close();
}
