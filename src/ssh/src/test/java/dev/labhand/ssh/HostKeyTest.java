package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.Exited;
import dev.labhand.api.Outcome.HostKeyRejected;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.HostKeyCertificateProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostKeyTest {

    private static final KeyPair RSA = TestServer.key(KeyPairProvider.SSH_RSA, 2048);
    private static final PublicKey STRANGER = TestServer.ed25519().getPublic();

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Outcome connect(HostKeyPolicy policy) throws Exception {
        return connect(policy, server.endpoint());
    }

    private Outcome connect(HostKeyPolicy policy, SshEndpoint endpoint) throws Exception {
        try (SshCommands commands = SshCommands.open(TestServer.settings(folder, policy))) {
            return new Captured(commands, endpoint, ":exit 0").end().outcome();
        }
    }

    private String rejection(HostKeyPolicy policy) throws Exception {
        Outcome outcome = connect(policy);
        assertThat(outcome).isInstanceOf(HostKeyRejected.class);
        assertThat(server.commands).isEmpty();
        return ((HostKeyRejected) outcome).reason();
    }

    private Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    private String line(String marker, PublicKey key) {
        return marker + "[127.0.0.1]:" + server.port() + " " + PublicKeyEntry.toString(key) + "\n";
    }

    @Test
    void anUnknownHostIsRefusedWithItsFingerprintAndAWayOn() throws Exception {
        assertThat(rejection(HostKeyPolicy.STRICT))
                .contains(
                        "unknown",
                        "ssh-ed25519 "
                                + KeyUtils.getFingerPrint(BuiltinDigests.sha256, TestServer.HOST_KEY.getPublic()),
                        "ssh-keyscan -p " + server.port() + " 127.0.0.1 >> " + knownHosts(),
                        "--host-keys accept-new");
        assertThat(knownHosts()).doesNotExist();
    }

    @Test
    void anAcceptedHostIsRememberedAndKnownFromThenOn() throws Exception {
        assertThat(connect(HostKeyPolicy.ACCEPT_NEW)).isEqualTo(new Exited(0));
        assertThat(Files.readString(knownHosts())).isEqualTo(line("", TestServer.HOST_KEY.getPublic()));
        assertThat(connect(HostKeyPolicy.STRICT)).isEqualTo(new Exited(0));
    }

    @Test
    void manyFirstConnectionsAtOnceLeaveOneLine() throws Exception {
        try (SshCommands commands = SshCommands.open(TestServer.settings(folder))) {
            List<Captured> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(new Captured(commands, SshEndpoint.of("user" + i, "127.0.0.1", server.port()), ":exit 0"));
            }
            for (Captured command : all) {
                assertThat(command.end().outcome()).isEqualTo(new Exited(0));
            }
        }
        assertThat(Files.readAllLines(knownHosts())).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aChangedKeyIsRefusedUnderEveryPolicyAndItsLineNamed(HostKeyPolicy policy) throws Exception {
        Files.writeString(knownHosts(), "# mine\n" + line("", STRANGER));
        assertThat(rejection(policy))
                .contains("CHANGED", knownHosts() + ":2", "ssh-keygen -R '[127.0.0.1]:" + server.port() + "'");
        assertThat(Files.readAllLines(knownHosts())).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfAnotherTypeThanTheKnownOneIsAChangedKey(HostKeyPolicy policy) throws Exception {
        Files.writeString(knownHosts(), line("", RSA.getPublic()));
        assertThat(rejection(policy)).contains("CHANGED");
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedKeyIsRefused(HostKeyPolicy policy) throws Exception {
        PublicKey key = TestServer.HOST_KEY.getPublic();
        Files.writeString(knownHosts(), line("", key) + "@revoked * " + PublicKeyEntry.toString(key) + "\n");
        assertThat(rejection(policy)).contains("revoked", knownHosts() + ":2");
    }

    @Test
    void theTypeOfTheKnownKeyIsAskedForFirst() throws Exception {
        server.close();
        server = TestServer.start(
                test -> test.server.setKeyPairProvider(KeyPairProvider.wrap(TestServer.HOST_KEY, RSA)));
        Files.writeString(knownHosts(), line("", RSA.getPublic()));
        assertThat(connect(HostKeyPolicy.STRICT)).isEqualTo(new Exited(0));
    }

    @Test
    void oneOfSeveralKnownKeysIsEnough() throws Exception {
        Files.writeString(knownHosts(), line("", STRANGER) + line("", TestServer.HOST_KEY.getPublic()));
        assertThat(connect(HostKeyPolicy.STRICT)).isEqualTo(new Exited(0));
    }

    @Test
    void aKeyKnownForTheNameAloneVouchesForItsOtherPorts() throws Exception {
        Files.writeString(knownHosts(), "127.0.0.1 " + PublicKeyEntry.toString(TestServer.HOST_KEY.getPublic()));
        assertThat(connect(HostKeyPolicy.STRICT)).isEqualTo(new Exited(0));
    }

    @Test
    void aPinnedKeyNeedsNoFileAndTakesNoOther() throws Exception {
        SshEndpoint right = pinned(TestServer.HOST_KEY.getPublic());
        assertThat(connect(HostKeyPolicy.STRICT, right)).isEqualTo(new Exited(0));
        assertThat(knownHosts()).doesNotExist();
        server.commands.clear();

        Files.writeString(knownHosts(), line("", TestServer.HOST_KEY.getPublic()));
        assertThat(connect(HostKeyPolicy.ACCEPT_NEW, pinned(STRANGER))).isInstanceOf(HostKeyRejected.class);
        assertThat(server.commands).isEmpty();
    }

    private SshEndpoint pinned(PublicKey hostKey) {
        return SshEndpoint.of(
                "tester", "127.0.0.1", server.port(), new SshEndpoint.Pinned(TestServer.USER_KEY, hostKey));
    }

    @Test
    void aCertificateOfAKnownAuthorityIsEnough() throws Exception {
        KeyPair authority = TestServer.ed25519();
        server.close();
        server = withCertificate(authority, "127.0.0.1");
        Files.writeString(knownHosts(), line("@cert-authority ", authority.getPublic()));
        assertThat(connect(HostKeyPolicy.STRICT)).isEqualTo(new Exited(0));
    }

    @Test
    void aCertificateForAnotherHostIsNot() throws Exception {
        KeyPair authority = TestServer.ed25519();
        server.close();
        server = withCertificate(authority, "elsewhere.lab");
        Files.writeString(knownHosts(), line("@cert-authority ", authority.getPublic()));
        assertThat(connect(HostKeyPolicy.STRICT)).isNotInstanceOf(Exited.class);
        assertThat(server.commands).isEmpty();
    }

    private String rejectionOf(OpenSshCertificateBuilder certificate) throws Exception {
        KeyPair authority = TestServer.ed25519();
        server.close();
        server = withCertificate(authority, certificate);
        Files.writeString(knownHosts(), line("@cert-authority ", authority.getPublic()));
        return rejection(HostKeyPolicy.ACCEPT_NEW);
    }

    @Test
    void aCertificateSaysWhatIsWrongWithIt() throws Exception {
        assertThat(rejectionOf(OpenSshCertificateBuilder.hostCertificate().principals(List.of("elsewhere.lab"))))
                .contains("certificate", "it is for elsewhere.lab, and not for 127.0.0.1");
        assertThat(rejectionOf(OpenSshCertificateBuilder.hostCertificate()
                        .principals(List.of("127.0.0.1"))
                        .validBefore(Instant.parse("2020-01-01T00:00:00Z"))))
                .contains("it is valid from", "to 2020-01-01T00:00:00Z");
    }

    @Test
    void aPatternOfACertificateMatches() throws Exception {
        KeyPair authority = TestServer.ed25519();
        server.close();
        server = withCertificate(authority, "127.0.*");
        Files.writeString(knownHosts(), line("@cert-authority ", authority.getPublic()));
        assertThat(connect(HostKeyPolicy.STRICT)).isEqualTo(new Exited(0));
    }

    @Test
    void aRevokedAuthorityVouchesForNobody() throws Exception {
        KeyPair authority = TestServer.ed25519();
        server.close();
        server = withCertificate(authority, "127.0.0.1");
        Files.writeString(
                knownHosts(),
                line("@cert-authority ", authority.getPublic()) + "@revoked * "
                        + PublicKeyEntry.toString(authority.getPublic()) + "\n");
        assertThat(rejection(HostKeyPolicy.ACCEPT_NEW)).contains("revoked", knownHosts() + ":2");
    }

    @Test
    void aPinnedFingerprintCountsAlone() throws Exception {
        String right = KeyUtils.getFingerPrint(BuiltinDigests.sha256, TestServer.HOST_KEY.getPublic());
        Files.writeString(knownHosts(), line("", STRANGER));
        assertThat(connect(HostKeyPolicy.STRICT, server.endpoint().withHostKey(right)))
                .isEqualTo(new Exited(0));
        String other = KeyUtils.getFingerPrint(BuiltinDigests.sha256, STRANGER);
        assertThat(connect(HostKeyPolicy.ACCEPT_NEW, server.endpoint().withHostKey(other)))
                .isInstanceOfSatisfying(
                        HostKeyRejected.class,
                        rejected -> assertThat(rejected.reason()).contains("pinned", right, other));
    }

    @Test
    void anAliasOfTheConfigurationFileIsTheNameThatCounts() throws Exception {
        Path config = Files.writeString(folder.resolve("config"), "HostKeyAlias the-dut\n");
        Files.writeString(knownHosts(), "the-dut " + PublicKeyEntry.toString(TestServer.HOST_KEY.getPublic()) + "\n");
        try (SshCommands commands = SshCommands.open(
                TestServer.settings(folder, HostKeyPolicy.STRICT).withConfig(config))) {
            assertThat(new Captured(commands, server.endpoint(), ":exit 0")
                            .end()
                            .outcome())
                    .isEqualTo(new Exited(0));
        }
    }

    private static TestServer withCertificate(KeyPair authority, String principal) throws Exception {
        return withCertificate(
                authority, OpenSshCertificateBuilder.hostCertificate().principals(List.of(principal)));
    }

    private static TestServer withCertificate(KeyPair authority, OpenSshCertificateBuilder builder) throws Exception {
        OpenSshCertificate certificate = builder.serial(1L)
                .id("test")
                .publicKey(TestServer.HOST_KEY.getPublic())
                .sign(authority);
        return TestServer.start(test -> test.server.setHostKeyCertificateProvider(certificates(certificate)));
    }

    private static HostKeyCertificateProvider certificates(OpenSshCertificate certificate) {
        return _ -> List.of(certificate);
    }

    @Test
    void aKnownHostsFileThatCannotBeReadRefuses() throws Exception {
        try (SshCommands commands = SshCommands.open(TestServer.settings(folder))) {
            Files.createDirectory(knownHosts());
            assertThat(new Captured(commands, server.endpoint(), ":exit 0")
                            .end()
                            .outcome())
                    .isInstanceOfSatisfying(
                            HostKeyRejected.class,
                            rejected -> assertThat(rejected.reason())
                                    .contains("cannot use", knownHosts().toString()));
        }
    }
}
