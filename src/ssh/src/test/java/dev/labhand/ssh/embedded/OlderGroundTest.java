package dev.labhand.ssh.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.embedded.PlainClient.Run;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.sshd.client.channel.ChannelExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines whose C library is older, or where only the JDK starts processes. */
class OlderGroundTest {

    private static final Map<String, String> AGENT = Map.of("PATH", System.getenv("PATH"), "LABHAND_TOKEN", "secret");

    @TempDir
    Path home;

    private EmbeddedSshServer serve(ChildProcess.Starter starter) throws IOException {
        return EmbeddedSshServer.start(new Account("tester", home.toString(), "/bin/sh"), AGENT, starter);
    }

    @Test
    void anOlderLibraryChangesTheDirectoryAndClosesDescriptorsToo() throws IOException {
        try (EmbeddedSshServer server = serve(new PosixStarter(false));
                PlainClient client = new PlainClient(server.endpoint())) {
            Run run = client.run("pwd; echo \"it's $0 🛠\"; ls /proc/$$/fd; kill -KILL $$");
            assertThat(run.text()).isEqualTo(home + "\nit's /bin/sh 🛠\n0\n1\n2\n");
            assertThat(run.signal()).isEqualTo("KILL");
            assertThat(client.run("test $(ps -o sid= -p $$) -eq $$").status()).isZero();
        }
    }

    @Test
    void theJdkRunsCommandsButReportsSignalsAsCodes() throws IOException {
        try (EmbeddedSshServer server = serve(JavaProcess::start);
                PlainClient client = new PlainClient(server.endpoint())) {
            Run run = client.run(
                    "pwd; env; cat; echo 🛠 >&2; exit 7",
                    new ByteArrayInputStream("in\n".getBytes(StandardCharsets.UTF_8)),
                    Map.of());
            assertThat(run.text())
                    .startsWith(home + "\n")
                    .contains("HOME=" + home)
                    .endsWith("in\n")
                    .doesNotContain("secret");
            assertThat(run.errorText()).isEqualTo("🛠\n");
            assertThat(run.status()).isEqualTo(7);
            assertThat(client.run("kill -TERM $$").status()).isEqualTo(143);
        }
    }

    @Test
    void theJdkDeliversTermAndKillOnly() throws Exception {
        try (EmbeddedSshServer server = serve(JavaProcess::start);
                PlainClient client = new PlainClient(server.endpoint());
                SignallingExec channel = SignallingExec.start(client, "echo ready; exec sleep 1000")) {
            assertThat(channel.getInvertedOut().read()).isEqualTo('r');
            assertThat(channel.signal("USR1")).isFalse();
            assertThat(channel.signal("TERM")).isTrue();
            PlainClient.awaitEnd(channel);
            assertThat(channel.getExitStatus()).isEqualTo(143);
        }
    }

    @Test
    void theJdksProcessesEndWithTheServer() throws Exception {
        EmbeddedSshServer server = serve(JavaProcess::start);
        try (PlainClient client = new PlainClient(server.endpoint());
                ChannelExec channel = client.start("trap '' TERM; sleep 1000 & echo $!; wait; wait")) {
            InputStream output = channel.getInvertedOut();
            StringBuilder number = new StringBuilder();
            for (int b = output.read(); b != '\n'; b = output.read()) {
                number.append((char) b);
            }
            server.close();
            Eventually.holds(
                    "the tree is gone",
                    () -> ProcessHandle.of(Long.parseLong(number.toString()))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        }
        Eventually.holds(
                "no child", () -> ProcessHandle.current().children().findAny().isEmpty());
    }

    @Test
    void aShellThatIsMissingIsToldByTheJdkToo() throws IOException {
        try (EmbeddedSshServer server = EmbeddedSshServer.start(
                        new Account("tester", "/", "/no/such/shell"), AGENT, JavaProcess::start);
                PlainClient client = new PlainClient(server.endpoint())) {
            Run run = client.run("true");
            assertThat(run.status()).isEqualTo(127);
            assertThat(run.errorText()).contains("/no/such/shell").contains("No such file or directory");
        }
    }
}
