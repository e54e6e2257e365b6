package dev.labhand.controller;

import static dev.labhand.controller.FakeAgent.passed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.api.Outcome;
import dev.labhand.controller.inventory.Node;
import dev.labhand.controller.inventory.Selector;
import dev.labhand.controller.run.Plan;
import dev.labhand.controller.run.RunListener;
import dev.labhand.controller.run.RunResult;
import dev.labhand.ssh.SshCommands;
import dev.labhand.ssh.SshSettings;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControllerTest {

    private static SshCommands noSsh(SshSettings settings) {
        throw new IllegalArgumentException("identity k cannot be read");
    }

    @Test
    void aFewLinesRunACommandEverywhere() throws InterruptedException {
        try (FakeAgent agent = new FakeAgent().commandsEnd("up 3 days\n", "", new Outcome.Exited(0));
                Controller controller = Controller.open(Settings.defaults(), ControllerTest::noSsh)) {
            List<String> lines = new ArrayList<>();
            List<Node> nodes =
                    controller.inventory().resolve(Selector.of(agent.url().toString()));

            RunResult result = controller.run(Plan.exec(nodes, "uptime"), new RunListener() {
                @Override
                public void stdout(Node node, byte[] bytes) {
                    lines.add(node.name() + " " + new String(bytes, StandardCharsets.UTF_8));
                }
            });

            assertThat(result.succeeded()).isTrue();
            assertThat(lines).containsExactly(agent.url() + " up 3 days\n");
        }
    }

    @Test
    void callsTakeValuesAsTheyAre() throws InterruptedException {
        try (FakeAgent agent = new FakeAgent().on("add", call -> passed(call.positional()));
                Controller controller = Controller.open(Settings.defaults(), ControllerTest::noSsh)) {
            RunResult result = controller.run(Plan.call(List.of(agent.node("a")), "add", "2", 3L));

            assertThat(result.outcomes()).containsExactly(new Outcome.Returned(List.of("2", 3L)));
        }
    }

    @Test
    void sshSettingsThatCannotWorkShowBeforeAnythingRuns() {
        try (FakeAgent agent = new FakeAgent();
                Controller controller = Controller.open(Settings.defaults(), ControllerTest::noSsh)) {
            List<Node> nodes = controller.inventory().resolve(Selector.of(agent.url() + ",ssh://lab1"));

            assertThatThrownBy(() -> controller.run(Plan.exec(nodes, "true"))).hasMessage("identity k cannot be read");
            assertThat(agent.calls()).isEmpty();
        }
    }

    @Test
    void settingsComeFromTheEnvironment() {
        Settings settings = Settings.of(Map.of(
                "LABHAND_INVENTORY", "lab.yaml",
                "LABHAND_TOKEN_FILE", "token",
                "LABHAND_FANOUT", "8",
                "LABHAND_IDENTITY", "a:b",
                "LABHAND_KNOWN_HOSTS", "known",
                "LABHAND_HOST_KEYS", "accept-new",
                "LABHAND_PASSWORD_FILE", "password"));

        assertThat(settings.inventory()).contains(Path.of("lab.yaml"));
        assertThat(settings.tokenFile()).contains(Path.of("token"));
        assertThat(settings.fanout()).isEqualTo(8);
        assertThat(settings.ssh().identities()).containsExactly(Path.of("a"), Path.of("b"));
        assertThat(settings.ssh().knownHosts()).contains(Path.of("known"));
        assertThat(settings.ssh().hostKeys()).contains(HostKeyPolicy.ACCEPT_NEW);
        assertThat(settings.ssh().passwordFile()).contains(Path.of("password"));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void wrongVariablesAreNamed() {
        assertThatThrownBy(() -> Settings.of(Map.of("LABHAND_FANOUT", "0"))).hasMessageContaining("LABHAND_FANOUT");
        assertThatThrownBy(() -> Settings.of(Map.of("LABHAND_HOST_KEYS", "off")))
                .hasMessage("LABHAND_HOST_KEYS should be strict or accept-new, not 'off'");
    }
}
