package dev.labhand.controller.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks work to stop. It is asked once, and cannot be asked to go on again. Thread-safe. */
public final class Cancellation {

    private final Map<Registration, Runnable> actions = new HashMap<>();
    private @Nullable String reason;

    /** Takes an action back. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Asks for the stop and tells all who registered. Does nothing if that was done before.
     *
     * @param why one line for the outcomes of what is stopped
     */
    public void request(String why) {
        List<Runnable> told;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            told = new ArrayList<>(actions.values());
            actions.clear();
        }
        told.forEach(Runnable::run);
    }

    /** The reason, if a stop was asked for. */
    public synchronized Optional<String> requested() {
        return Optional.ofNullable(reason);
    }

    /**
     * Registers what to do when the stop is asked for; if it was already, that is done at once.
     *
     * @param action returns quickly and does not throw
     */
    public Registration onRequest(Runnable action) {
        Registration registration = new Registration() {
            @Override
            public void close() {
                synchronized (Cancellation.this) {
                    actions.remove(this);
                }
            }
        };
        boolean now;
        synchronized (this) {
            now = reason != null;
            if (!now) {
                actions.put(registration, action);
            }
        }
        if (now) {
            action.run();
        }
        return registration;
    }
}
