package dev.labhand.agent.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpField;

/** Server-sent events (HTML Living Standard §9.2) with an id each, by which a reader goes on after a broken connection. */
final class ServerSentEvents {

    static final HttpField TYPE = Exchange.contentType("text/event-stream");

    /** How long a stream may be silent: shorter than what proxies take for a dead connection. */
    static final Duration PULSE = Duration.ofSeconds(15);

    /** Says that the connection lives. */
    static final String HEARTBEAT = ":\n\n";

    /** By this header a reader tells the id of the last event it got. */
    static final String LAST_ID = "Last-Event-ID";

    private ServerSentEvents() {}

    /** A line that readers pass over; sent at once, so that they know that they are connected. */
    static String comment(String text) {
        return ": " + text + "\n\n";
    }

    /**
     * Adds an event.
     *
     * @param type {@code message} for the one that browsers take for the usual
     * @param data one line
     */
    static void append(StringBuilder text, String type, String id, String data) {
        if (!type.equals("message")) {
            text.append("event: ").append(type).append('\n');
        }
        text.append("id: ").append(id).append("\ndata: ").append(data).append("\n\n");
    }
}
