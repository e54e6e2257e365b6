package dev.labhand.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /** Has this key sign another one's certificate, which is written beside that; {@code flags} as for ssh-keygen. */
    public Path certify(SshKey other, String... flags) {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-s", file.toString(), "-I", "labhand-e2e"));
        command.addAll(List.of(flags));
        command.add(other.file() + ".pub");
        RunningProcess.run(command.toArray(String[]::new)).succeeded();
        return other.file().resolveSibling(other.file().getFileName() + "-cert.pub");
    }

    /** Its fingerprint, as ssh-keygen prints it. */
    public String fingerprint() {
        return RunningProcess.run("ssh-keygen", "-lf", file + ".pub")
                .succeeded()
                .stdout()
                .split(" ", -1)[1];
    }

    /** A line of known_hosts that pins a server on this machine to this key. */
    static String knownHost(int port, String publicLine) {
        return "[127.0.0.1]:" + port + " " + publicLine + "\n";
    }
}
