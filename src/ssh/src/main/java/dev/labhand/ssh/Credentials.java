package dev.labhand.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import org.apache.sshd.common.signature.SignatureFactoriesManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What there is to log in with, in the order of offering. Files are read at each login. */
final class Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

    /** A key to offer, under the name that tells a reader which it is. */
    record Offer(String name, PublicKeyIdentity identity) {}

    private final SshSettings settings;

    Credentials(SshSettings settings) {
        this.settings = settings;
    }

    /**
     * The keys for this login. Keys that were named go before the agent's; the agent's go before the usual files.
     *
     * @param agent to list and sign with; empty if there is none that answers
     */
    List<Offer> keys(ClientSession session, SignatureFactoriesManager signatures, Optional<UnixAgent> agent) {
        Optional<SshEndpoint.Pinned> pinned = Handshake.of(session).endpoint.pinned();
        if (pinned.isPresent()) {
            return List.of(new Offer(
                    "the given key",
                    new KeyPairIdentity(signatures, session, pinned.get().identity())));
        }
        List<Offer> offers = new ArrayList<>();
        Optional<SshLogin> login = Handshake.of(session).login;
        login.flatMap(SshLogin::key)
                .ifPresent(key -> offers.add(
                        new Offer("key " + key.file(), new KeyPairIdentity(signatures, session, key.pair()))));
        boolean named = !settings.identities().isEmpty();
        boolean files = login.isEmpty() || login.get().usesIdentities();
        if (named && files) {
            addFiles(settings.identities(), session, signatures, offers);
        }
        agent.ifPresent(running -> addAgent(running, offers));
        if (!named && files) {
            addFiles(usualIdentities(), session, signatures, offers);
        }
        return offers;
    }

    private static void addFiles(
            List<Path> files, ClientSession session, SignatureFactoriesManager signatures, List<Offer> offers) {
        for (Path file : files) {
            try {
                KeyPair pair = IdentityFile.read(file);
                addNew(
                        new Offer("key " + file, new KeyPairIdentity(signatures, session, pair)),
                        pair.getPublic(),
                        offers);
            } catch (IllegalArgumentException e) {
                LOG.debug("passed over: {}", e.getMessage());
            }
        }
    }

    private static void addAgent(UnixAgent agent, List<Offer> offers) {
        try {
            for (Map.Entry<PublicKey, String> key : agent.getIdentities()) {
                String name = "ssh-agent key " + (key.getValue().isBlank() ? "without a name" : key.getValue());
                addNew(
                        new Offer(name, new KeyAgentIdentity(agent, key.getKey(), key.getValue())),
                        key.getKey(),
                        offers);
            }
        } catch (IOException e) {
            LOG.debug("the ssh-agent is passed over: {}", e.toString());
        }
    }

    private static void addNew(Offer offer, PublicKey key, List<Offer> offers) {
        boolean known = offers.stream().anyMatch(other -> {
            try {
                return KeyUtils.compareKeys(other.identity().getKeyIdentity().getPublic(), key);
            } catch (Exception e) {
                return false;
            }
        });
        if (!known) {
            offers.add(offer);
        }
    }

    /** The agent's socket, if keys of an agent may be used here. */
    Optional<Path> agentSocket(Handshake handshake) {
        boolean unwanted = handshake.endpoint.pinned().isPresent()
                || (handshake.login.isPresent() && !handshake.login.get().usesAgent());
        return unwanted ? Optional.empty() : settings.agentSocket();
    }

    /** The password, if there is one to offer. */
    Optional<String> password(Handshake handshake) {
        if (handshake.login.isPresent()) {
            return handshake.login.get().password();
        }
        if (handshake.endpoint.pinned().isPresent() || settings.passwordFile().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(readPassword(settings.passwordFile().get()));
        } catch (IllegalArgumentException e) {
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The first line of a file. */
    static String readPassword(Path file) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "password file " + file + " is empty: its first line should be the password"));
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "password file " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    /** Those of OpenSSH's default identity files that exist. */
    private static List<Path> usualIdentities() {
        Path folder = Path.of(System.getProperty("user.home"), ".ssh");
        return Stream.of("id_ed25519", "id_ecdsa", "id_rsa")
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }
}
