package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.e2e.support.AgentProcess;
import dev.labhand.e2e.support.JsonRpcClient;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.OwnAccounts;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.Processes;
import dev.labhand.e2e.support.RequiresPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Commands as somebody else, by the real sudo, and with a terminal. */
@RequiresPeer({Peer.SSHD, Peer.SUDO})
class SshCommandIT {

    private static final AtomicInteger NEXT_NAP =
            new AtomicInteger((int) (1_100_000 + ProcessHandle.current().pid() % 10_000 * 10));

    @TempDir
    Path folder;

    private OpenSshServer sshd;
    private AgentProcess agent;
    private JsonRpcClient client;

    @BeforeEach
    void start() {
        sshd = OpenSshServer.startWithAccounts("AcceptEnv LANG LC_*", "PasswordAuthentication yes");
        agent = AgentProcess.start(
                "--ssh-config",
                "none",
                "--identity",
                sshd.identity().toString(),
                "--known-hosts",
                sshd.knownHosts().toString());
        client = new JsonRpcClient(agent);
    }

    @AfterEach
    void stop() {
        agent.close();
        sshd.close();
    }

    private JsonNode exec(String account, String command, Object... options) {
        Map<String, Object> params = new HashMap<>(Map.of("target", sshd.target(account), "command", command));
        for (int i = 0; i < options.length; i += 2) {
            params.put((String) options[i], options[i + 1]);
        }
        return client.call("exec", params);
    }

    private static Map<String, String> password(String text) {
        return Map.of("password", text);
    }

    @Test
    void sudoIsAnsweredOnceAndTheCommandHasItsOwnInputOutputAndExitCode() {
        JsonNode done = exec(
                "lab",
                "id -un; cat; echo err >&2; exit 7",
                "sudo",
                password(OwnAccounts.PASSWORD),
                "stdin",
                "the input\n");

        assertThat(done.get("exitCode").asInt()).as("%s", done).isEqualTo(7);
        assertThat(done.get("stdout").asString()).isEqualTo("root\nthe input\n");
        assertThat(done.get("stderr").asString()).endsWith("err\n").doesNotContain("labhand-");
        assertThat(agent.log()).doesNotContain(OwnAccounts.PASSWORD);
    }

    @Test
    void whereSudoDoesNotAskThePasswordIsNotSent() {
        JsonNode done = exec("free", "id -un; cat", "sudo", password(OwnAccounts.PASSWORD), "stdin", "only this");

        assertThat(done.get("stdout").asString()).as("%s", done).isEqualTo("root\nonly this");
        assertThat(exec("free", "id -un", "sudo", true, "user", "none")
                        .get("stdout")
                        .asString())
                .isEqualTo("none\n");
    }

    @Test
    void whatSudoRefusesIsRejectedInItsWordsAndDidNotRun() {
        Path witness = folder.resolve("witness");
        JsonNode noPassword = exec("lab", "touch " + witness, "sudo", true);
        JsonNode wrong = exec("lab", "touch " + witness, "sudo", password("wrong"));
        JsonNode noRule = exec("none", "touch " + witness, "sudo", password(OwnAccounts.PASSWORD));
        JsonNode noUser = exec("free", "touch " + witness, "sudo", true, "user", "nobody-there");

        assertThat(List.of(noPassword, wrong, noRule, noUser))
                .allSatisfy(done -> assertThat(done.get("outcome").asString())
                        .as("%s", done)
                        .isEqualTo("rejected"));
        assertThat(noPassword.get("reason").asString()).contains("a password is required");
        assertThat(wrong.get("reason").asString())
                .contains("incorrect password attempt")
                .doesNotContain("2 incorrect");
        assertThat(noRule.get("reason").asString()).contains("none is not in the sudoers file");
        assertThat(noUser.get("reason").asString()).contains("nobody-there");
        assertThat(witness).doesNotExist();
    }

    @Test
    void aTimeOutReachesWhatRunsUnderSudo() {
        String nap = Integer.toString(NEXT_NAP.getAndIncrement());
        JsonNode done = exec(
                "lab",
                "setsid sleep %1$s & (trap '' TERM; sleep %1$s; sleep %1$s) & sleep %1$s".formatted(nap),
                "sudo",
                password(OwnAccounts.PASSWORD),
                "timeout",
                3,
                "grace",
                1);

        assertThat(done.get("outcome").asString()).as("%s", done).isEqualTo("timed_out");
        assertThat(done.get("stop").asString()).as("%s", done).isEqualTo("verified");
        assertThat(Processes.with(nap)).isEmpty();
    }

    @Test
    void environmentAndFolderAreThoseAskedForUnderSudoToo() {
        JsonNode done = exec(
                "lab",
                "printf '%s|%s|%s' \"$COLOUR\" \"$PWD\" \"$(id -un)\"",
                "sudo",
                password(OwnAccounts.PASSWORD),
                "user",
                "free",
                "env",
                Map.of("COLOUR", "it's red"),
                "cwd",
                "/usr");

        assertThat(done.get("stdout").asString()).as("%s", done).isEqualTo("it's red|/usr|free");
    }

    @Test
    void theLoginIsTheUserThatIsAskedFor() {
        assertThat(client.call("exec", Map.of("target", "127.0.0.1:" + sshd.port(), "command", "id -un", "user", "lab"))
                        .get("stdout")
                        .asString())
                .isEqualTo("lab\n");
    }

    @Test
    void aPasswordLogsInWhereNoKeyDoes() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), OwnAccounts.PASSWORD + "\n");
        try (AgentProcess other = AgentProcess.start(
                "--ssh-config",
                Files.writeString(folder.resolve("config"), "PubkeyAuthentication no\n")
                        .toString(),
                "--password-file",
                password.toString(),
                "--known-hosts",
                sshd.knownHosts().toString())) {
            assertThat(new JsonRpcClient(other)
                            .exec(sshd.target("lab"), "id -un")
                            .get("stdout")
                            .asString())
                    .isEqualTo("lab\n");
        }
    }

    @Test
    void aTerminalHasItsSizeAndTakesStandardErrorIn() {
        JsonNode done = exec(
                "lab",
                "tty | sed 's/[0-9]*$//'; stty size; echo $TERM; echo err >&2",
                "pty",
                Map.of("cols", 132, "rows", 43, "term", "vt220"));

        assertThat(done.get("stdout").asString()).as("%s", done).isEqualTo("/dev/pts/\r\n43 132\r\nvt220\r\nerr\r\n");
        assertThat(done.get("stderr").asString()).isEmpty();
        assertThat(exec("lab", "tty").get("stdout").asString()).isEqualTo("not a tty\n");
    }

    @Test
    void inputOfATerminalIsTypedAndEnds() {
        JsonNode done = exec("lab", "stty -echo; cat; echo end", "pty", true, "stdin", "one\ntwo");

        assertThat(done.get("stdout").asString()).as("%s", done).endsWith("one\r\ntwoend\r\n");
    }

    @Test
    void aTerminalGoesWithEnvironmentSudoAndInput() {
        JsonNode done = exec(
                "lab",
                "tty >/dev/null && echo $COLOUR $(id -un) $(stty size); stty -echo; read line; echo got $line",
                "pty",
                true,
                "sudo",
                password(OwnAccounts.PASSWORD),
                "env",
                Map.of("COLOUR", "red"),
                "stdin",
                "typed\n");

        assertThat(done.get("outcome").asString()).as("%s", done).isEqualTo("exited");
        assertThat(done.get("stdout").asString())
                .as("%s", done)
                .contains("red root 24 80\r\n", "got typed\r\n")
                .doesNotContain("labhand-", OwnAccounts.PASSWORD);
    }

    @Test
    void aStopTakesAllThatHasTheTerminal() {
        String nap = Integer.toString(NEXT_NAP.getAndIncrement());
        JsonNode done = exec(
                "lab",
                "nohup sleep %1$s & (trap '' TERM HUP; sleep %1$s) & sleep %1$s".formatted(nap),
                "pty",
                true,
                "timeout",
                2,
                "grace",
                1);

        assertThat(done.get("outcome").asString()).isEqualTo("timed_out");
        assertThat(done.get("stop").asString()).as("%s", done).isEqualTo("verified");
        assertThat(Processes.with(nap)).isEmpty();
    }

    @Test
    void muchOutputPassesThroughATerminal() {
        JsonNode done = exec("lab", "stty raw; yes 0123456789abcde | head -c 8000000", "pty", true, "inline", 0);

        assertThat(done.get("stdoutBytes").asLong()).as("%s", done).isEqualTo(8_000_000);
    }

    @Test
    void theCommandLineCanAllOfThat() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), OwnAccounts.PASSWORD + "\n");
        var done = Labhand.labhand(
                        "exec",
                        "-w",
                        "ssh://" + sshd.target("lab"),
                        "--ssh-config",
                        "none",
                        "--identity",
                        sshd.identity().toString(),
                        "--known-hosts",
                        sshd.knownHosts().toString(),
                        "--sudo-password-file",
                        password.toString(),
                        "--pty",
                        "tty >/dev/null && id -un")
                .run()
                .succeeded();

        assertThat(done.stdout()).contains(": root");
    }
}
