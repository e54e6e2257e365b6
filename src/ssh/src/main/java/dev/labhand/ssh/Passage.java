package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.AuthFailed;
import dev.labhand.api.Outcome.HostKeyRejected;
import dev.labhand.api.Outcome.Rejected;
import dev.labhand.api.Outcome.Unreachable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.session.ClientSession;

/** Through a jump host: a place on one of its connections, which is kept as long as what goes through it. */
final class Passage implements Way, ConnectionPool.Tenant {

    private final Client client;
    private final Route via;
    private final ConnectionPool pool;
    private final CompletableFuture<Object> admission = new CompletableFuture<>();

    Passage(Client client, Connector.Hop through) {
        this.client = client;
        this.via = through.route();
        this.pool = through.pool();
    }

    /** Waits for a place; tells why there is none. */
    Optional<Outcome> enter() throws InterruptedException {
        pool.submit(this);
        try {
            return admission.get() instanceof Outcome why ? Optional.of(ofHop(why)) : Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void admit(Connection connection) {
        admission.complete(connection);
    }

    @Override
    public void refuse(Outcome why) {
        admission.complete(why);
    }

    /** The same outcome, and whose it is. */
    private Outcome ofHop(Outcome outcome) {
        String hop = "jump host " + via + ": ";
        return switch (outcome) {
            case Unreachable(String why) -> new Unreachable(hop + why);
            case AuthFailed(String why) -> new AuthFailed(hop + why);
            case HostKeyRejected(String why) -> new HostKeyRejected(hop + why);
            case Rejected(String why) -> new Rejected(hop + why);
            default -> outcome;
        };
    }

    private Connection connection() {
        return (Connection) admission.join();
    }

    @Override
    public Arrival reach(Route route, long deadline) throws InterruptedException {
        Handshake handshake = new Handshake(route);
        Tunnel tunnel =
                new Tunnel(client, handshake, () -> connection().isOpen() ? Optional.empty() : Optional.of(broken()));
        try {
            connection().open(tunnel);
            ClientSession session =
                    tunnel.begun().get(Math.max(1, MonotonicTime.millisUntil(deadline)), TimeUnit.MILLISECONDS);
            return new Reached(session, handshake);
        } catch (TimeoutException e) {
            tunnel.close(false);
            return Way.unreachable(Way.noAnswer(route) + " (through the jump host " + via + ")");
        } catch (IOException e) {
            return Way.unreachable(broken());
        } catch (ExecutionException e) {
            return Way.unreachable("the jump host " + via + " does not get there: " + Failures.text(e));
        }
    }

    private String broken() {
        return "the connection to the jump host " + via + " broke"
                + connection().trouble();
    }

    /** Gives the place back: at once after a failure, else when the connection through it is closed. */
    void leaveWith(Connector.Result result) {
        if (result instanceof Connector.Connected(ClientSession session, Handshake _)) {
            session.addCloseFutureListener(_ -> pool.release(connection(), this));
        } else {
            pool.release(connection(), this);
        }
    }
}
