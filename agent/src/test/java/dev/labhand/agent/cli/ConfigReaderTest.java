package dev.labhand.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.labhand.agent.AgentConfig;
import dev.labhand.agent.http.HttpSettings;
import dev.labhand.agent.job.RetentionSettings;
import dev.labhand.agent.library.Hostname;
import dev.labhand.agent.plugin.KeywordSource;
import dev.labhand.agent.plugin.PluginSettings;
import dev.labhand.api.Target;
import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigReaderTest {

    @TempDir
    private Path folder;

    private static Map<Setting, List<String>> flags(Object... settingsAndValues) {
        Map<Setting, List<String>> flags = new EnumMap<>(Setting.class);
        for (int i = 0; i < settingsAndValues.length; i += 2) {
            flags.put((Setting) settingsAndValues[i], List.of((String) settingsAndValues[i + 1]));
        }
        return flags;
    }

    private static AgentConfig read(Map<Setting, List<String>> flags, Map<String, String> environment)
            throws ConfigException {
        return new ConfigReader(new Settings(flags, environment, Map.of()), environment).read();
    }

    private Map<Setting, Settings.Value> yaml(String text) throws ConfigException, IOException {
        return YamlFile.read(Files.writeString(folder.resolve("agent.yaml"), text));
    }

    @Test
    void withNothingSetTheDefaultsAreSafe() throws ConfigException {
        AgentConfig config = read(Map.of(), Map.of("XDG_STATE_HOME", "/state"));

        assertThat(config.name()).isEqualTo(Hostname.LOCAL);
        assertThat(config.dataDir()).isEqualTo(Path.of("/state/labhand", Hostname.LOCAL));
        assertThat(config.http()).isEqualTo(HttpSettings.DEFAULTS);
        assertThat(config.http().bind()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(7080);
        assertThat(config.http().maxBody()).isEqualTo(16 * 1024 * 1024);
        assertThat(config.access().tokenFile()).isEmpty();
        assertThat(config.ssh().hostKeys()).isEmpty();
        assertThat(config.localSshd()).isEmpty();
    }

    @Test
    void stateIsKeptBelowTheHomeWithoutXdg() throws ConfigException {
        assertThat(read(flags(Setting.NAME, "lab7"), Map.of()).dataDir())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/labhand/lab7"));
    }

    @Test
    void aFlagGoesBeforeAVariableBeforeTheFile() throws Exception {
        Map<String, String> environment = Map.of("LABHAND_PORT", "2", "LABHAND_NAME", "from-env");
        Settings settings = new Settings(
                flags(Setting.PORT, "1"), environment, yaml("port: 3\nname: from-file\ndescription: from file\n"));
        AgentConfig config = new ConfigReader(settings, environment).read();

        assertThat(config.http().port()).isEqualTo(1);
        assertThat(config.name()).isEqualTo("from-env");
        assertThat(config.description()).isEqualTo("from file");
    }

    @Test
    void aTildeIsTheHomeWhereverItStands() throws Exception {
        Path home = Path.of(System.getProperty("user.home"));
        Map<String, String> environment =
                Map.of("LABHAND_KEYWORDS", "~/keywords,python:~/lab/Board.py:Board", "LABHAND_PORT_FILE", "~/port");
        AgentConfig config = new ConfigReader(
                        new Settings(
                                flags(Setting.DATA_DIR, "~/data"),
                                environment,
                                yaml("known-hosts: ~/hosts\npython: ~/venv/bin/python3\n")),
                        environment)
                .read();

        assertThat(config.dataDir()).isEqualTo(home.resolve("data"));
        assertThat(config.ssh().knownHosts()).contains(home.resolve("hosts"));
        assertThat(config.plugins().python())
                .isEqualTo(home.resolve("venv/bin/python3").toString());
        assertThat(config.plugins().sources())
                .containsExactly(
                        new KeywordSource.Folder(home.resolve("keywords")),
                        new KeywordSource.Python(
                                home.resolve("lab/Board.py") + ":Board", Optional.of(home.resolve("lab/Board.py"))));
    }

    @Test
    void everySettingCanStandInTheFile() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "k");
        Map<Setting, Settings.Value> file = yaml("""
                bind: 0.0.0.0
                port: 0
                port-file: /tmp/p
                name: lab7
                description: "rack: 7"
                labels: {rack: 7, role: dut}
                data-dir: /var/lib/labhand
                ssh: root@localhost:2222
                ssh-config: %1$s
                targets: {dut: "lab@10.0.0.5:2222 jump=gw,op@gw2 host-key=SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", switch: 10.0.0.6}
                identity: [%1$s, %1$s]
                known-hosts: /etc/known
                host-keys: accept-new
                password-file: %1$s
                passphrase-file: %1$s
                token-file: %1$s
                insecure: false
                allowed-hosts: [lab.example.org]
                max-body: 4096
                allow-remote-stop: true
                keywords: [/etc/keywords, "python:lab.Board", "python:/opt/rack.py:Rack::7"]
                python: /opt/python3
                stop-timeout: 3
                keep-jobs: 7
                keep-days: 0
                keep-bytes: 99999999999
                reserve-bytes: 5
                """.formatted(key));
        AgentConfig config = new ConfigReader(new Settings(Map.of(), Map.of(), file), Map.of()).read();

        assertThat(file.keySet()).containsExactly(Setting.values());
        assertThat(config.labels()).containsExactly(Map.entry("rack", "7"), Map.entry("role", "dut"));
        assertThat(config.dataDir()).isEqualTo(Path.of("/var/lib/labhand"));
        assertThat(config.localSshd()).contains(SshEndpoint.of("root", "localhost", 2222));
        assertThat(config.targets())
                .containsOnly(
                        Map.entry("dut", (Target.SshHost)
                                Target.parse("lab@10.0.0.5:2222 jump=gw,op@gw2 host-key=SHA256:" + "A".repeat(43))),
                        Map.entry("switch", (Target.SshHost) Target.parse("10.0.0.6")));
        assertThat(config.ssh().identities()).containsExactly(key, key);
        assertThat(config.ssh().knownHosts()).contains(Path.of("/etc/known"));
        assertThat(config.ssh().hostKeys()).contains(HostKeyPolicy.ACCEPT_NEW);
        assertThat(config.ssh().config()).contains(key);
        assertThat(config.ssh().passphraseFile()).contains(key);
        assertThat(config.ssh().passwordFile()).contains(key);
        assertThat(config.access().tokenFile()).contains(key);
        assertThat(config.http().allowedHosts()).containsExactly("lab.example.org");
        assertThat(config.http().maxBody()).isEqualTo(4096);
        assertThat(config.robot().allowRemoteStop()).isTrue();
        assertThat(config.plugins())
                .isEqualTo(new PluginSettings(
                        List.of(
                                new KeywordSource.Folder(Path.of("/etc/keywords")),
                                new KeywordSource.Python("lab.Board", Optional.empty()),
                                new KeywordSource.Python("/opt/rack.py:Rack::7", Optional.of(Path.of("/opt/rack.py")))),
                        "/opt/python3"));
        assertThat(config.http().stopTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.retention()).isEqualTo(new RetentionSettings(7, Duration.ZERO, 99999999999L, 5));
    }

    @Test
    void listsAreSplitAtCommas() throws ConfigException {
        AgentConfig config = read(
                flags(Setting.LABELS, "rack=7, role = dut"), Map.of("LABHAND_ALLOWED_HOSTS", "a.example,b.example"));

        assertThat(config.labels()).containsExactly(Map.entry("rack", "7"), Map.entry("role", "dut"));
        assertThat(config.http().allowedHosts()).containsExactlyInAnyOrder("a.example", "b.example");
    }

    static Stream<Arguments> valuesThatAreWrong() {
        return Stream.of(
                arguments(Setting.PORT, "65536", "--port should be a whole number from 0 to 65535, not '65536'"),
                arguments(Setting.PORT, "-1", "--port should be a whole number from 0 to 65535, not '-1'"),
                arguments(Setting.PORT, "http", "--port should be a whole number from 0 to 65535, not 'http'"),
                arguments(Setting.NAME, "a/b", "--name 'a/b': a name is 1 to 64 of"),
                arguments(Setting.NAME, "", "--name '': a name is 1 to 64 of"),
                arguments(Setting.LABELS, "rack", "--labels 'rack' should be NAME=VALUE"),
                arguments(Setting.HOST_KEYS, "ask", "--host-keys should be strict or accept-new"),
                arguments(Setting.SSH, "a b", "--ssh should be embedded or [USER@]HOST[:PORT], not 'a b'"),
                arguments(Setting.SSH, "local", "--ssh should be embedded or [USER@]HOST[:PORT], not 'local'"),
                arguments(Setting.IDENTITY, "/no/key", "--identity /no/key: there is no such file"),
                arguments(Setting.IDENTITY, "/", "--identity /: this file cannot be read"),
                arguments(Setting.PASSWORD_FILE, "/no/pass", "--password-file /no/pass: there is no such file"),
                arguments(Setting.TOKEN_FILE, "/no/token", "--token-file /no/token: there is no such file"),
                arguments(
                        Setting.BIND, "no.such.host.invalid", "--bind no.such.host.invalid: this name has no address"),
                arguments(Setting.BIND, "0.0.0.0", "--bind 0.0.0.0 lets other machines in: give a --token-file"),
                arguments(Setting.BIND, "::", "--bind :: lets other machines in: give a --token-file"),
                arguments(Setting.MAX_BODY, "1", "--max-body should be a whole number from 1024"),
                arguments(Setting.STOP_TIMEOUT, "-1", "--stop-timeout should be a whole number from 0 to 3600"));
    }

    @ParameterizedTest
    @MethodSource("valuesThatAreWrong")
    void aWrongValueIsRefusedInOneLine(Setting setting, String value, String problem) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(flags(setting, value), Map.of()))
                .withMessageStartingWith(problem)
                .matches(e -> e.getMessage() != null && e.getMessage().lines().count() == 1);
    }

    @Test
    void aComplaintNamesWhoSetTheValue() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(), Map.of("LABHAND_PORT", "x")))
                .withMessageStartingWith("LABHAND_PORT should be");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> new ConfigReader(new Settings(Map.of(), Map.of(), yaml("port: x\n")), Map.of()).read())
                .withMessageMatching(".*agent\\.yaml: port should be a whole number.*");
    }

    @Test
    void beyondThisMachineATokenOrInsecureIsNeeded() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "t");

        assertThat(read(flags(Setting.BIND, "0.0.0.0", Setting.TOKEN_FILE, token.toString()), Map.of())
                        .http()
                        .bind())
                .isEqualTo("0.0.0.0");
        assertThat(read(flags(Setting.BIND, "0.0.0.0", Setting.INSECURE, "true"), Map.of())
                        .access()
                        .tokenFile())
                .isEmpty();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(flags(Setting.BIND, "0.0.0.0", Setting.INSECURE, "false"), Map.of()));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(flags(Setting.BIND, "0.0.0.0", Setting.INSECURE, "maybe"), Map.of()))
                .withMessage("--insecure should be true or false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prot: 1|there is no setting 'prot'",
                "port: 1\\nport: 2|is no YAML (line 2)",
                "port: [|is no YAML",
                "- port|should have a setting and its value on each line",
                "port: [1, 2]|port should be one value",
                "identity: {a: b}|identity should be a list of values",
                "labels: {rack: [1]}|labels should hold plain values"
            })
    void aWrongFileIsNamed(String text, String problem) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> yaml(text.replace("\\n", "\n")))
                .withMessageStartingWith("config file " + folder.resolve("agent.yaml"))
                .withMessageContaining(problem)
                .matches(e -> e.getMessage() != null && e.getMessage().lines().count() == 1);
    }

    @Test
    void anEmptyFileSetsNothingAndAMissingOneIsNamed() throws Exception {
        assertThat(yaml("")).isEmpty();
        assertThat(yaml("# nothing\n")).isEmpty();
        assertThat(yaml("port:\n")).isEmpty();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> YamlFile.read(folder.resolve("none")))
                .withMessage("config file " + folder.resolve("none") + " does not exist");
    }

    @Test
    void printedSettingsTellTheirOriginAndReadBackAsTheSame() throws Exception {
        Settings settings = new Settings(
                flags(Setting.PORT, "0", Setting.DESCRIPTION, "rack \"7\": #1", Setting.LABELS, "rack=7"),
                Map.of("LABHAND_NAME", "lab7"),
                yaml("data-dir: /var/lib/x\n"));
        AgentConfig config = new ConfigReader(settings, Map.of()).read();
        String text = ConfigPrinter.print(settings, config);

        assertThat(text.lines())
                .anyMatch(line -> line.matches("bind: 127\\.0\\.0\\.1 +# default"))
                .anyMatch(line -> line.matches("port: 0 +# --port"))
                .anyMatch(line -> line.matches("name: lab7 +# LABHAND_NAME"))
                .anyMatch(line -> line.matches("data-dir: /var/lib/x +# .*agent\\.yaml: data-dir"))
                .anyMatch(line -> line.matches("token-file: null +# default"))
                .hasSize(Setting.values().length);
        assertThat(new ConfigReader(new Settings(Map.of(), Map.of(), yaml(text)), Map.of()).read())
                .isEqualTo(config);
        assertThat(Optional.of(config).map(AgentConfig::labels)).contains(Map.of("rack", "7"));
    }
}
