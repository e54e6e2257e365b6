package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Outcome.AuthFailed;
import dev.labhand.api.Outcome.Exited;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Private keys in files: their formats, passphrases and certificates, and where they are named. */
class IdentityFileTest extends Logins {

    @ParameterizedTest
    @CsvSource({
        "ssh-ed25519, 256",
        "ecdsa-sha2-nistp256, 256",
        "ecdsa-sha2-nistp384, 384",
        "ecdsa-sha2-nistp521, 521",
        "ssh-rsa, 2048"
    })
    void keysInOpenSshsFormatLogIn(String type, int size) throws Exception {
        KeyPair key = TestServer.key(type, size);
        accepted.add(key);
        assertThat(connect(keys(TestServer.write(key, folder.resolve("id"))))).isEqualTo(new Exited(0));
    }

    /**
     * Made by {@code ssh-keygen -m PEM}, {@code openssl genpkey}, and {@code openssl pkcs8 -topk8} with {@code -v2},
     * {@code -scrypt} and {@code -v1}.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecdsa-pem",
                "ecdsa-pem-aes",
                "rsa-pem",
                "rsa-pem-aes",
                "ed25519-pkcs8",
                "ed25519-pkcs8-aes",
                "ed25519-pkcs8-des3",
                "ed25519-pkcs8-scrypt",
                "ed25519-pkcs8-v1",
                "ecdsa-pkcs8",
                "ecdsa-pkcs8-aes",
                "ecdsa-pkcs8-des3",
                "ecdsa-pkcs8-scrypt",
                "ecdsa-pkcs8-v1",
                "rsa-pkcs8-aes"
            })
    void keysInPemAreOpenedByTheirPassphrase(String name) throws Exception {
        Path file = folder.resolve(name);
        try (InputStream pem = Objects.requireNonNull(getClass().getResourceAsStream(name + ".pem"))) {
            Files.copy(pem, file);
        }
        accepted.add(IdentityFile.read(file, Optional.of("sesame")));
        assertThat(connect(passphrase(file, "sesame"))).isEqualTo(new Exited(0));
        if (name.matches(".*-.*-.*")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IdentityFile.read(file, Optional.of("barley")))
                    .withMessageContainingAll(file.toString(), "another passphrase");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> IdentityFile.read(file, Optional.empty()))
                    .withMessageContainingAll(file.toString(), "needs a passphrase");
        }
    }

    @Test
    void rsaSignsWithSha2() throws Exception {
        server.close();
        KeyPair key = TestServer.key("ssh-rsa", 2048);
        accepted.add(key);
        server = TestServer.start(test -> {
            test.server.setPublickeyAuthenticator((_, _, _) -> true);
            test.server.setSignatureFactories(test.server.getSignatureFactories().stream()
                    .filter(signature -> !signature.getName().equals("ssh-rsa"))
                    .toList());
        });
        assertThat(connect(keys(TestServer.write(key, folder.resolve("id"))))).isEqualTo(new Exited(0));
    }

    @Test
    void anIdentityThatIsMissingIsNamedAtTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys(folder.resolve("id_none")).check())
                .withMessage("identity " + folder.resolve("id_none") + " does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA x",
                "",
                "rubbish"
            })
    void aFileThatIsNoPrivateKeyIsNamedAtTheStart(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("id.pub"), text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys(file).check())
                .withMessageStartingWith("identity " + file + " ")
                .withMessageContaining("private key");
    }

    @Test
    void aPassphraseIsPointedOutAtTheStart() throws Exception {
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        encryption.setPassword("open sesame");
        encryption.setCipherType("256");
        Path file = folder.resolve("id");
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(TestServer.ed25519(), "test", encryption, out);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshCommands.open(keys(file)))
                .withMessageContainingAll(file.toString(), "passphrase", "ssh-add");
    }

    private Path encrypted(KeyPair key, String passphrase) throws Exception {
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        encryption.setPassword(passphrase);
        encryption.setCipherType("256");
        Path file = folder.resolve("id_encrypted");
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
        }
        return file;
    }

    private SshSettings passphrase(Path key, String passphrase) throws IOException {
        SshSettings settings = keys(key);
        return new SshSettings(
                settings.identities(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Files.writeString(folder.resolve("passphrase"), passphrase)),
                settings.hostKeys(),
                settings.knownHosts(),
                settings.connectTimeout(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aPassphraseFromAFileOpensTheKey() throws Exception {
        KeyPair key = TestServer.ed25519();
        accepted.add(key);
        Path file = encrypted(key, "open sesame");
        assertThat(connect(passphrase(file, "open sesame\n"))).isEqualTo(new Exited(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SshCommands.open(passphrase(file, "open barley")))
                .withMessageContainingAll(file.toString(), "another passphrase")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("barley"));
    }

    @Test
    void aKeyOfTheConfigurationFileThatCannotBeOpenedIsToldWithTheFailure() throws Exception {
        Path file = encrypted(TestServer.ed25519(), "open sesame");
        Path config = Files.writeString(folder.resolve("config"), "IdentityFile " + file + "\n");
        assertThat(connect(keys().withConfig(config)))
                .isInstanceOfSatisfying(
                        AuthFailed.class,
                        failed -> assertThat(failed.reason())
                                .contains("passed over: identity " + file + " needs a passphrase"));
    }

    @Test
    void theConfigurationFilesKeysLogIn() throws Exception {
        KeyPair key = TestServer.ed25519();
        accepted.add(key);
        Path file = TestServer.write(key, folder.resolve("id"));
        Path config = Files.writeString(
                folder.resolve("config"),
                "IdentityFile " + folder.resolve("missing") + "\nIdentityFile " + file + "\n");
        assertThat(connect(keys().withConfig(config))).isEqualTo(new Exited(0));
    }

    @Test
    void aCertificateBesideTheKeyIsOfferedFirst() throws Exception {
        KeyPair key = TestServer.ed25519();
        Path file = TestServer.write(key, folder.resolve("id"));
        var certificate = OpenSshCertificateBuilder.userCertificate()
                .serial(1L)
                .id("test")
                .publicKey(key.getPublic())
                .principals(List.of("tester"))
                .sign(TestServer.ed25519());
        Files.writeString(folder.resolve("id-cert.pub"), PublicKeyEntry.toString(certificate));
        List<PublicKey> shown = new CopyOnWriteArrayList<>();
        server.server.setPublickeyAuthenticator((_, shownKey, _) -> shown.add(shownKey));
        assertThat(connect(keys(file))).isEqualTo(new Exited(0));
        assertThat(shown.getFirst()).isInstanceOf(OpenSshCertificate.class);
    }
}
