package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RunningProcess;
import dev.labhand.e2e.support.SshKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Certificates made by ssh-keygen, and OpenSSH's own ssh-agent. */
@RequiresPeer({Peer.SSHD, Peer.SSH_TOOLS})
class SshLoginIT {

    @TempDir
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static JsonNode exec(OpenSshServer server, String command, String... flags) {
        try (AgentProcess agent = AgentProcess.start(flags)) {
            return new JsonRpcClient(agent).exec(server.target(), command);
        }
    }

    @Test
    void aUsersCertificateBesideItsKeyLogsInForItsPrincipalsAndItsTime() throws IOException {
        SshKey authority = SshKey.generate(folder, "authority");
        SshKey key = SshKey.generate(folder, "id");
        try (OpenSshServer server = OpenSshServer.startWith("TrustedUserCAKeys " + authority.file() + ".pub")) {
            String[] flags = {
                "--ssh-config",
                "none",
                "--identity",
                key.file().toString(),
                "--known-hosts",
                server.knownHosts().toString()
            };
            assertThat(exec(server, "true", flags).get("outcome").asString()).isEqualTo("auth_failed");
            authority.certify(key, "-n", server.user(), "-V", "+1h");
            assertThat(exec(server, "true", flags).get("outcome").asString()).isEqualTo("exited");
            authority.certify(key, "-n", "somebody-else", "-V", "+1h");
            JsonNode refused = exec(server, "true", flags);
            assertThat(refused.get("outcome").asString()).isEqualTo("auth_failed");
            assertThat(refused.get("reason").asString()).contains("certificate " + key.file() + "-cert.pub");

            Path elsewhere = folder.resolve("elsewhere-cert.pub");
            Files.move(authority.certify(key, "-n", server.user(), "-V", "+1h"), elsewhere);
            Path config = write(
                    "config",
                    "IdentityFile " + key.file() + "\nCertificateFile " + elsewhere + "\nUserKnownHostsFile "
                            + server.knownHosts() + "\n");
            assertThat(exec(server, "true", "--ssh-config", config.toString())
                            .get("outcome")
                            .asString())
                    .isEqualTo("exited");
        }
    }

    @Test
    void aHostsCertificateIsBelievedForItsNameAndItsTime() throws IOException {
        SshKey authority = SshKey.generate(folder, "authority");
        SshKey hostKey = SshKey.generate(folder, "host");
        Path certificate = authority.certify(hostKey, "-h", "-n", "127.0.0.1", "-V", "+1h");
        try (OpenSshServer server =
                OpenSshServer.startWith("HostKey " + hostKey.file(), "HostCertificate " + certificate)) {
            String believed = "@cert-authority [127.0.0.1]:" + server.port() + " " + authority.publicLine() + "\n";
            String[] flags = {
                "--ssh-config",
                "none",
                "--identity",
                server.identity().toString(),
                "--known-hosts",
                write("known_hosts", believed).toString()
            };
            assertThat(exec(server, "true", flags).get("outcome").asString()).isEqualTo("exited");

            write("known_hosts", believed + "@revoked * " + authority.publicLine() + "\n");
            assertThat(exec(server, "true", flags).get("reason").asString()).contains("revoked", "known_hosts:2");

            write("known_hosts", believed);
            authority.certify(hostKey, "-h", "-n", "elsewhere.lab", "-V", "+1h");
            server.restart();
            assertThat(exec(server, "true", flags).get("reason").asString()).contains("elsewhere.lab", "127.0.0.1");

            authority.certify(hostKey, "-h", "-n", "127.0.0.1", "-V", "20200101:20200102");
            server.restart();
            assertThat(exec(server, "true", flags).get("reason").asString()).contains("valid from 20");
        }
    }

    @Test
    void anSshAgentLogsInWithItsKeyAndItsCertificateAndIsLentWhereThatIsAskedFor() throws IOException {
        SshKey authority = SshKey.generate(folder, "authority");
        SshKey key = SshKey.generate(folder, "id");
        Path socket = folder.resolve("agent.sock");
        try (OpenSshServer server = OpenSshServer.startWith("TrustedUserCAKeys " + authority.file() + ".pub");
                RunningProcess sshAgent =
                        RunningProcess.start(new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()))) {
            sshAgent.awaitStdout(Pattern.compile("SSH_AUTH_SOCK"));
            authority.certify(key, "-n", server.user(), "-V", "+1h");
            RunningProcess.run(
                            "env",
                            "SSH_AUTH_SOCK=" + socket,
                            "ssh-add",
                            key.file().toString())
                    .succeeded();
            Path config =
                    write("config", "IdentityAgent " + socket + "\nUserKnownHostsFile " + server.knownHosts() + "\n");
            try (AgentProcess agent = AgentProcess.start("--ssh-config", config.toString())) {
                JsonRpcClient client = new JsonRpcClient(agent);
                JsonNode without = client.exec(server.target(), "ssh-add -l");
                assertThat(without.get("exitCode").asInt()).as("%s", without).isEqualTo(2);

                JsonNode lent = client.call(
                        "exec", Map.of("target", server.target(), "command", "ssh-add -l", "forwardAgent", true));
                assertThat(lent.get("stdout").asString()).as("%s", lent).contains(key.fingerprint());
                JsonNode signed = client.call(
                        "exec",
                        Map.of(
                                "target",
                                server.target(),
                                "command",
                                "echo text > " + folder.resolve("text") + " && ssh-keygen -Y sign -n file -f "
                                        + key.file() + ".pub " + folder.resolve("text"),
                                "forwardAgent",
                                true));
                assertThat(signed.get("exitCode").asInt()).as("%s", signed).isZero();
                assertThat(folder.resolve("text.sig")).exists();
            }
            write("config", Files.readString(config) + "ForwardAgent yes\n");
            JsonNode byFile = exec(server, "ssh-add -l", "--ssh-config", config.toString());
            assertThat(byFile.get("stdout").asString()).as("%s", byFile).contains(key.fingerprint());
        }
        try (OpenSshServer strict = OpenSshServer.startWith("AllowAgentForwarding no");
                RunningProcess sshAgent = RunningProcess.start(new ProcessBuilder(
                        "ssh-agent", "-D", "-a", folder.resolve("second.sock").toString()))) {
            sshAgent.awaitStdout(Pattern.compile("SSH_AUTH_SOCK"));
            Path config = write(
                    "config",
                    "IdentityAgent " + folder.resolve("second.sock") + "\nIdentityFile " + strict.identity()
                            + "\nForwardAgent yes\nUserKnownHostsFile " + strict.knownHosts() + "\n");
            JsonNode refused = exec(strict, "true", "--ssh-config", config.toString());
            assertThat(refused.get("outcome").asString()).isEqualTo("rejected");
            assertThat(refused.get("reason").asString()).contains("AllowAgentForwarding");
        }
    }
}
