package dev.labhand.controller.client;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Closes a socket at a deadline, whatever its user is blocked in: a handshake, a write or a read. */
final class Watchdog implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final ScheduledFuture<?> alarm;
    private volatile boolean fired;

    private Watchdog(Socket socket, Deadline deadline) {
        alarm = CLOCK.schedule(
                () -> {
                    fired = true;
                    closeQuietly(socket);
                },
                deadline.remaining().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Guards a socket until this is closed. */
    static Watchdog guard(Socket socket, Deadline deadline) {
        return new Watchdog(socket, deadline);
    }

    /** Whether the deadline passed. */
    boolean fired() {
        return fired;
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is given up; there is nobody to tell.
        }
    }

    private static ScheduledThreadPoolExecutor clock() {
        var clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("labhand-watchdog").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
