package dev.labhand.agent.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;

/** Reads a request's body as it comes. Memory is taken for what has come, not for what was announced. */
final class BodyReader implements Invocable.Task {

    /** Bytes a second that a body must come with, on average, once it has lasted for longer than a pause may. */
    private static final long MIN_RATE = 1024;

    private final Exchange exchange;
    private final Request request;
    private final Consumer<byte[]> receiver;
    private ByteArrayOutputStream received = new ByteArrayOutputStream(0);
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
            if (received.size() + bytes.remaining() > exchange.settings().maxBody()) {
                chunk.release();
                stopWaiting();
                exchange.tooLarge();
                return;
            }
            byte[] part = new byte[bytes.remaining()];
            bytes.get(part);
            boolean last = chunk.isLast();
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
        return waited > exchange.settings().bodyTimeout().toNanos()
                && received.size() < MIN_RATE * (waited / 1_000_000_000L);
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
        exchange.replyText(408, "The body came too slowly.", HttpFields.CONNECTION_CLOSE);
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }
}
