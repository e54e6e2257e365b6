package dev.labhand.ssh;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.Unreachable;
import org.apache.sshd.client.session.ClientSession;

/** How bytes get to a server: over TCP, or through another server. */
interface Way {

    /** What came of one try. */
    sealed interface Arrival {}

    /** The server was reached, and the key exchange has begun. */
    record Reached(ClientSession session, Handshake handshake) implements Arrival {}

    record NotReached(Outcome why) implements Arrival {}

    /** It took the connection and hung up at once: worth another try. */
    record HungUp() implements Arrival {}

    /** Tries once. Blocks, not past the deadline (of {@link System#nanoTime}). */
    Arrival reach(Route route, long deadline) throws InterruptedException;

    /** In words, that the server did not answer in time. */
    static String noAnswer(Route route) {
        return "no answer in " + Failures.text(route.connectTimeout());
    }

    static NotReached unreachable(String why) {
        return new NotReached(new Unreachable(why));
    }
}
