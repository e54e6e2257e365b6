package dev.labhand.controller.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Exceptions of the JDK in words for a reader. */
public final class Reasons {

    private Reasons() {}

    /** One line that says what went wrong. */
    public static String of(IOException e) {
        return switch (e) {
            case UnknownHostException unknown -> "no such host name: " + unknown.getMessage();
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            case SSLException ssl -> "TLS: " + text(ssl);
            case ConnectException _, NoRouteToHostException _, SocketTimeoutException _ -> firstLower(text(e));
            default -> text(e);
        };
    }

    private static String text(IOException e) {
        String message = e.getMessage();
        String text = message == null ? e.getClass().getSimpleName() : message;
        return text.lines().findFirst().orElse(text);
    }

    private static String firstLower(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
