package dev.labhand.agent.http;

import dev.labhand.agent.access.Caller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its one answer. */
public final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final HttpField PLAIN_TEXT = contentType("text/plain; charset=utf-8");
    private static final HttpField NO_SNIFFING = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

    private final Request request;
    private final Response response;
    private final Callback callback;
    private volatile Caller caller;
    private final HttpSettings settings;
    private final RunningCalls runningCalls;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile @Nullable RunningCall call;

    Exchange(
            Request request,
            Response response,
            Callback callback,
            Caller caller,
            HttpSettings settings,
            RunningCalls runningCalls) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.caller = caller;
        this.settings = settings;
        this.runningCalls = runningCalls;
    }

    /** A Content-Type field that is encoded once. */
    public static HttpField contentType(String value) {
        return new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, value);
    }

    public Caller caller() {
        return caller;
    }

    /** The caller is to be known in this session of its own. */
    void enter(String session) {
        caller = caller.in(session);
    }

    public Request request() {
        return request;
    }

    /** The path asked for, decoded and without its query. */
    public String path() {
        String path = request.getHttpURI().getCanonicalPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    HttpSettings settings() {
        return settings;
    }

    /** Whether the agent is stopping: what is running is answered, nothing new starts. */
    public boolean isStopping() {
        return runningCalls.isStopping();
    }

    /**
     * Reads the body without blocking and hands it over. A body that is too large, too slow or broken is answered here.
     */
    public void readBody(Consumer<byte[]> receiver) {
        new BodyReader(this, receiver).start();
    }

    /**
     * Runs work that may block, such as a keyword, on a virtual thread, however long it takes. The connection's time limits do
     * not apply meanwhile. If the client goes, the thread is interrupted.
     *
     * @param whenStopped answers in its place, if the agent stops and can wait no longer
     */
    public void runBlocking(Runnable work, Runnable whenStopped) {
        request.addIdleTimeoutListener(_ -> false);
        RunningCall started = new RunningCall(() -> guarded(work), whenStopped, true, endPoint(), Optional.empty());
        call = started;
        runningCalls.start(started);
    }

    /**
     * Answers with a body that comes about piece by piece, on a virtual thread, for as long as the client reads it. An agent that
     * stops does not wait for it.
     */
    void stream(HttpField contentType, ResponseStream.Source source) {
        ResponseStream stream = new ResponseStream(response);
        // Silence of the source is no reason to end it, a client that reads no more is.
        request.addIdleTimeoutListener(_ -> stream.isWriting());
        RunningCall started = new RunningCall(
                () -> write(contentType, source, stream),
                () -> replyText(503, "The agent is stopping."),
                false,
                endPoint(),
                Optional.empty());
        call = started;
        runningCalls.start(started);
    }

    private void write(HttpField contentType, ResponseStream.Source source, ResponseStream stream) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        begin(200, contentType);
        try {
            source.writeTo(stream);
        } catch (InterruptedException _) {
            // The client has gone or the agent stops: here the stream ends.
        } catch (IOException | RuntimeException e) {
            LOG.debug("A stream broke off", e);
            takeOver();
            callback.failed(e);
            return;
        }
        takeOver();
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    /**
     * Runs work that reads the request's body or writes the answer's piece by piece, on a virtual thread, for as long as it
     * takes. The connection's time limit holds only while the work waits for the client. If the client goes, the thread is
     * interrupted.
     *
     * @param reads whether the work reads the body, each time between two calls of {@link #reads}
     */
    void runTransfer(Runnable work, BooleanSupplier waitsForClient, boolean reads) {
        request.addIdleTimeoutListener(_ -> waitsForClient.getAsBoolean());
        RunningCall started = new RunningCall(
                () -> guarded(work),
                () -> replyText(503, "The agent is stopping."),
                true,
                endPoint(),
                reads ? Optional.of(settings.idleTimeout()) : Optional.empty());
        call = started;
        runningCalls.start(started);
    }

    /** On the thread of a transfer: it begins or ends to read from the request's body. */
    void reads(boolean begins) {
        RunningCall running = call;
        if (running != null) {
            running.reads(begins);
        }
    }

    /**
     * Begins an answer whose body is then written to {@link #body}, and ended by {@link #finish} or {@link #breakOff}. Only in a
     * transfer.
     *
     * @return false if the request has been answered already
     */
    boolean beginAnswer(int status, HttpField contentType, List<HttpField> more) {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        HttpFields.Mutable headers = begin(status, contentType);
        more.forEach(headers::add);
        return true;
    }

    /** Where the body of an answer goes that has begun. */
    ResponseStream body() {
        return new ResponseStream(response);
    }

    /** All of the answer is written. */
    void finish() {
        takeOver();
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    /** The answer cannot be completed, which the client sees by the connection's end. */
    void breakOff(Throwable why) {
        takeOver();
        callback.failed(why);
    }

    private WatchedEndPoint endPoint() {
        return (WatchedEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** Whether this thread may answer: once, and with the connection to itself. */
    private boolean mayAnswer() {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        takeOver();
        return true;
    }

    /** From now on this thread alone uses the connection, and nothing interrupts it. */
    private void takeOver() {
        RunningCall running = call;
        if (running != null) {
            running.answering();
        }
    }

    /** Answers with a body, unless the request has been answered already. */
    public void reply(int status, HttpField contentType, byte[] body, HttpField... more) {
        if (!mayAnswer()) {
            return;
        }
        HttpFields.Mutable headers = begin(status, contentType);
        for (HttpField field : more) {
            headers.add(field);
        }
        headers.add(new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, body.length));
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private HttpFields.Mutable begin(int status, HttpField contentType) {
        response.setStatus(status);
        HttpFields.Mutable headers = response.getHeaders();
        headers.add(contentType);
        headers.add(NO_SNIFFING);
        headers.add(NO_STORE);
        return headers;
    }

    /** Answers with a line of text. */
    public void replyText(int status, String line, HttpField... more) {
        reply(status, PLAIN_TEXT, (line + "\n").getBytes(StandardCharsets.UTF_8), more);
    }

    /** Answers that there is nothing to say: 204. */
    public void replyNothing() {
        if (mayAnswer()) {
            response.setStatus(204);
            callback.succeeded();
        }
    }

    void tooLarge() {
        replyText(413, "The body is larger than " + settings.maxBody() + " bytes.", HttpFields.CONNECTION_CLOSE);
    }

    /** Ends the exchange without an answer: the connection is of no use any more. */
    void abort(Throwable why) {
        if (mayAnswer()) {
            callback.failed(why);
        }
    }

    /** Runs a part of the work; if that throws, which is a fault of ours, the caller is told so. */
    void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            LOG.error("Answering a request failed", e);
            replyText(500, "Internal error; the agent's log has more.");
        }
    }
}
