package dev.labhand.ssh;

import dev.labhand.ssh.crypto.JdkCrypto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Keys in files: private ones in OpenSSH's own format and PEM, public ones and certificates in a line of text. */
final class IdentityFile {

    static {
        JdkCrypto.use();
    }

    private IdentityFile() {}

    /**
     * Reads a private key.
     *
     * @param passphrase to open it with, if it is protected
     * @throws IllegalArgumentException if it cannot be read or used; says which file, why, and what to do
     */
    static KeyPair read(Path file, Optional<String> passphrase) {
        boolean[] protectedByPassphrase = {false};
        FilePasswordProvider provider = (session, resource, retry) -> {
            protectedByPassphrase[0] = true;
            return retry == 0 ? passphrase.orElse(null) : null;
        };
        try (InputStream bytes = Files.newInputStream(file)) {
            Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), bytes, provider);
            Iterator<KeyPair> found = keys == null ? Collections.emptyIterator() : keys.iterator();
            if (found.hasNext()) {
                return found.next();
            }
            throw problem(file, "holds no private key: name the private key, not the .pub file");
        } catch (NoSuchFileException e) {
            throw problem(file, "does not exist");
        } catch (AccessDeniedException e) {
            throw problem(file, "cannot be read: permission denied");
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (protectedByPassphrase[0]) {
                throw problem(
                        file,
                        passphrase.isPresent()
                                ? "is protected by another passphrase than the one given"
                                : "needs a passphrase: give it (a file that holds it with --passphrase-file), or load the"
                                        + " key with ssh-add and use the ssh-agent");
            }
            if (e instanceof IllegalArgumentException already
                    && already.getMessage() != null
                    && already.getMessage().startsWith("identity ")) {
                throw already;
            }
            throw problem(file, "is no private key that can be used (" + Failures.text(e) + ")");
        }
    }

    /** The public key or certificate in a file, if there is one. */
    static Optional<PublicKey> publicKey(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String line = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
            PublicKeyEntry entry = PublicKeyEntry.parsePublicKeyEntry(line);
            return entry == null
                    ? Optional.empty()
                    : Optional.ofNullable(entry.resolvePublicKey(null, null, PublicKeyEntryResolver.IGNORING));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static IllegalArgumentException problem(Path file, String what) {
        return new IllegalArgumentException("identity " + file + " " + what);
    }
}
