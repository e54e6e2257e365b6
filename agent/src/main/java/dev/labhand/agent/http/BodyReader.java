package dev.labhand.agent.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** Reads a request's body as it comes. Memory is taken for what has come, not for what was announced. */
final class BodyReader implements Invocable.Task {

    /** Bytes a second that a body must come with, on average, once it has lasted for longer than a pause may. */
    private static final long MIN_RATE = 1024;

    /**
     * A body that is too large is read on and dropped, up to so many times the limit: clients such as Python's look for an
     * answer only when they have sent all, and would else meet a broken connection in its place.
     */
    private static final int MOST_DROPPED = 8;

    private final Exchange exchange;
    private final Request request;
    private final Consumer<byte[]> receiver;
    private ByteArrayOutputStream received = new ByteArrayOutputStream(0);
    private long size;
    private boolean dropping;
    private long waitingSince;
    private long usualIdleTimeout = -1;

    BodyReader(Exchange exchange, Consumer<byte[]> receiver) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.receiver = receiver;
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /** Begins to read, unless the request announces a body that need not be looked at. */
    void start() {
        long announced = request.getLength();
        dropping = announced > exchange.settings().maxBody();
        boolean asksFirst = request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
        if (dropping && (asksFirst || announced > mostDropped())) {
            exchange.tooLarge();
        } else {
            run();
        }
    }

    private long mostDropped() {
        return (long) MOST_DROPPED * exchange.settings().maxBody();
    }

    /** Reads what is there, and comes back when there is more. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                await();
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                failed(chunk.getFailure());
                return;
            }
            ByteBuffer bytes = chunk.getByteBuffer();
            size += bytes.remaining();
            boolean last = chunk.isLast();
            if (dropping || size > exchange.settings().maxBody()) {
                chunk.release();
                drop();
                if (last || size > mostDropped() || isTooSlow()) {
                    stopWaiting();
                    exchange.tooLarge();
                    return;
                }
                continue;
            }
            byte[] part = new byte[bytes.remaining()];
            bytes.get(part);
            chunk.release();
            if (last && received.size() == 0) {
                complete(part);
                return;
            }
            received.writeBytes(part);
            if (last) {
                complete(received.toByteArray());
                return;
            }
            if (isTooSlow()) {
                tooSlow();
                return;
            }
        }
    }

    private void drop() {
        if (!dropping) {
            dropping = true;
            received = new ByteArrayOutputStream(0);
        }
    }

    private void complete(byte[] body) {
        stopWaiting();
        received = new ByteArrayOutputStream(0);
        exchange.guarded(() -> receiver.accept(body));
    }

    private void await() {
        if (usualIdleTimeout < 0) {
            waitingSince = System.nanoTime();
            usualIdleTimeout = endPoint().getIdleTimeout();
            endPoint().setIdleTimeout(exchange.settings().bodyTimeout().toMillis());
        }
        request.demand(this);
    }

    private void stopWaiting() {
        if (usualIdleTimeout >= 0) {
            endPoint().setIdleTimeout(usualIdleTimeout);
        }
    }

    /** Bytes that trickle in keep the connection from being idle, so their rate is looked at, too. */
    private boolean isTooSlow() {
        if (usualIdleTimeout < 0) {
            return false;
        }
        long waited = System.nanoTime() - waitingSince;
        return waited > exchange.settings().bodyTimeout().toNanos() && size < MIN_RATE * (waited / 1_000_000_000L);
    }

    private void failed(Throwable why) {
        if (why instanceof TimeoutException) {
            tooSlow();
        } else if (why instanceof HttpException broken) {
            stopWaiting();
            exchange.replyText(broken.getCode(), "The body is not what HTTP says it should be.");
        } else {
            exchange.abort(why);
        }
    }

    private void tooSlow() {
        stopWaiting();
        if (dropping) {
            exchange.tooLarge();
            return;
        }
        exchange.replyText(408, "The body came too slowly.", HttpFields.CONNECTION_CLOSE);
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
