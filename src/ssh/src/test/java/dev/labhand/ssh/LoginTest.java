package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.AuthFailed;
import dev.labhand.api.Outcome.Exited;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    @TempDir
    Path folder;

    private final List<KeyPair> accepted = new CopyOnWriteArrayList<>();
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(test -> test.server.setPublickeyAuthenticator(
                (_, key, _) -> accepted.stream().anyMatch(pair -> KeyUtils.compareKeys(pair.getPublic(), key))));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private SshSettings settings(List<Path> identities, Optional<Path> agent, Optional<Path> password) {
        return new SshSettings(
                identities,
                agent,
                password,
                HostKeyPolicy.ACCEPT_NEW,
                folder.resolve("known_hosts"),
                Duration.ofSeconds(30));
    }

    private SshSettings keys(Path... files) {
        return settings(List.of(files), Optional.empty(), Optional.empty());
    }

    private Outcome connect(SshSettings settings) throws Exception {
        try (SshCommands commands = SshCommands.open(settings)) {
            return new Captured(commands, server.endpoint(), ":exit 0").end().outcome();
        }
    }

    private Path password(String text) throws IOException {
        return Files.writeString(folder.resolve("password"), text);
    }

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

    @ParameterizedTest
    @CsvSource({"ecdsa-sha2-nistp256, 256", "ssh-rsa, 2048"})
    void keysInPemLogIn(String type, int size) throws Exception {
        KeyPair key = TestServer.key(type, size);
        accepted.add(key);
        Path file = folder.resolve("id.pem");
        try (Writer text = Files.newBufferedWriter(file);
                JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(key.getPrivate());
        }
        assertThat(connect(keys(file))).isEqualTo(new Exited(0));
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
    void keysAreTriedInTurn() throws Exception {
        KeyPair second = TestServer.ed25519();
        accepted.add(second);
        Path wrong = TestServer.write(TestServer.ed25519(), folder.resolve("id1"));
        assertThat(connect(keys(wrong, TestServer.write(second, folder.resolve("id2")))))
                .isEqualTo(new Exited(0));
    }

    @Test
    void whatWasRefusedIsListedByName() throws Exception {
        server.server.setPasswordAuthenticator((_, _, _) -> false);
        server.server.setUserAuthFactories(List.of(
                UserAuthPublicKeyFactory.INSTANCE,
                UserAuthPasswordFactory.INSTANCE,
                UserAuthKeyboardInteractiveFactory.INSTANCE));
        Path one = TestServer.write(TestServer.ed25519(), folder.resolve("id1"));
        Path two = TestServer.write(TestServer.ed25519(), folder.resolve("id2"));
        try (FakeAgent agent = new FakeAgent(folder.resolve("agent"), TestServer.ed25519(), "jo@desk")) {
            Outcome outcome = connect(
                    settings(List.of(one, two), Optional.of(agent.socket()), Optional.of(password("s3cret\n"))));
            assertThat(outcome)
                    .isEqualTo(new AuthFailed("the server refused tester with key " + one + ", key " + two
                            + ", ssh-agent key jo@desk, password, password (keyboard-interactive)"));
        }
    }

    @Test
    void nothingToOfferSaysWhatToDo() throws Exception {
        server.server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        server.server.setPasswordAuthenticator((_, _, _) -> true);
        Path key = TestServer.write(TestServer.ed25519(), folder.resolve("id"));
        assertThat(connect(keys(key)))
                .isInstanceOfSatisfying(
                        AuthFailed.class,
                        failed -> assertThat(failed.reason()).contains("nothing to log in with", "--identity"));
    }

    @Test
    void moreKeysThanTheServerWantsIsAReasonOfItsOwn() throws Exception {
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server.server, 6);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            files.add(TestServer.write(TestServer.ed25519(), folder.resolve("id" + i)));
        }
        assertThat(connect(settings(files, Optional.empty(), Optional.empty())))
                .isInstanceOfSatisfying(
                        AuthFailed.class,
                        failed -> assertThat(failed.reason()).contains("MaxAuthTries", "id5", "--identity"));
    }

    @Test
    void aPasswordLogsIn() throws Exception {
        server.server.setPasswordAuthenticator((_, password, _) -> password.equals("pässword "));
        server.server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        Path file = password("pässword \nsecond line");
        assertThat(connect(settings(List.of(), Optional.empty(), Optional.of(file))))
                .isEqualTo(new Exited(0));
    }

    @Test
    void aSinglePromptIsAnsweredWithThePassword() throws Exception {
        server.server.setPasswordAuthenticator((_, password, _) -> password.equals("s3cret"));
        server.server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        assertThat(connect(settings(List.of(), Optional.empty(), Optional.of(password("s3cret")))))
                .isEqualTo(new Exited(0));
    }

    @ParameterizedTest
    @CsvSource({"ssh-ed25519, 256", "ecdsa-sha2-nistp256, 256", "ssh-rsa, 2048"})
    void theAgentSigns(String type, int size) throws Exception {
        KeyPair key = TestServer.key(type, size);
        accepted.add(key);
        try (FakeAgent agent = new FakeAgent(folder.resolve("agent"), key, "agent key")) {
            assertThat(connect(settings(List.of(), Optional.of(agent.socket()), Optional.empty())))
                    .isEqualTo(new Exited(0));
        }
    }

    @Test
    void anAgentThatIsGoneIsPassedOver() throws Exception {
        KeyPair key = TestServer.ed25519();
        accepted.add(key);
        Path file = TestServer.write(key, folder.resolve("id"));
        assertThat(connect(settings(List.of(file), Optional.of(folder.resolve("none")), Optional.empty())))
                .isEqualTo(new Exited(0));
    }

    @Test
    void theServersPinnedIdentityIsTheOnlyOneOffered() throws Exception {
        KeyPair known = TestServer.ed25519();
        accepted.add(known);
        Path file = TestServer.write(known, folder.resolve("id"));
        SshEndpoint endpoint = SshEndpoint.of(
                "tester",
                "127.0.0.1",
                server.port(),
                new SshEndpoint.Pinned(TestServer.ed25519(), TestServer.HOST_KEY.getPublic()));
        try (SshCommands commands = SshCommands.open(keys(file))) {
            assertThat(new Captured(commands, endpoint, ":exit 0").end().outcome())
                    .isEqualTo(new AuthFailed("the server refused tester with the given key"));
        }
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
    void onlyNamedKeysOfTheAgentAreShownWhereThatIsSaid() throws Exception {
        KeyPair key = TestServer.ed25519();
        try (FakeAgent agent = new FakeAgent(folder.resolve("agent"), key, "agent key")) {
            SshSettings settings = settings(List.of(), Optional.of(agent.socket()), Optional.empty());
            Path other = Files.writeString(
                    folder.resolve("other.pub"),
                    PublicKeyEntry.toString(TestServer.ed25519().getPublic()));
            Path config =
                    Files.writeString(folder.resolve("config"), "IdentitiesOnly yes\nIdentityFile " + other + "\n");
            assertThat(connect(settings.withConfig(config)))
                    .isInstanceOfSatisfying(
                            AuthFailed.class,
                            failed -> assertThat(failed.reason()).contains("nothing to log in with"));
            accepted.add(key);
            Files.writeString(other, PublicKeyEntry.toString(key.getPublic()));
            assertThat(connect(settings.withConfig(config))).isEqualTo(new Exited(0));
        }
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

    @Test
    void aQuestionThatOnlyAPersonCanAnswerIsToldWithTheFailure() throws Exception {
        server.server.setKeyboardInteractiveAuthenticator(new KeyboardInteractiveAuthenticator() {
            @Override
            public InteractiveChallenge generateChallenge(ServerSession session, String user, String lang, String sub) {
                InteractiveChallenge challenge = new InteractiveChallenge();
                challenge.setInteractionName("");
                challenge.setInteractionInstruction("");
                challenge.setLanguageTag("");
                challenge.addPrompt("Code from your token: ", true);
                return challenge;
            }

            @Override
            public boolean authenticate(ServerSession session, String user, List<String> responses) {
                return true;
            }
        });
        server.server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        assertThat(connect(settings(List.of(), Optional.empty(), Optional.of(password("s3cret")))))
                .isInstanceOfSatisfying(
                        AuthFailed.class,
                        failed -> assertThat(failed.reason()).contains("Code from your token", "only a person"));
    }

    @Test
    void anEmptyOrMissingPasswordFileIsNamedAtTheStart() throws IOException {
        Path empty = password("");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(List.of(), Optional.empty(), Optional.of(empty))
                        .check())
                .withMessageContainingAll(empty.toString(), "empty");
        Path missing = folder.resolve("nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(List.of(), Optional.empty(), Optional.of(missing))
                        .check())
                .withMessageContaining(missing.toString());
    }
}
