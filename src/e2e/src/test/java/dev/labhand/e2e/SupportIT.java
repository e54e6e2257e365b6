package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RunningProcess;
import dev.labhand.e2e.support.SshContainer;
import dev.labhand.e2e.support.SshKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real parts do what the other tests rely on, shown with OpenSSH's own client. */
class SupportIT {

    @TempDir
    Path folder;

    @Test
    @RequiresPeer(Peer.SSHD)
    void serverRunsCommandsAndLosesThemOnDemand() {
        try (OpenSshServer server = OpenSshServer.start()) {
            assertThat(ssh(server, "echo up").await().succeeded().stdout()).isEqualTo("up\n");

            try (RunningProcess waiting = ssh(server, "echo begun; read never")) {
                waiting.awaitStdout(Pattern.compile("begun"));
                server.killConnections();
                assertThat(waiting.await().exit()).isEqualTo(255);
            }

            server.restart();
            assertThat(ssh(server, "echo again").await().succeeded().stdout()).isEqualTo("again\n");
        }
    }

    @Test
    @RequiresPeer(Peer.SSHD)
    void serverCanBecomeAnImpostor() {
        try (OpenSshServer server = OpenSshServer.start()) {
            Path before = server.knownHosts();
            RunningProcess.run("cp", before.toString(), folder.resolve("old").toString())
                    .succeeded();

            server.restartWithAnotherHostKey();

            Finished refused = ssh(server.identity(), folder.resolve("old"), server.target(), "true")
                    .await();
            assertThat(refused.exit()).isEqualTo(255);
            assertThat(refused.stderr()).contains("HOST IDENTIFICATION HAS CHANGED");
        }
    }

    @Test
    @RequiresPeer(Peer.DOCKER)
    void containerIsAMachineOfItsOwn() throws IOException {
        SshKey identity = SshKey.generate(folder, "identity");
        try (SshContainer container = new SshContainer(identity)) {
            container.start();
            Path knownHosts = Files.writeString(folder.resolve("known_hosts"), container.knownHost());

            Finished finished = ssh(identity.file(), knownHosts, container.target(), "hostname; id -un")
                    .await()
                    .succeeded();

            assertThat(finished.lines())
                    .containsExactly(container.getContainerId().substring(0, 12), "root");
        }
    }

    private static RunningProcess ssh(OpenSshServer server, String command) {
        return ssh(server.identity(), server.knownHosts(), server.target(), command);
    }

    private static RunningProcess ssh(Path identity, Path knownHosts, String target, String command) {
        return RunningProcess.start(new ProcessBuilder(
                "ssh",
                "-F",
                "none",
                "-o",
                "BatchMode=yes",
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "UserKnownHostsFile=" + knownHosts,
                "-o",
                "GlobalKnownHostsFile=none",
                "-i",
                identity.toString(),
                "ssh://" + target,
                command));
    }
}
