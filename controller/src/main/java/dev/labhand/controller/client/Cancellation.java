package dev.labhand.controller.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks work to stop, and then perhaps asks those who wait for its end to wait no longer. Each is asked once, and cannot be
 * taken back. Thread-safe.
 */
public final class Cancellation {

    private final Request stop = new Request();
    private final Request abandonment = new Request();

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
        stop.make(why);
    }

    /** The reason, if a stop was asked for. */
    public Optional<String> requested() {
        return stop.reason();
    }

    /**
     * Registers what to do when the stop is asked for; if it was already, that is done at once.
     *
     * @param action returns quickly and does not throw
     */
    public Registration onRequest(Runnable action) {
        return stop.register(action);
    }

    /**
     * Asks to wait no longer, for a stop either.
     *
     * @param why one line for the outcomes of what has not ended, which is {@code lost}
     */
    public void abandon(String why) {
        stop.make(why);
        abandonment.make(why);
    }

    /** The reason, if nobody is to wait any longer. */
    public Optional<String> abandoned() {
        return abandonment.reason();
    }

    /**
     * Registers what to do when nobody is to wait any longer; if it is so already, that is done at once.
     *
     * @param action returns quickly and does not throw
     */
    public Registration onAbandonment(Runnable action) {
        return abandonment.register(action);
    }

    private static final class Request {
        private final Map<Registration, Runnable> actions = new HashMap<>();
        private @Nullable String reason;

        void make(String why) {
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

        synchronized Optional<String> reason() {
            return Optional.ofNullable(reason);
        }

        Registration register(Runnable action) {
            Registration registration = new Registration() {
                @Override
                public void close() {
                    synchronized (Request.this) {
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
}
