package dev.labhand.ssh.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountTest {

    @Test
    void theUserDatabaseCountsBeforeTheEnvironment() throws Exception {
        Process getent = new ProcessBuilder("sh", "-c", "getent passwd \"$(id -u)\"").start();
        String[] entry = getent.inputReader().readLine().split(":", -1);
        Account account = Account.ofAgent(Map.of("USER", "liar", "HOME", "/nowhere", "SHELL", "/bin/liar"));
        assertThat(account).isEqualTo(new Account(entry[0], entry[5], entry[6]));
        assertThat(account.name()).isNotEqualTo("liar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/sbin/nologin", "/bin/false", "", "bash"})
    void whatIsNoShellIsReplacedByThePlainOne(String shell) {
        assertThat(new Account("agent", "/", shell).shell()).isEqualTo("/bin/sh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "relative", "/no/such/folder", "/etc/passwd"})
    void whatIsNoHomeIsReplacedByTheRootDirectory(String home) {
        assertThat(new Account("agent", home, "/bin/sh").directory()).isEqualTo("/");
    }

    @Test
    void theLoginEnvironmentKeepsSecretsOutAndTheClientsLanguageIn() {
        Account account = new Account("agent", "/home/agent", "/bin/zsh");
        Map<String, String> agent = Map.of(
                "PATH",
                "/opt/bin:/bin",
                "LANG",
                "de_DE.UTF-8",
                "LC_TIME",
                "C",
                "LC_LABHAND_JOB",
                "outer",
                "LABHAND_TOKEN",
                "x",
                "SSH_AUTH_SOCK",
                "/s",
                "HOME",
                "/other");
        assertThat(account.loginEnvironment(agent, Map.of("LANG", "C", "LC_LABHAND_JOB", "inner")))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "PATH", "/opt/bin:/bin",
                        "LANG", "C",
                        "LC_TIME", "C",
                        "LC_LABHAND_JOB", "inner",
                        "USER", "agent",
                        "LOGNAME", "agent",
                        "HOME", "/home/agent",
                        "SHELL", "/bin/zsh"));
        assertThat(account.loginEnvironment(Map.of(), Map.of()))
                .containsEntry("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    }
}
