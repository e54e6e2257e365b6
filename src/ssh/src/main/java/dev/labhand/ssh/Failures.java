package dev.labhand.ssh;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.sshd.common.util.ExceptionUtils;

/** Exceptions of the network, in plain words. */
final class Failures {

    private Failures() {}

    static String text(Throwable error) {
        Throwable cause = root(error);
        String message = Optional.ofNullable(cause.getMessage()).orElse("").strip();
        String lower = message.toLowerCase(Locale.ROOT);
        return switch (cause) {
            case UnknownHostException _, UnresolvedAddressException _ -> "no such name";
            case NoRouteToHostException _ -> "no route to host";
            case ConnectException _ when lower.contains("refused") -> "connection refused";
            default -> {
                if (lower.contains("connection reset")) {
                    yield "connection reset";
                }
                if (lower.contains("broken pipe")) {
                    yield "broken pipe";
                }
                if (lower.contains("network is unreachable")) {
                    yield "network is unreachable";
                }
                yield message.isEmpty() ? cause.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
            }
        };
    }

    static Throwable root(Throwable error) {
        Throwable cause = ExceptionUtils.peelException(error);
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Such as {@code 15 s} or {@code 250 ms}. */
    static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
