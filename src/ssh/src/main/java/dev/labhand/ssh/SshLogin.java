package dev.labhand.ssh;

import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Optional;

/**
 * What to log in with on one connection, in the place of the credentials of the {@link SshSettings}. Offered in this order.
 *
 * @param key a private key
 * @param usesIdentities whether the settings' keys are offered, too
 * @param usesAgent whether those of the settings' ssh-agent are
 */
public record SshLogin(Optional<Key> key, boolean usesIdentities, boolean usesAgent, Optional<String> password) {

    /** A private key and the file it came from. */
    public record Key(Path file, KeyPair pair) {

        /**
         * Reads a private key.
         *
         * @param passphrase that it may be protected by
         * @throws IllegalArgumentException if it cannot be read or used; says which file, why, and what to do
         */
        public static Key read(Path file, Optional<String> passphrase) {
            return new Key(file, IdentityFile.read(file, passphrase));
        }

        @Override
        public String toString() {
            return "key " + file;
        }
    }

    @Override
    public String toString() {
        return "login with " + key.map(Key::toString).orElse("no key of its own");
    }
}
