package dev.labhand.ssh;

import dev.labhand.ssh.config.Patterns;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.Signature;

/** Whether a host's certificate (OpenSSH's PROTOCOL.certkeys) is one for this host and this day. */
final class HostCertificate {

    private HostCertificate() {}

    /**
     * What is wrong with a certificate, whoever signed it.
     *
     * @param host the name or address that was asked for
     */
    static Optional<String> problem(OpenSshCertificate certificate, String host, Session session) {
        if (certificate.getType() != OpenSshCertificate.Type.HOST) {
            return Optional.of("it is a user's certificate, not a host's");
        }
        if (!OpenSshCertificate.isValidNow(certificate)) {
            return Optional.of("it is valid " + span(certificate) + ", and not now");
        }
        if (!isFor(certificate.getPrincipals(), host.toLowerCase(Locale.ROOT))) {
            return Optional.of("it is for "
                    + (certificate.getPrincipals().isEmpty()
                            ? "no host"
                            : String.join(", ", certificate.getPrincipals()))
                    + ", and not for " + host);
        }
        if (!certificate.getCriticalOptions().isEmpty()) {
            return Optional.of("it has options that are not known here");
        }
        return isSigned(certificate, session) ? Optional.empty() : Optional.of("its signature is wrong");
    }

    private static String span(OpenSshCertificate certificate) {
        return "from " + Instant.ofEpochSecond(certificate.getValidAfter()) + " to "
                + Instant.ofEpochSecond(Math.clamp(certificate.getValidBefore(), 0, Instant.MAX.getEpochSecond()));
    }

    private static boolean isFor(Collection<String> principals, String host) {
        return principals.stream().anyMatch(principal -> Patterns.glob(principal.toLowerCase(Locale.ROOT), host));
    }

    private static boolean isSigned(OpenSshCertificate certificate, Session session) {
        String algorithm = certificate.getSignatureAlgorithm();
        if (!KeyUtils.getKeyType(certificate.getCaPubKey()).equals(KeyUtils.getCanonicalKeyType(algorithm))) {
            return false;
        }
        try {
            Signature signature = NamedFactory.create(session.getSignatureFactories(), algorithm);
            if (signature == null) {
                return false;
            }
            signature.initVerifier(session, certificate.getCaPubKey());
            signature.update(session, certificate.getMessage());
            return signature.verify(session, certificate.getSignature());
        } catch (Exception e) {
            return false;
        }
    }
}
