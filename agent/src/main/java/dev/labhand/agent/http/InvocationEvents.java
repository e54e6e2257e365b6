package dev.labhand.agent.http;

import dev.labhand.agent.rpc.LiveInvocation;
import dev.labhand.api.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log of an invocation as {@link ServerSentEvents}. A line is a message whose id is its number and
 * whose data is {time, level, message}; {@code gap} says how many are no longer kept; {@code end} says how it ended.
 */
final class InvocationEvents {

    private static final int MAX_ERROR = 4000;

    private final LiveInvocation invocation;
    private long seen;

    private InvocationEvents(LiveInvocation invocation, long seen) {
        this.invocation = invocation;
        this.seen = seen;
    }

    /** Sends what comes after the event that the request names in {@code Last-Event-ID}, and then what comes. */
    static void reply(Exchange exchange, LiveInvocation invocation) {
        long seen = seen(exchange.request().getHeaders().get(ServerSentEvents.LAST_ID));
        try {
            Optional<LiveInvocation.End> end =
                    invocation.after(seen, Duration.ZERO).end();
            if (end.isPresent() && seen >= end.get().number()) {
                // This answer tells a browser not to ask again.
                exchange.replyNothing();
                return;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("there was nothing to wait for", e);
        }
        InvocationEvents events = new InvocationEvents(invocation, seen);
        exchange.stream(ServerSentEvents.TYPE, events::writeTo);
    }

    private static long seen(@Nullable String header) {
        try {
            return header == null ? 0 : Math.max(0, Long.parseLong(header.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void writeTo(ResponseStream stream) throws IOException, InterruptedException {
        // At once, so that the reader knows that it is connected.
        stream.write(ServerSentEvents.comment(invocation.keyword()));
        while (true) {
            LiveInvocation.News news = invocation.after(seen, ServerSentEvents.PULSE);
            StringBuilder text = new StringBuilder();
            news.lines().forEach(line -> append(text, line));
            if (news.end().isPresent()) {
                append(text, news.end().get());
                stream.write(text.toString());
                return;
            }
            stream.write(text.isEmpty() ? ServerSentEvents.HEARTBEAT : text.toString());
        }
    }

    private void append(StringBuilder text, LiveInvocation.Line line) {
        long missing = line.number() - seen - 1;
        if (missing > 0) {
            ServerSentEvents.append(
                    text,
                    "gap",
                    String.valueOf(line.number() - 1),
                    JsonText.object(json -> json.writeNumberProperty("lines", missing)));
        }
        ServerSentEvents.append(text, "message", String.valueOf(line.number()), JsonText.object(json -> {
            json.writeStringProperty("time", line.time().toString());
            json.writeStringProperty("level", line.level().name());
            json.writeStringProperty("message", line.message());
        }));
        seen = line.number();
    }

    private static void append(StringBuilder text, LiveInvocation.End end) {
        ServerSentEvents.append(text, "end", String.valueOf(end.number()), JsonText.object(json -> {
            json.writeStringProperty("status", end.failure().isEmpty() ? "passed" : "failed");
            if (end.failure().isPresent()) {
                Failure failure = end.failure().get();
                String error = failure.text();
                json.writeNumberProperty("code", failure.code());
                json.writeStringProperty(
                        "error", error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR) + " …");
            }
            json.writeNumberProperty("elapsedMs", end.elapsed().toMillis());
        }));
    }
}
