package dev.labhand.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Private keys in files: OpenSSH's own format and PEM. */
final class IdentityFile {

    private IdentityFile() {}

    /**
     * Reads a private key.
     *
     * @throws IllegalArgumentException if it cannot be read or used; says which file, why, and what to do
     */
    static KeyPair read(Path file) {
        return read(file, Optional.empty());
    }

    /**
     * The same of one that may be protected by a passphrase.
     *
     * @throws IllegalArgumentException as {@link #read(Path)}
     */
    static KeyPair read(Path file, Optional<String> passphrase) {
        boolean[] protectedByPassphrase = {false};
        FilePasswordProvider provider = (session, resource, retry) -> {
            protectedByPassphrase[0] = true;
            return passphrase.orElse(null);
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
            if (protectedByPassphrase[0] && passphrase.isPresent()) {
                throw problem(file, "is protected by another passphrase");
            }
            if (protectedByPassphrase[0]) {
                throw problem(
                        file, "needs a passphrase: load it with ssh-add and use the ssh-agent, or name another key");
            }
            if (e instanceof IllegalArgumentException already
                    && already.getMessage() != null
                    && already.getMessage().startsWith("identity ")) {
                throw already;
            }
            throw problem(file, "is no private key that can be used (" + Failures.text(e) + ")");
        }
    }

    private static IllegalArgumentException problem(Path file, String what) {
        return new IllegalArgumentException("identity " + file + " " + what);
    }
}
