package dev.labhand.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key pair in OpenSSH's format.
 *
 * @param file the private key, without passphrase
 * @param publicLine type and key, as in authorized_keys and after the host in known_hosts
 */
public record SshKey(Path file, String publicLine) {

    /** Makes an ed25519 key; an older one of the same name is replaced. */
    public static SshKey generate(Path folder, String name) {
        Path file = folder.resolve(name);
        try {
            Files.deleteIfExists(file);
            RunningProcess.run(
                            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "labhand-e2e", "-f", file.toString())
                    .succeeded();
            return new SshKey(
                    file, Files.readString(folder.resolve(name + ".pub")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of known_hosts that pins a server on this machine to this key. */
    static String knownHost(int port, String publicLine) {
        return "[127.0.0.1]:" + port + " " + publicLine + "\n";
    }
}
