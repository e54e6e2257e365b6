package dev.labhand.ssh;

import dev.labhand.ssh.KnownHosts.Entry;
import dev.labhand.ssh.KnownHosts.Kind;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.io.IOException;
import java.net.SocketAddress;
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

    private final KnownHosts knownHosts;
    private final HostKeyPolicy policy;

    HostKeyCheck(KnownHosts knownHosts, HostKeyPolicy policy) {
        this.knownHosts = knownHosts;
        this.policy = policy;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remoteAddress, PublicKey serverKey) {
        Handshake handshake = Handshake.of(session);
        Optional<String> problem = problemWith(handshake.endpoint, serverKey);
        problem.ifPresent(handshake::hostKeyRefused);
        return problem.isEmpty();
    }

    private Optional<String> problemWith(SshEndpoint endpoint, PublicKey shown) {
        if (endpoint.pinned().isPresent()) {
            return KeyUtils.compareKeys(endpoint.pinned().get().hostKey(), shown)
                    ? Optional.empty()
                    : Optional.of(
                            "the server on " + endpoint.host() + ":" + endpoint.port() + " shows " + describe(shown)
                                    + ", not the key that it was given: another program may have taken its port");
        }
        try {
            return problemWith(endpoint, shown, knownHosts.entries());
        } catch (IOException e) {
            return Optional.of("cannot use the known hosts file " + knownHosts.file() + " (" + e
                    + "): make it readable and writable, or name another one");
        }
    }

    private Optional<String> problemWith(SshEndpoint endpoint, PublicKey shown, List<Entry> entries)
            throws IOException {
        String host = endpoint.host();
        int port = endpoint.port();
        List<Entry> ofHost =
                entries.stream().filter(entry -> entry.matches(host, port)).toList();
        PublicKey key = shown instanceof OpenSshCertificate certificate ? certificate.getCertPubKey() : shown;
        byte[] bytes = wire(key);

        for (Entry entry : ofHost) {
            boolean revoked = entry.kind() == Kind.REVOKED
                    && (entry.hasKey(bytes)
                            || (shown instanceof OpenSshCertificate c && entry.hasKey(wire(c.getCaPubKey()))));
            if (revoked) {
                return Optional.of("the key of " + host + " (" + describe(key) + ") is revoked by " + place(entry));
            }
        }
        if (shown instanceof OpenSshCertificate certificate
                && ofHost.stream()
                        .anyMatch(entry ->
                                entry.kind() == Kind.CERT_AUTHORITY && entry.hasKey(wire(certificate.getCaPubKey())))) {
            return Optional.empty();
        }
        List<Entry> known =
                ofHost.stream().filter(entry -> entry.kind() == Kind.HOST_KEY).toList();
        if (known.stream().anyMatch(entry -> entry.hasKey(bytes))) {
            return Optional.empty();
        }
        if (!known.isEmpty()) {
            return Optional.of(changed(endpoint, key, known));
        }
        // As OpenSSH does: a key known for the name alone vouches for its other ports.
        if (entries.stream()
                .anyMatch(entry -> entry.kind() == Kind.HOST_KEY && entry.hasKey(bytes) && entry.matches(host, 22))) {
            return Optional.empty();
        }
        if (policy == HostKeyPolicy.ACCEPT_NEW) {
            knownHosts.remember(host, port, KeyUtils.getKeyType(key), bytes);
            LOG.info("remembered the key of {}: {}", KnownHosts.nameOf(host, port), describe(key));
            return Optional.empty();
        }
        return Optional.of("the key of " + host + " is unknown: " + describe(key) + ". If that is right, add it with: "
                + "ssh-keyscan -p " + port + " " + host + " >> " + knownHosts.file()
                + " (or accept unknown hosts with --host-keys accept-new)");
    }

    private String changed(SshEndpoint endpoint, PublicKey shown, List<Entry> known) {
        String places = String.join(", ", known.stream().map(this::place).toList());
        return "the key of " + endpoint.host() + " has CHANGED: it shows " + describe(shown)
                + ", but another one is known ("
                + places + "). If the machine was set up anew, forget the old one with: ssh-keygen -R '"
                + KnownHosts.nameOf(endpoint.host(), endpoint.port()) + "' -f " + knownHosts.file()
                + "; otherwise someone may be listening in";
    }

    private String place(Entry entry) {
        return knownHosts.file() + " line " + entry.line();
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
    List<String> order(SshEndpoint endpoint, List<String> algorithms) {
        Set<String> knownTypes = new HashSet<>();
        boolean authority = false;
        if (endpoint.pinned().isPresent()) {
            knownTypes.add(KeyUtils.getKeyType(endpoint.pinned().get().hostKey()));
        } else {
            try {
                for (Entry entry : knownHosts.entries()) {
                    if (entry.matches(endpoint.host(), endpoint.port())) {
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
