package dev.labhand.ssh.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.embedded.PlainClient.Run;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command runs in, and how its end is told. */
class CommandOutcomeTest {

    private static final Map<String, String> AGENT = Map.of(
            "PATH", System.getenv("PATH"),
            "LANG", "C.UTF-8",
            "TZ", "Asia/Tokyo",
            "LABHAND_TOKEN", "secret",
            "LC_LABHAND_JOB", "outer",
            "AWS_SECRET", "secret");

    private static EmbeddedSshServer server;
    private static PlainClient client;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedSshServer.start(Account.ofAgent(AGENT), AGENT, ChildProcess.Starter.forThisMachine());
        client = new PlainClient(server.endpoint());
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 126, 127, 128, 143, 255})
    void anExitCodeIsToldAsItIs(int code) throws IOException {
        Run run = client.run("exit " + code);
        assertThat(run.status()).isEqualTo(code);
        assertThat(run.signal()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "KILL,KILL",
        "TERM,TERM",
        "SEGV,SEGV",
        "HUP,HUP",
        "INT,INT",
        "ABRT,ABRT",
        "USR1,USR1",
        "PIPE,PIPE",
        "BUS,BUS@labhand.dev",
        "SYS,SYS@labhand.dev",
        "34,RTMIN@labhand.dev",
        "40,RTMIN+6@labhand.dev"
    })
    void deathByASignalIsToldByName(String signal, String told) throws IOException {
        Run run = client.run("exec sh -c 'ulimit -c 0; kill -" + signal + " $$'");
        assertThat(run.signal()).isEqualTo(told);
        assertThat(run.status()).isNull();
    }

    @Test
    void theCommandLeadsASessionAndAGroup() throws IOException {
        assertThat(client.run("set -- $(cat /proc/$$/stat); test \"$5 $6\" = \"$$ $$\"")
                        .status())
                .isZero();
        assertThat(client.run("test $(ps -o sid= -p $$) -eq $$").status()).isZero();
    }

    @Test
    void theCommandStartsWithFreshSignalsAndNothingButItsPipes() throws IOException {
        Map<String, String> signals = client.run("grep ^Sig /proc/self/status")
                .text()
                .lines()
                .map(line -> line.split(":\\s*"))
                .collect(Collectors.toMap(field -> field[0], field -> field[1]));
        assertThat(signals).containsEntry("SigBlk", "0000000000000000");
        // glibc ignores 32 and 33, which are its own.
        assertThat(HexFormat.fromHexDigitsToLong(signals.get("SigIgn")) & 0x7fff_ffffL)
                .isZero();
        assertThat(client.run("ls /proc/$$/fd; true").text()).isEqualTo("0\n1\n2\n");
    }

    @Test
    void theEnvironmentIsThatOfALogin() throws IOException {
        Account account = Account.ofAgent(AGENT);
        Run run = client.run("exec env", InputStream.nullInputStream(), Map.of());
        assertThat(variables(run))
                .containsAllEntriesOf(Map.of(
                        "HOME", account.home(),
                        "USER", account.name(),
                        "LOGNAME", account.name(),
                        "SHELL", account.shell(),
                        "LANG", "C.UTF-8",
                        "TZ", "Asia/Tokyo"))
                .doesNotContainKeys("LABHAND_TOKEN", "LC_LABHAND_JOB", "AWS_SECRET");
        assertThat(run.text()).doesNotContain("secret");
        assertThat(client.run("pwd").text()).isEqualTo(account.directory() + "\n");
    }

    @Test
    void aClientMaySetTheLanguageAndLabhandsMark() throws IOException {
        Run run = client.run(
                "exec env",
                InputStream.nullInputStream(),
                Map.of(
                        "LC_LABHAND_JOB",
                        "cookie=1 2",
                        "LANG",
                        "C",
                        "LC_ALL",
                        "C",
                        "LD_PRELOAD",
                        "/x.so",
                        "LANGUAGE",
                        "de"));
        assertThat(variables(run))
                .containsEntry("LC_LABHAND_JOB", "cookie=1 2")
                .containsEntry("LANG", "C")
                .containsEntry("LC_ALL", "C")
                .doesNotContainKeys("LD_PRELOAD", "LANGUAGE");
    }

    private static Map<String, String> variables(Run run) {
        Map<String, String> variables = new TreeMap<>();
        run.text().lines().forEach(line -> {
            int equals = line.indexOf('=');
            variables.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
        });
        return variables;
    }

    @Test
    void theBytesOfACommandArriveAsTheyAre() throws IOException {
        assertThat(client.run("printf %s 'grün 🛠 \"$HOME\"\n\ttab'").text()).isEqualTo("grün 🛠 \"$HOME\"\n\ttab");
        byte[] invalid = {'p', 'r', 'i', 'n', 't', 'f', ' ', '%', 's', ' ', '\'', (byte) 0xff, (byte) 0xc3, '\''};
        try (ChannelExec channel = client.session.createExecChannel(invalid, null, null)) {
            channel.open().verify(PlainClient.LIMIT);
            assertThat(channel.getInvertedOut().readAllBytes()).containsExactly(0xff, 0xc3);
        }
    }

    @Test
    void aCommandWithANulByteIsRefused() throws IOException {
        try (ChannelExec channel = client.session.createExecChannel(new byte[] {'i', 'd', 0, 'x'}, null, null)) {
            CoreModuleProperties.REQUEST_EXEC_REPLY.set(channel, true);
            channel.open();
            PlainClient.awaitEnd(channel);
            assertThat(channel.getExitStatus()).isNull();
        }
    }

    @Test
    void aShellThatIsMissingIsCode127AndALine() throws IOException {
        Account account = new Account("tester", "/", "/no/such/shell");
        try (EmbeddedSshServer other = EmbeddedSshServer.start(account, AGENT, ChildProcess.Starter.forThisMachine());
                PlainClient otherClient = new PlainClient(other.endpoint())) {
            Run run = otherClient.run("true");
            assertThat(run.status()).isEqualTo(127);
            assertThat(run.errorText()).isEqualTo("/no/such/shell: No such file or directory\n");
        }
    }

    @Test
    void aCommandThatIsTooLongForTheKernelIsCode127AndALine() throws IOException {
        Run run = client.run("true " + "x".repeat(200_000));
        assertThat(run.status()).isEqualTo(127);
        assertThat(run.errorText()).endsWith(": Argument list too long\n");
    }

    @Test
    void withoutAHomeDirectoryTheCommandRunsInTheRootDirectory(@TempDir Path folder) throws IOException {
        Account account = new Account("tester", folder.resolve("gone").toString(), "/bin/sh");
        try (EmbeddedSshServer other = EmbeddedSshServer.start(account, AGENT, ChildProcess.Starter.forThisMachine());
                PlainClient otherClient = new PlainClient(other.endpoint())) {
            Run run = otherClient.run("pwd; echo $USER $SHELL");
            assertThat(run.text()).isEqualTo("/\ntester /bin/sh\n");
            assertThat(run.errorText())
                    .isEqualTo("Could not change to the home directory " + account.home() + ": running in /\n");
            assertThat(run.status()).isZero();
        }
    }
}
