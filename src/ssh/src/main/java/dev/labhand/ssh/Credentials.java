package dev.labhand.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.sshd.client.auth.pubkey.KeyAgentIdentity;
import org.apache.sshd.client.auth.pubkey.KeyPairIdentity;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.SignatureFactoriesManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys to log in with on one connection, in the order of offering: the connection's own goes before those that were named, these
 * before the agent's, the agent's before the usual files; the certificates of a key before the key. Files are read at each login.
 */
final class Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

    /** A key to offer, under the name that tells a reader which it is. */
    record Offer(String name, PublicKeyIdentity identity, PublicKey key) {}

    private final ClientSession session;
    private final SignatureFactoriesManager signatures;
    private final Handshake handshake;
    private final Route.Keys keys;
    private final List<Offer> offers = new ArrayList<>();

    private Credentials(ClientSession session, SignatureFactoriesManager signatures) {
        this.session = session;
        this.signatures = signatures;
        this.handshake = Handshake.of(session);
        this.keys = handshake.route.keys();
    }

    /**
     * The keys for this login.
     *
     * @param agent to list and sign with; empty if there is none that answers
     */
    static List<Offer> keys(ClientSession session, SignatureFactoriesManager signatures, Optional<UnixAgent> agent) {
        return new Credentials(session, signatures).offers(agent);
    }

    private List<Offer> offers(Optional<UnixAgent> agent) {
        Optional<SshEndpoint.Pinned> pinned = handshake.route.pinned();
        if (pinned.isPresent()) {
            add("the given key", pinned.get().identity());
            return offers;
        }
        if (keys.refused().contains("publickey")) {
            return offers;
        }
        keys.login().flatMap(SshLogin::key).ifPresent(own -> addPair(own.file(), own.pair()));
        List<Offer> held = agent.map(this::held).orElse(List.of());
        if (keys.named()) {
            keys.files().forEach(file -> addFile(file, held));
            // What is beside or named for a key that the agent alone has is signed by the agent.
            held.stream().filter(offer -> !keys.only() || isNamed(offer.key())).forEach(this::addNew);
        } else {
            if (!keys.only()) {
                held.forEach(this::addNew);
            }
            keys.files().forEach(file -> addFile(file, held));
        }
        return offers;
    }

    private void addFile(Path file, List<Offer> held) {
        Optional<PublicKey> alone = IdentityFile.publicKey(file).or(() -> IdentityFile.publicKey(pub(file)));
        List<Offer> same = held.stream()
                .filter(offer -> alone.isPresent() && KeyUtils.compareKeys(plain(offer.key()), plain(alone.get())))
                .toList();
        if (!same.isEmpty()) {
            same.forEach(offer -> addHeld(offer, file));
            return;
        }
        try {
            KeyPair pair =
                    IdentityFile.read(file, keys.passphraseFile().map(secret -> SecretFile.read("passphrase", secret)));
            addPair(file, pair);
        } catch (IllegalArgumentException e) {
            // The usual files may be missing; so may those of the configuration file, as with OpenSSH.
            if (Files.exists(file)) {
                handshake.passOver(String.valueOf(e.getMessage()));
            }
            LOG.debug("passed over: {}", e.getMessage());
        }
    }

    private void addPair(Path file, KeyPair pair) {
        certificates(file, pair.getPublic())
                .forEach(certificate -> add(
                        "certificate " + certificate.name(),
                        new KeyPair(certificate.certificate(), pair.getPrivate())));
        add("key " + file, pair);
    }

    /** A key that the agent has, after the certificates for it that it may not have. */
    private void addHeld(Offer offer, Path file) {
        if (offer.identity() instanceof HeldKey key && !(offer.key() instanceof OpenSshCertificate)) {
            certificates(file, offer.key())
                    .forEach(found -> addNew(new Offer(
                            "certificate " + found.name(),
                            new HeldKey(key.agent, found.certificate(), offer.key()),
                            found.certificate())));
        }
        addNew(offer);
    }

    /** A key that an ssh-agent signs with, or a certificate for it. */
    private static final class HeldKey extends KeyAgentIdentity {

        private final UnixAgent agent;
        private final PublicKey offered;
        private final PublicKey held;

        HeldKey(UnixAgent agent, PublicKey offered, PublicKey held) {
            super(agent, offered, "");
            this.agent = agent;
            this.offered = offered;
            this.held = held;
        }

        /** What a certificate is offered with is signed by its key's own algorithm (PROTOCOL.certkeys). */
        @Override
        public Map.Entry<String, byte[]> sign(SessionContext session, String algorithm, byte[] data)
                throws IOException {
            String own = KeyUtils.getSignatureAlgorithm(algorithm, offered);
            Map.Entry<String, byte[]> signature = held instanceof OpenSshCertificate
                    ? agent.sign(session, held, algorithm, data)
                    : agent.sign(session, held, own, data);
            if (!signature.getKey().equals(own)) {
                throw new IOException("the ssh-agent signed with " + signature.getKey() + " instead of " + own);
            }
            return Map.entry(algorithm, signature.getValue());
        }
    }

    private record Found(Path name, OpenSshCertificate certificate) {}

    /** Certificates of a key: named ones, and the one beside it. */
    private List<Found> certificates(Path keyFile, PublicKey key) {
        Path beside = keyFile.resolveSibling(keyFile.getFileName() + "-cert.pub");
        return Stream.concat(keys.certificates().stream(), Stream.of(beside))
                .flatMap(file -> IdentityFile.publicKey(file).stream()
                        .filter(OpenSshCertificate.class::isInstance)
                        .map(certificate -> new Found(file, (OpenSshCertificate) certificate)))
                .filter(found -> KeyUtils.compareKeys(found.certificate().getCertPubKey(), key))
                .toList();
    }

    private List<Offer> held(UnixAgent agent) {
        List<Offer> held = new ArrayList<>();
        try {
            for (Map.Entry<PublicKey, String> key : agent.getIdentities()) {
                String kind = key.getKey() instanceof OpenSshCertificate ? "certificate " : "key ";
                held.add(new Offer(
                        "ssh-agent " + kind + (key.getValue().isBlank() ? "without a name" : key.getValue()),
                        new HeldKey(agent, key.getKey(), key.getKey()),
                        key.getKey()));
            }
        } catch (IOException e) {
            LOG.debug("the ssh-agent is passed over: {}", e.toString());
        }
        held.sort((a, b) ->
                Boolean.compare(b.key() instanceof OpenSshCertificate, a.key() instanceof OpenSshCertificate));
        return held;
    }

    private boolean isNamed(PublicKey key) {
        return Stream.concat(
                        keys.files().stream().flatMap(file -> Stream.of(file, pub(file))), keys.certificates().stream())
                .flatMap(file -> IdentityFile.publicKey(file).stream())
                .anyMatch(named -> KeyUtils.compareKeys(plain(named), plain(key)));
    }

    private static Path pub(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    private static PublicKey plain(PublicKey key) {
        return key instanceof OpenSshCertificate certificate ? certificate.getCertPubKey() : key;
    }

    private void add(String name, KeyPair pair) {
        addNew(new Offer(name, new KeyPairIdentity(signatures, session, pair), pair.getPublic()));
    }

    private void addNew(Offer offer) {
        if (offers.stream().noneMatch(other -> KeyUtils.compareKeys(other.key(), offer.key()))) {
            offers.add(offer);
        }
    }

    /**
     * The password, if there is one to offer.
     *
     * @param method as which it is offered: password or keyboard-interactive
     */
    static Optional<String> password(Route route, String method) {
        Route.Keys keys = route.keys();
        if (keys.refused().contains(method)) {
            return Optional.empty();
        }
        Optional<String> own = keys.login().flatMap(SshLogin::password);
        if (own.isPresent() || keys.passwordFile().isEmpty()) {
            return own;
        }
        try {
            return Optional.of(SecretFile.read("password", keys.passwordFile().get()));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }
}
