package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.Finished;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.SshContainer;
import dev.labhand.e2e.support.SshKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.lifecycle.Startables;
import tools.jackson.databind.JsonNode;

/** Three Debian machines, each in a container, driven in parallel. */
@RequiresPeer(Peer.DOCKER)
class ContainersIT {

    @Test
    void oneAgentAndOneControllerDriveThreeMachinesInParallel(@TempDir Path folder) throws IOException {
        SshKey key = SshKey.generate(folder, "identity");
        try (SshContainer one = new SshContainer(key);
                SshContainer two = new SshContainer(key);
                SshContainer three = new SshContainer(key)) {
            List<SshContainer> machines = List.of(one, two, three);
            Startables.deepStart(machines).join();
            Path knownHosts = Files.writeString(
                    folder.resolve("known_hosts"),
                    machines.stream().map(SshContainer::knownHost).collect(Collectors.joining()));
            throughAnAgent(machines, key, knownHosts);
            straightFromTheController(machines, key, knownHosts);
        }
    }

    private static void throughAnAgent(List<SshContainer> machines, SshKey key, Path knownHosts) {
        try (AgentProcess agent =
                AgentProcess.start("--identity", key.file().toString(), "--known-hosts", knownHosts.toString())) {
            JsonRpcClient client = new JsonRpcClient(agent);
            List<CompletableFuture<JsonNode>> calls = machines.stream()
                    .map(machine -> CompletableFuture.supplyAsync(() -> client.exec(machine.target(), "hostname")))
                    .toList();

            List<String> hostnames = calls.stream()
                    .map(call -> call.join().get("stdout").asString().strip())
                    .toList();

            assertThat(hostnames)
                    .containsExactlyElementsOf(machines.stream()
                            .map(machine -> machine.getContainerId().substring(0, 12))
                            .toList());
        }
    }

    private static void straightFromTheController(List<SshContainer> machines, SshKey key, Path knownHosts) {
        String nodes = machines.stream().map(m -> "ssh://" + m.target()).collect(Collectors.joining(","));

        Finished done = Labhand.labhand(Stream.of(
                                "exec",
                                "-w",
                                nodes,
                                "--identity",
                                key.file().toString(),
                                "--known-hosts",
                                knownHosts.toString(),
                                "-b",
                                "cat",
                                "/etc/debian_version")
                        .toArray(String[]::new))
                .run()
                .succeeded();

        assertThat(done.lines()).anyMatch(line -> line.startsWith("12."));
        assertThat(done.lines().getLast()).isEqualTo("3 targets: 3 exited 0");
    }
}
