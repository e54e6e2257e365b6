package dev.labhand.ssh;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.signature.SignatureFactoriesManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@code publickey} method (RFC 4252 §7) with our own keys, in our own order, noting what was offered. */
final class KeyLogin extends UserAuthPublicKeyFactory {

    private static final Logger LOG = LoggerFactory.getLogger(KeyLogin.class);

    @Override
    public UserAuthPublicKey createUserAuth(ClientSession session) {
        return new Method();
    }

    private static final class Method extends UserAuthPublicKey {

        private @Nullable UnixAgent agent;

        @Override
        protected Iterator<PublicKeyIdentity> createPublicKeyIterator(
                ClientSession session, SignatureFactoriesManager signatures) {
            Handshake handshake = Handshake.of(session);
            Optional<UnixAgent> running = handshake.route.keys().asked().flatMap(UnixAgent::connect);
            agent = running.orElse(null);
            Iterator<Credentials.Offer> offers =
                    Credentials.keys(session, signatures, running).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return offers.hasNext();
                }

                @Override
                public PublicKeyIdentity next() {
                    Credentials.Offer offer = offers.next();
                    handshake.offer(offer.name());
                    return offer.identity();
                }
            };
        }

        @Override
        public void destroy() {
            try {
                super.destroy();
            } finally {
                closeAgent();
            }
        }

        private void closeAgent() {
            UnixAgent open = agent;
            agent = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    LOG.debug("closing the ssh-agent's socket: {}", e.toString());
                }
            }
        }
    }
}
