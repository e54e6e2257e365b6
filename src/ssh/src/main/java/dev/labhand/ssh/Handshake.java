package dev.labhand.ssh;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/** What is learned about one connection while it is made and used: how far it came, what was offered, why it broke. */
final class Handshake {

    private static final AttributeKey<Handshake> KEY = new AttributeKey<>();

    /** Notes in each session's handshake what happens to it. */
    static final SessionListener LISTENER = new SessionListener() {
        @Override
        public void sessionEvent(Session session, Event event) {
            if (event == Event.KeyEstablished) {
                of(session).keysExchanged = true;
            }
        }

        @Override
        public void sessionException(Session session, Throwable error) {
            String text = Failures.text(error);
            boolean silent = text.contains("heartbeat requests without reply");
            of(session).troubled(silent ? "the server does not answer any more" : text);
        }

        @Override
        public void sessionDisconnect(Session session, int reason, String message, String language, boolean initiator) {
            of(session).troubled(initiator ? message : "the server said: " + message);
        }
    };

    final Route route;
    private final Set<String> offered = new LinkedHashSet<>();
    private final Set<String> passedOver = new LinkedHashSet<>();
    private final List<Path> lent = new ArrayList<>();
    /** Whether the server has taken the ssh-agent that it was lent. */
    volatile boolean agentTaken;

    private volatile boolean keysExchanged;
    private volatile @Nullable String hostKeyProblem;
    private volatile @Nullable String trouble;
    private volatile @Nullable String banner;

    Handshake(Route route) {
        this.route = route;
    }

    static Handshake of(SessionContext session) {
        AttributeRepository context = session instanceof ClientSession client ? client.getConnectionContext() : null;
        Handshake handshake = context == null ? null : context.getAttribute(KEY);
        if (handshake != null) {
            return handshake;
        }
        throw new IllegalStateException("a session that Labhand did not open");
    }

    AttributeRepository asContext() {
        return AttributeRepository.ofKeyValuePair(KEY, this);
    }

    /** Whether the server got as far as proving its host key. */
    boolean keysExchanged() {
        return keysExchanged;
    }

    /** Notes a credential, by its name, that is now shown to the server. Returns whether it is the first time. */
    synchronized boolean offer(String credential) {
        return offered.add(credential);
    }

    synchronized List<String> offered() {
        return List.copyOf(offered);
    }

    /** Notes why something cannot be offered. */
    synchronized void passOver(String why) {
        passedOver.add(why);
    }

    synchronized List<String> passedOver() {
        return List.copyOf(passedOver);
    }

    /** A session of this connection may use the ssh-agent on this socket from now on. */
    synchronized void lend(Path agent) {
        lent.add(agent);
    }

    /** That session has ended. */
    synchronized void takeBack(Path agent) {
        lent.remove(agent);
    }

    /** The ssh-agent that the server may use now. */
    synchronized Optional<Path> lentAgent() {
        return lent.isEmpty() ? Optional.empty() : Optional.of(lent.getLast());
    }

    /** The server greets before the login (RFC 4252 §5.4). */
    synchronized void greeted(String text) {
        String before = banner;
        banner = before == null ? text : before + text;
    }

    /** What it said so. */
    Optional<String> banner() {
        return Optional.ofNullable(banner);
    }

    void hostKeyRefused(String reason) {
        hostKeyProblem = reason;
    }

    @Nullable
    String hostKeyProblem() {
        return hostKeyProblem;
    }

    synchronized void troubled(String what) {
        if (trouble == null) {
            trouble = what;
        }
    }

    /** The first thing that went wrong, in words; empty if nothing did. */
    String trouble() {
        String what = trouble;
        return what == null ? "" : what;
    }
}
