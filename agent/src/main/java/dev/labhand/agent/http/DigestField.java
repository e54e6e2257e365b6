package dev.labhand.agent.http;

import dev.labhand.ssh.files.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Digest fields (RFC 9530), of which only SHA-256 is known here; other algorithms are passed over, as the RFC says. */
final class DigestField {

    static final String CONTENT = "Content-Digest";
    static final String REPRESENTATION = "Repr-Digest";
    private static final String WANTED = "Want-Repr-Digest";

    private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=([^,]*)");
    private static final Pattern BYTES = Pattern.compile(":([A-Za-z0-9+/]{43}=):");

    private DigestField() {}

    /**
     * The check-sum of a field, if there is one.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static Optional<Sha256> of(HttpFields headers, String name) {
        String value = headers.getValuesList(name).isEmpty() ? "" : String.join(",", headers.getValuesList(name));
        Matcher found = SHA_256.matcher(value);
        if (!found.find()) {
            return Optional.empty();
        }
        Matcher bytes = BYTES.matcher(found.group(1).strip());
        if (!bytes.matches()) {
            throw new IllegalArgumentException(name + ": sha-256 should be 32 bytes as base64 between colons");
        }
        return Optional.of(Sha256.ofBase64(bytes.group(1)));
    }

    /** Whether the client wants a check-sum of the file; empty if it does not say. */
    static Optional<Boolean> wanted(HttpFields headers) {
        Matcher found = SHA_256.matcher(String.join(",", headers.getValuesList(WANTED)));
        return found.find() ? Optional.of(!found.group(1).strip().equals("0")) : Optional.empty();
    }

    static HttpField representation(Sha256 sum) {
        return new HttpField(REPRESENTATION, "sha-256=:" + sum.base64() + ":");
    }
}
