package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.Target;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RunningProcess;
import dev.labhand.ssh.config.HostConfig;
import dev.labhand.ssh.config.SshConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration file says of a host, by OpenSSH's own words and by ours. */
@RequiresPeer(Peer.SSH_TOOLS)
class SshConfigIT {

    private static final List<String> HOSTS = List.of("dut1", "dut12", "DUT1", "gate", "jo@lab.example", "10.0.0.7");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host dut*\n Port 2222\n User root\nHost *\n Port 23\n User nobody\n",
                "Host * !dut1\n User other\n",
                "Host dut1 gate\n HostName %h.lab.example\n User=root\nHost *.lab.example\n Port 99\n",
                "HostName \"10.0.0.1\"\nhostname 10.0.0.2\n",
                "Host dut?\n HostName 10.1.1.1 # the first\nMatch host 10.1.*\n Port 77\n",
                "Match originalhost dut* user root\n Port 5\nMatch user jo\n Port 6\nMatch all\n Port 7\n",
                "Match !originalhost gate,dut*\n Port 8\n",
                "Match localuser root,nobody\n Port 9\n",
                "Match final host *.lab\n Port 10\nHost dut1\n HostName dut1.lab\n",
                "Match canonical\n Port 11\n",
                "Host gate\n ProxyJump none\nHost *\n ProxyJump op@gate:2022,second\n",
                "ProxyJump ssh://op@gate:2022\n",
                "IdentityFile ~/.ssh/id_%r_%h\nIdentityFile /keys/%n/%p/%u/%%\nIdentitiesOnly yes\n",
                "Host dut1\n CertificateFile ~/c-cert.pub\nCertificateFile %d/d-cert.pub\n",
                "UserKnownHostsFile ~/.ssh/a /etc/b\nGlobalKnownHostsFile /etc/c \"/etc/d e\"\n",
                "StrictHostKeyChecking accept-new\nHostKeyAlias the-alias\n",
                "ConnectTimeout 1m5s\nServerAliveInterval 20\nServerAliveCountMax 4\n",
                "AddressFamily inet6\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n",
                "Include more/*.conf\nPort 1\n",
                "Host dut1\n Include more/20-b.conf\nHost *\n User last\n",
                "User 'single quoted'\n",
                "User with\\ blank\n",
                "User \"a \\\"quote\\\"\"\n",
            })
    void bothUnderstandTheSame(String config) throws Exception {
        Path more = Files.createDirectories(folder.resolve("more"));
        Files.writeString(more.resolve("10-a.conf"), "Host dut1\n Port 1010\n");
        Files.writeString(more.resolve("20-b.conf"), "Port 2020\nHost gate\n User included\n");
        Path file = Files.writeString(folder.resolve("config"), config.replace("more/", more + "/"));
        for (String host : HOSTS) {
            assertThat(ours(file, host)).as(host).isEqualTo(theirs(file, host));
        }
    }

    private static List<String> theirs(Path file, String host) {
        List<String> lines = RunningProcess.run("ssh", "-G", "-F", file.toString(), host)
                .succeeded()
                .lines();
        String hostName = value(lines, "hostname");
        String user = value(lines, "user");
        String port = value(lines, "port");
        String name = host.substring(host.indexOf('@') + 1);
        boolean identities = lines.stream().noneMatch(line -> line.equals("identityfile ~/.ssh/id_rsa"));
        return lines.stream()
                .filter(line -> line.matches("(hostname|user|port|proxyjump|addressfamily|identitiesonly|connecttimeout"
                        + "|serveraliveinterval|hostkeyalias) .*"
                        + "|certificatefile .*|(passwordauthentication|kbdinteractiveauthentication) no"
                        + (identities ? "|identityfile .*" : "")))
                .filter(line -> !List.of(
                                "identitiesonly no",
                                "addressfamily any",
                                "connecttimeout none",
                                "serveraliveinterval 0")
                        .contains(line))
                .map(line -> line.replaceFirst(" ~/", " %d/")
                        .replace("%d", System.getProperty("user.home"))
                        .replace("%r", user)
                        .replace("%h", hostName)
                        .replace("%p", port)
                        .replace("%n", name)
                        .replace("%u", System.getProperty("user.name"))
                        .replace("%%", "%"))
                .map(SshConfigIT::plain)
                .sorted()
                .toList();
    }

    private static String value(List<String> lines, String keyword) {
        return lines.stream()
                .filter(line -> line.startsWith(keyword + " "))
                .findFirst()
                .orElseThrow()
                .substring(keyword.length() + 1);
    }

    /** ssh prints names in small letters. */
    private static String plain(String line) {
        return line.toLowerCase(Locale.ROOT);
    }

    private static List<String> ours(Path file, String asked) throws Exception {
        Target.SshHost target = Target.jumps(asked).getFirst();
        HostConfig host = SshConfig.of(Optional.of(file)).host(target.host(), target.user(), OptionalInt.empty());
        List<String> lines = new ArrayList<>();
        lines.add("hostname " + host.host());
        lines.add("user " + host.user());
        lines.add("port " + host.port());
        host.jumps().filter(jumps -> !jumps.isEmpty()).ifPresent(jumps -> lines.add("proxyjump " + jumps(jumps)));
        host.keyAlias().ifPresent(alias -> lines.add("hostkeyalias " + alias));
        host.family().ifPresent(family -> lines.add("addressfamily " + (family == 4 ? "inet" : "inet6")));
        host.connectTimeout().ifPresent(time -> lines.add("connecttimeout " + time.toSeconds()));
        host.aliveInterval().ifPresent(time -> lines.add("serveraliveinterval " + time.toSeconds()));
        if (host.identitiesOnly()) {
            lines.add("identitiesonly yes");
        }
        if (host.refused().contains("password")) {
            lines.add("passwordauthentication no");
        }
        if (host.refused().contains("keyboard-interactive")) {
            lines.add("kbdinteractiveauthentication no");
        }
        host.certificateFiles().forEach(path -> lines.add("certificatefile " + path));
        host.identityFiles().forEach(path -> lines.add("identityfile " + path));
        return lines.stream().map(SshConfigIT::plain).sorted().toList();
    }

    private static String jumps(List<Target.SshHost> jumps) {
        return String.join(",", jumps.stream().map(Target.SshHost::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Port 0\n",
                "Port x\n",
                "Port\n",
                "User \"root\n",
                "Match\n",
                "Match user\n",
                "AddressFamily inet5\n",
                "ConnectTimeout soon\n",
                "HostName %p\n",
                "IdentitiesOnly maybe\n",
            })
    void neitherUnderstandsWhatIsWrong(String config) throws IOException {
        Path file = Files.writeString(folder.resolve("config"), config);
        assertThat(RunningProcess.run("ssh", "-G", "-F", file.toString(), "dut1")
                        .exit())
                .isNotZero();
        assertThatThrownBy(() -> SshConfig.of(Optional.of(file)).host("dut1", Optional.empty(), OptionalInt.empty()))
                .hasMessageStartingWith(file + ":1: ");
    }
}
