package dev.labhand.agent.http;

import dev.labhand.agent.keyword.Printable;
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

    /** A member whose value is bytes, as all of these fields are (RFC 9651 §3.2, §3.3.5). */
    private static final Pattern MEMBER = Pattern.compile("\\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):\\s*");

    private static final Pattern THIRTY_TWO_BYTES = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final Pattern WANTED_SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256=([^,]*)");

    private DigestField() {}

    /**
     * The check-sum of a field, if there is one.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static Optional<Sha256> of(HttpFields headers, String name) {
        Optional<Sha256> sum = Optional.empty();
        if (!headers.contains(name)) {
            return sum;
        }
        for (String each : String.join(",", headers.getValuesList(name)).split(",", -1)) {
            Matcher member = MEMBER.matcher(each);
            if (!member.matches()) {
                throw new IllegalArgumentException(
                        name + ": '" + Printable.of(each.strip()) + "' should be as sha-256=:BASE64:");
            }
            if (member.group(1).equals("sha-256")) {
                if (!THIRTY_TWO_BYTES.matcher(member.group(2)).matches()) {
                    throw new IllegalArgumentException(name + ": sha-256 should be 32 bytes as base64 between colons");
                }
                sum = Optional.of(Sha256.ofBase64(member.group(2)));
            }
        }
        return sum;
    }

    /** Whether the client wants a check-sum of the file; empty if it does not say. */
    static Optional<Boolean> wanted(HttpFields headers) {
        Matcher found = WANTED_SHA_256.matcher(String.join(",", headers.getValuesList(WANTED)));
        return found.find() ? Optional.of(!found.group(1).strip().equals("0")) : Optional.empty();
    }

    static HttpField representation(Sha256 sum) {
        return new HttpField(REPRESENTATION, "sha-256=:" + sum.base64() + ":");
    }
}
