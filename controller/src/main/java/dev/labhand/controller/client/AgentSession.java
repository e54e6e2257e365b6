package dev.labhand.controller.client;

import dev.labhand.api.Invocation;
import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Address;
import dev.labhand.protocol.RpcCodec;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with one agent: requests one after another, over one connection that is made anew after it broke. Each
 * request is sent once; whoever may send one again does that.
 */
final class AgentSession implements AutoCloseable {

    private final Address.Agent agent;
    private final AgentAccess access;
    private final RpcCodec codec;
    private @Nullable Socket dialing;
    private @Nullable HttpConnection connection;
    private boolean taken;
    private boolean givenUp;

    AgentSession(Address.Agent agent, AgentAccess access, RpcCodec codec) {
        this.agent = agent;
        this.access = access;
        this.codec = codec;
    }

    URI url() {
        return agent.url();
    }

    /**
     * Sends a call.
     *
     * @param limit for the answer, from when the connection stands
     */
    Exchange call(Invocation call, Duration limit) {
        byte[] body;
        try {
            body = codec.writeCall(call);
        } catch (IllegalArgumentException e) {
            return new Exchange.NotTaken(new Outcome.Rejected("an argument cannot be sent: " + e.getMessage()));
        }
        HttpConnection open;
        try {
            open = connected();
        } catch (IOException e) {
            return new Exchange.NotTaken(new Outcome.Unreachable(Reasons.of(e)));
        } catch (IllegalArgumentException e) {
            return new Exchange.NotTaken(new Outcome.Unreachable(String.valueOf(e.getMessage())));
        }
        try {
            HttpReply reply = open.post(path(), codec.contentType(), access.token(), body, limit);
            if (!reply.reusable()) {
                disconnect();
            }
            return understand(reply);
        } catch (ProtocolException e) {
            disconnect();
            return new Exchange.NotTaken(new Outcome.Rejected("no Labhand agent listens there: " + e.getMessage()));
        } catch (IOException e) {
            disconnect();
            return new Exchange.Broken(Reasons.of(e));
        }
    }

    private HttpConnection connected() throws IOException {
        HttpConnection standing = standing();
        return standing != null
                ? standing
                : keep(HttpConnection.open(agent.url(), access.connectTimeout(), this::dials));
    }

    private synchronized @Nullable HttpConnection standing() {
        return connection;
    }

    private synchronized void dials(Socket socket) {
        dialing = socket;
        if (givenUp) {
            Watchdog.closeQuietly(socket);
        }
    }

    private synchronized HttpConnection keep(HttpConnection open) throws IOException {
        if (givenUp) {
            open.close();
            throw new IOException("given up");
        }
        taken = true;
        connection = open;
        return open;
    }

    private String path() {
        String base = Optional.ofNullable(agent.url().getRawPath()).orElse("");
        return (base.endsWith("/") ? base : base + "/") + "rpc";
    }

    private Exchange understand(HttpReply reply) {
        return switch (reply.status()) {
            case 401 -> new Exchange.NotTaken(new Outcome.AuthFailed(unauthorized()));
            case 403 -> new Exchange.NotTaken(new Outcome.AuthFailed("the agent forbids it (HTTP 403)" + said(reply)));
            case 502, 504 -> new Exchange.Broken("a gateway answered HTTP " + reply.status());
            case 200 -> readReply(reply);
            default ->
                new Exchange.NotTaken(
                        new Outcome.Rejected("HTTP " + reply.status() + " from " + agent.url() + said(reply)));
        };
    }

    private String unauthorized() {
        return access.token().isPresent()
                ? "the agent refused the token (HTTP 401): check the file given with --token-file"
                : "the agent wants a token (HTTP 401): give --token-file";
    }

    private Exchange readReply(HttpReply reply) {
        try {
            return new Exchange.Answered(codec.readReply(reply.body()));
        } catch (IllegalArgumentException e) {
            return new Exchange.NotTaken(
                    new Outcome.Rejected("no Labhand agent answers at " + agent.url() + ": " + e.getMessage()));
        }
    }

    /** The first line of what a server says beside its status, if it is for readers. */
    private static String said(HttpReply reply) {
        String text = new String(reply.body(), 0, Math.min(reply.body().length, 300), StandardCharsets.UTF_8);
        String line = text.lines().findFirst().orElse("").strip();
        return line.isEmpty() || line.startsWith("<") || line.startsWith("{")
                ? ""
                : ": " + line.replaceAll("\\p{Cntrl}", "?");
    }

    private synchronized void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** From any thread: if no connection stood yet, none is made any more and nothing is sent. */
    synchronized void cancelConnecting() {
        if (!taken) {
            givenUp = true;
            if (dialing != null) {
                Watchdog.closeQuietly(dialing);
            }
        }
    }

    /** Whether connecting was cancelled before anything was sent. */
    synchronized boolean givenUp() {
        return givenUp;
    }

    /** From any thread: a request that waits for its answer ends as broken. */
    @Override
    public void close() {
        cancelConnecting();
        disconnect();
    }
}
