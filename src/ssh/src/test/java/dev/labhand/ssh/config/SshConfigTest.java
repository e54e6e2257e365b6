package dev.labhand.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.Target;
import dev.labhand.ssh.config.HostConfig.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshConfigTest {

    @TempDir
    Path home;

    private Path file() {
        return home.resolve("config");
    }

    /** Whatever the umask is, for its owner alone to write. */
    private static void write(Path file, String text) throws IOException {
        Files.setPosixFilePermissions(Files.writeString(file, text), PosixFilePermissions.fromString("rw-r--r--"));
    }

    private HostConfig host(String text, String name) throws Exception {
        return host(text, name, Optional.empty());
    }

    private HostConfig host(String text, String name, Optional<String> user) throws Exception {
        write(file(), text);
        Map<String, String> environment = Map.of("LAB", "north", "MY_SOCKET", "/run/my.sock");
        return new SshConfig(Optional.of(file()), new Tokens.Home(home, "me"), environment)
                .host(name, user, OptionalInt.empty());
    }

    @Test
    void withoutAFileTheHostIsItself() throws Exception {
        HostConfig host = new SshConfig(Optional.empty(), new Tokens.Home(home, "me"), Map.of())
                .host("dut1", Optional.empty(), OptionalInt.empty());
        assertThat(host.host()).isEqualTo("dut1");
        assertThat(host.user()).isEqualTo("me");
        assertThat(host.port()).isEqualTo(22);
        assertThat(host.jumps()).isEmpty();
    }

    @Test
    void theFirstValueOfEachKeywordCounts() throws Exception {
        HostConfig host = host("""
                Host dut1
                  HostName 10.0.0.5
                  Port 2222
                Host dut*
                  Port 22
                  User root
                Host *
                  User nobody
                """, "dut1");
        assertThat(host.host()).isEqualTo("10.0.0.5");
        assertThat(host.port()).isEqualTo(2222);
        assertThat(host.user()).isEqualTo("root");
    }

    @Test
    void whatWasAskedForWinsOverTheFile() throws Exception {
        Files.writeString(file(), "User root\nPort 2222\n");
        HostConfig host = new SshConfig(Optional.of(file()), new Tokens.Home(home, "me"), Map.of())
                .host("dut1", Optional.of("jo"), OptionalInt.of(7));
        assertThat(host.user()).isEqualTo("jo");
        assertThat(host.port()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "dut1, root",
        "dut12, root",
        "dut3, me",
        "lab, root",
        "DUT1, me",
        "other, me",
    })
    void hostPatternsMatchWithNegation(String name, String user) throws Exception {
        assertThat(host("Host dut* lab !dut3\n User root\n", name).user()).isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "User=root",
                "user = root",
                "  USER\troot  ",
                "User \"root\"",
                "User 'root'",
                "User root # who else",
                "User root\r",
            })
    void aLineMayBeWrittenInManyWays(String line) throws Exception {
        assertThat(host("Host *\n" + line + "\n", "x").user()).isEqualTo("root");
    }

    @Test
    void identitiesAndCertificatesAreGathered() throws Exception {
        HostConfig host = host("""
                Host dut1
                  IdentityFile ~/.ssh/id_dut
                  CertificateFile "~/my certs/a-cert.pub"
                Host *
                  IdentityFile /keys/%u-%r@%h:%p-%n-%%-${LAB}
                  IdentityFile ~/.ssh/id_dut
                  IdentitiesOnly yes
                  Port 2200
                  User op
                """, "dut1");
        assertThat(host.identityFiles())
                .containsExactly(home.resolve(".ssh/id_dut"), Path.of("/keys/me-op@dut1:2200-dut1-%-north"));
        assertThat(host.certificateFiles()).containsExactly(home.resolve("my certs/a-cert.pub"));
        assertThat(host.identitiesOnly()).isTrue();
    }

    @Test
    void jumpsAreAChainAndNoneIsStraight() throws Exception {
        String text = """
                Host inner
                  ProxyJump none
                Host in*
                  ProxyJump op@gw1:2222,ssh://gw2,[fe80::1]:22
                """;
        assertThat(host(text, "inner").jumps()).contains(List.of());
        assertThat(host(text, "in2").jumps())
                .contains(List.of(
                        new Target.SshHost(Optional.of("op"), "gw1", OptionalInt.of(2222)),
                        new Target.SshHost(Optional.empty(), "gw2", OptionalInt.empty()),
                        new Target.SshHost(Optional.empty(), "fe80::1", OptionalInt.of(22))));
        assertThat(host(text, "x").jumps()).isEmpty();
    }

    @Test
    void whicheverOfCommandAndJumpComesFirstCounts() throws Exception {
        assertThat(host("ProxyJump gw\nProxyCommand nc %h %p\n", "x").jumps()).isPresent();
        assertThat(host("ProxyCommand none\nProxyJump gw\n", "x").jumps()).isEmpty();
        assertThatThrownBy(() -> host("ProxyCommand nc %h %p\nProxyJump gw\n", "x"))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith(file() + ":1: ProxyCommand is not supported")
                .hasMessageContaining("ProxyJump");
    }

    @Test
    void timesAndLimitsAreRead() throws Exception {
        HostConfig host = host("""
                ConnectTimeout 1m30s
                ServerAliveInterval 7
                ServerAliveCountMax 2
                AddressFamily inet6
                """, "x");
        assertThat(host.connectTimeout()).contains(Duration.ofSeconds(90));
        assertThat(host.aliveInterval()).contains(Duration.ofSeconds(7));
        assertThat(host.aliveCount()).hasValue(2);
        assertThat(host.family()).hasValue(6);
    }

    @Test
    void hostKeysAreSaidInFullAndNoIsTakenForAcceptNew() throws Exception {
        HostConfig host = host("""
                StrictHostKeyChecking accept-new
                UserKnownHostsFile ~/.ssh/lab_hosts "/etc/lab hosts"
                GlobalKnownHostsFile none
                HostKeyAlias the-dut
                """, "x");
        assertThat(host.acceptNew()).contains(true);
        assertThat(host.userKnownHosts()).contains(List.of(home.resolve(".ssh/lab_hosts"), Path.of("/etc/lab hosts")));
        assertThat(host.globalKnownHosts()).contains(List.of());
        assertThat(host.keyAlias()).contains("the-dut");
        assertThat(host("StrictHostKeyChecking ask\n", "x").acceptNew()).contains(false);
        HostConfig careless = host("StrictHostKeyChecking no\n", "x");
        assertThat(careless.acceptNew()).contains(true);
        assertThat(careless.warnings()).singleElement().asString().contains("accept-new", "changed key");
    }

    @Test
    void agentsAreFoundLentOrSwitchedOff() throws Exception {
        Optional<Path> usual = Optional.of(Path.of("/run/usual"));
        assertThat(host("IdentityAgent none\n", "x")
                        .identityAgent()
                        .orElseThrow()
                        .path(usual))
                .isEmpty();
        assertThat(host("IdentityAgent SSH_AUTH_SOCK\n", "x")
                        .identityAgent()
                        .orElseThrow()
                        .path(usual))
                .isEqualTo(usual);
        assertThat(host("IdentityAgent ~/agent.sock\n", "x")
                        .identityAgent()
                        .orElseThrow()
                        .path(usual))
                .contains(home.resolve("agent.sock"));
        assertThat(host("ForwardAgent $MY_SOCKET\n", "x").forwardAgent())
                .contains(new Socket.At(Optional.of(Path.of("/run/my.sock"))));
        assertThat(host("ForwardAgent yes\n", "x").forwardAgent()).contains(new Socket.Usual());
        assertThat(host("ForwardAgent no\n", "x").forwardAgent().orElseThrow().path(usual))
                .isEmpty();
    }

    @Test
    void methodsCanBeRefused() throws Exception {
        assertThat(host("PasswordAuthentication no\nChallengeResponseAuthentication no\n", "x")
                        .refused())
                .containsExactlyInAnyOrder("password", "keyboard-interactive");
    }

    @Test
    void includesAreReadWhereTheyStand() throws Exception {
        Files.createDirectories(home.resolve(".ssh/lab.d"));
        write(home.resolve(".ssh/lab.d/10-a"), "Host dut1\n HostName first\n");
        write(home.resolve(".ssh/lab.d/20-b"), "Host dut1\n HostName second\n Port 99\n");
        write(home.resolve(".ssh/lab.d/.hidden"), "User hidden\n");
        write(home.resolve(".ssh/only-dut2"), "User two\n");
        String text = """
                Include lab.d/* missing/*
                Host dut2
                  Include only-dut2
                Host *
                  HostName last
                """;
        HostConfig host = host(text, "dut1");
        assertThat(host.host()).isEqualTo("first");
        assertThat(host.port()).isEqualTo(99);
        assertThat(host.user()).isEqualTo("me");
        assertThat(host(text, "dut2").user()).isEqualTo("two");
        assertThat(host(text, "dut2").host()).isEqualTo("last");
    }

    @Test
    void aFileThatIncludesItselfIsAnError() {
        assertThatThrownBy(() -> host("Include " + file() + "\n", "x"))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("nested");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all|true",
                "host 10.0.0.*|true",
                "host dut1|false",
                "originalhost dut1|true",
                "originalhost=dut1|true",
                "originalhost DUT*|true",
                "!originalhost dut1|false",
                "user op|true",
                "user root,op|true",
                "localuser me|true",
                "localuser !me,*|false",
                "host 10.0.0.* user root|false",
                "final|true",
                "canonical|false",
                "tagged lab|true",
            })
    void matchIsEvaluated(String conditions, boolean holds) throws Exception {
        String text = "Tag lab\nHost dut1\n HostName 10.0.0.5\nMatch " + conditions + "\n Port 99\n";
        assertThat(host(text, "dut1", Optional.of("op")).port()).isEqualTo(holds ? 99 : 22);
    }

    @Test
    void aConditionThatCannotBeEvaluatedIsAnErrorWhereItMatters() throws Exception {
        String text = "Match host gw* exec \"test -e /vpn\"\n Port 99\n";
        assertThat(host(text, "dut1").port()).isEqualTo(22);
        assertThatThrownBy(() -> host(text, "gw1"))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith(file() + ":1: Match has the condition 'exec'")
                .hasMessageContaining("--ssh-config");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CanonicalizeHostname yes",
                "RevokedHostKeys /etc/ssh/revoked",
                "RefuseConnection \"under repair\"",
                "Port 0",
                "Port ssh",
                "Port",
                "Port 22 23",
                "User \"root",
                "IdentitiesOnly maybe",
                "StrictHostKeyChecking perhaps",
                "ConnectTimeout soon",
                "AddressFamily inet5",
                "IdentityFile ${UNSET_VARIABLE}/id",
                "IdentityFile %z",
                "HostName %p",
                "ProxyJump ,",
                "Match",
                "Match user",
                "Match weather fine",
                "Match all user x",
            })
    void whatCannotBeFollowedNamesItsLine(String line) {
        assertThatThrownBy(() -> host("# first\n" + line + "\n", "x"))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith(file() + ":2: ");
    }

    @Test
    void whatIsNotForThisHostDoesNoHarm() throws Exception {
        assertThat(host("Host y\n ProxyCommand nc\n Port 0\n NoSuchWord 1\n", "x")
                        .warnings())
                .isEmpty();
    }

    @Test
    void whatWouldMatterAndIsNotFollowedIsAWarningWithItsLine() throws Exception {
        HostConfig host = host("""
                IgnoreUnknown Use*,Pkcs*
                Ciphers aes128-cbc
                UseRockets yes
                NoSuchWord 1
                ControlMaster auto
                """, "x");
        assertThat(host.warnings())
                .containsExactly(
                        file() + ":2: Ciphers is not followed by Labhand",
                        file() + ":4: there is no keyword NoSuchWord");
    }

    @Test
    void aFileThatCannotBeReadIsAnError() throws IOException {
        Files.createDirectory(file());
        assertThatThrownBy(() -> SshConfig.of(Optional.of(file())).host("x", Optional.empty(), OptionalInt.empty()))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(file().toString());
    }
}
