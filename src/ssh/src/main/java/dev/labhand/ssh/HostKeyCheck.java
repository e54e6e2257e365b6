package dev.labhand.ssh;

import dev.labhand.ssh.KnownHosts.Entry;
import dev.labhand.ssh.KnownHosts.Kind;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a server is the one it should be. A key that differs from every known key of its host is refused under
 * every policy, also if it is of another type: else a stranger would only have to show another type.
 */
final class HostKeyCheck implements ServerKeyVerifier {

    private static final Logger LOG = LoggerFactory.getLogger(HostKeyCheck.class);

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remoteAddress, PublicKey serverKey) {
        Handshake handshake = Handshake.of(session);
        Optional<String> problem = problemWith(handshake.route, serverKey, session);
        problem.ifPresent(handshake::hostKeyRefused);
        return problem.isEmpty();
    }

    private static Optional<String> problemWith(Route route, PublicKey shown, ClientSession session) {
        if (route.pinned().isPresent()) {
            return KeyUtils.compareKeys(route.pinned().get().hostKey(), shown)
                    ? Optional.empty()
                    : Optional.of("the server on " + route.host() + ":" + route.port() + " shows " + describe(shown)
                            + ", not the key that it was given: another program may have taken its port");
        }
        PublicKey key = shown instanceof OpenSshCertificate certificate ? certificate.getCertPubKey() : shown;
        Route.Trust trust = route.trust();
        if (trust.fingerprint().isPresent()) {
            return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key)
                            .equals(trust.fingerprint().get())
                    ? Optional.empty()
                    : Optional.of("the key of " + trust.name() + " is not the one that is pinned for this target: it"
                            + " shows " + describe(key) + ", and should show "
                            + trust.fingerprint().get());
        }
        try {
            return problemWith(trust, shown, key, session);
        } catch (IOException e) {
            return Optional.of("cannot use the known hosts "
                    + (trust.files().size() == 1 ? "file " : "files ")
                    + String.join(
                            ", ", trust.files().stream().map(Path::toString).toList()) + " (" + e
                    + "): make them readable and writable, or name another one");
        }
    }

    private static Optional<String> problemWith(
            Route.Trust trust, PublicKey shown, PublicKey key, ClientSession session) throws IOException {
        List<Entry> entries = new KnownHosts(trust.files()).entries();
        List<Entry> ofHost = entries.stream()
                .filter(entry -> entry.matches(trust.name(), trust.port()))
                .toList();
        byte[] bytes = wire(key);
        for (Entry entry : ofHost) {
            boolean revoked = entry.kind() == Kind.REVOKED
                    && (entry.hasKey(bytes)
                            || (shown instanceof OpenSshCertificate c && entry.hasKey(wire(c.getCaPubKey()))));
            if (revoked) {
                return Optional.of(
                        "the key of " + trust.name() + " (" + describe(key) + ") is revoked by " + entry.place());
            }
        }
        Optional<String> certificateProblem = Optional.empty();
        if (shown instanceof OpenSshCertificate certificate
                && ofHost.stream()
                        .anyMatch(entry ->
                                entry.kind() == Kind.CERT_AUTHORITY && entry.hasKey(wire(certificate.getCaPubKey())))) {
            certificateProblem = HostCertificate.problem(certificate, trust.name(), session)
                    .map(why -> "the certificate of " + trust.name() + " is of no use: " + why);
            if (certificateProblem.isEmpty()) {
                return Optional.empty();
            }
        }
        List<Entry> known =
                ofHost.stream().filter(entry -> entry.kind() == Kind.HOST_KEY).toList();
        if (known.stream().anyMatch(entry -> entry.hasKey(bytes))) {
            return Optional.empty();
        }
        if (!known.isEmpty()) {
            return Optional.of(changed(trust, key, known));
        }
        if (certificateProblem.isPresent()) {
            return certificateProblem;
        }
        // As OpenSSH does: a key known for the name alone vouches for its other ports.
        if (entries.stream()
                .anyMatch(entry -> entry.kind() == Kind.HOST_KEY
                        && entry.hasKey(bytes)
                        && entry.matches(trust.name(), KnownHosts.DEFAULT_PORT))) {
            return Optional.empty();
        }
        return unknown(trust, key, bytes);
    }

    private static Optional<String> unknown(Route.Trust trust, PublicKey key, byte[] bytes) throws IOException {
        String name = trust.name();
        if (trust.policy() == HostKeyPolicy.ACCEPT_NEW) {
            if (trust.remembers().isPresent()) {
                KnownHosts.remember(trust.remembers().get(), name, trust.port(), KeyUtils.getKeyType(key), bytes);
                LOG.info("remembered the key of {}: {}", KnownHosts.nameOf(name, trust.port()), describe(key));
            }
            return Optional.empty();
        }
        return Optional.of("the key of " + name + " is unknown: " + describe(key) + ". If that is right, add it with: "
                + "ssh-keyscan -p " + trust.port() + " " + name + " >> "
                + trust.remembers().map(Path::toString).orElse("a known hosts file")
                + " (or accept unknown hosts with --host-keys accept-new)");
    }

    private static String changed(Route.Trust trust, PublicKey shown, List<Entry> known) {
        String places = String.join(", ", known.stream().map(Entry::place).toList());
        return "the key of " + trust.name() + " has CHANGED: it shows " + describe(shown)
                + ", but another one is known (" + places
                + "). If the machine was set up anew, forget the old one with: ssh-keygen -R '"
                + KnownHosts.nameOf(trust.name(), trust.port()) + "' -f "
                + known.getFirst().file()
                + "; otherwise someone may be listening in";
    }

    private static String describe(PublicKey key) {
        return KeyUtils.getKeyType(key) + " " + KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    private static byte[] wire(PublicKey key) {
        ByteArrayBuffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(key);
        return buffer.getCompactData();
    }

    /**
     * Puts first the algorithms for which a key of this host is known, so that a server with keys of several types shows the
     * one that can be checked. Certificates are asked for only where an authority for the host is known.
     */
    static List<String> order(Route route, List<String> algorithms) {
        Set<String> knownTypes = new HashSet<>();
        boolean authority = false;
        if (route.pinned().isPresent()) {
            knownTypes.add(KeyUtils.getKeyType(route.pinned().get().hostKey()));
        } else if (route.trust().fingerprint().isEmpty()) {
            try {
                for (Entry entry : new KnownHosts(route.trust().files()).entries()) {
                    if (entry.matches(route.trust().name(), route.trust().port())) {
                        authority |= entry.kind() == Kind.CERT_AUTHORITY;
                        if (entry.kind() == Kind.HOST_KEY) {
                            knownTypes.add(entry.keyType());
                        }
                    }
                }
            } catch (IOException e) {
                LOG.debug("known hosts cannot be read; the check itself will say so", e);
            }
        }
        List<String> certificates = new ArrayList<>();
        List<String> known = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String algorithm : algorithms) {
            if (KeyUtils.isCertificateAlgorithm(algorithm)) {
                certificates.add(algorithm);
            } else if (knownTypes.contains(KeyUtils.getCanonicalKeyType(algorithm))) {
                known.add(algorithm);
            } else {
                others.add(algorithm);
            }
        }
        List<String> ordered = new ArrayList<>(authority ? certificates : List.of());
        ordered.addAll(known);
        ordered.addAll(others);
        return ordered;
    }
}
