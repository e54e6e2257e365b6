package dev.labhand.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.agent.Agent;
import dev.labhand.agent.AgentConfig;
import dev.labhand.agent.access.AccessSettings;
import dev.labhand.agent.http.HttpSettings;
import dev.labhand.agent.job.RetentionSettings;
import dev.labhand.agent.plugin.PluginSettings;
import dev.labhand.agent.robot.RobotSettings;
import dev.labhand.e2e.support.Labhand;
import dev.labhand.e2e.support.OpenSshServer;
import dev.labhand.e2e.support.Peer;
import dev.labhand.e2e.support.Processes;
import dev.labhand.e2e.support.RequiresPeer;
import dev.labhand.e2e.support.RobotFramework;
import dev.labhand.e2e.support.RobotOutput;
import dev.labhand.e2e.support.RobotOutput.Call;
import dev.labhand.e2e.support.RobotOutput.Message;
import dev.labhand.e2e.support.RunningProcess;
import dev.labhand.e2e.support.SshKey;
import dev.labhand.ssh.SshSettings;
import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent in the place of Robot Framework's SSHLibrary: the same suites, and what only the agent does. */
@RequiresPeer({Peer.SSHD, Peer.ROBOT})
class SshLibraryIT {

    private static final String IMPORT = "Library          SSHLibrary\n";

    /** What a login shows changes each time, and Get Connection's objects are structs over a network. */
    private static final Set<String> DIFFERENT =
            Set.of("Login", "Login With Public Key", "Get Connection", "Get Connections");

    private static OpenSshServer sshd;
    private static Agent agent;
    private static SshKey stranger;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        sshd = OpenSshServer.start();
        stranger = SshKey.generate(data, "stranger");
        agent = startAgent(data.resolve("agent"));
    }

    private static Agent startAgent(Path data) throws IOException {
        return startAgent(data, settings(Optional.empty()));
    }

    private static SshSettings settings(Optional<Path> sshAgent) {
        return new SshSettings(
                List.of(), sshAgent, Optional.empty(), HostKeyPolicy.STRICT, sshd.knownHosts(), Duration.ofSeconds(15));
    }

    private static Agent startAgent(Path data, SshSettings ssh) throws IOException {
        return Agent.start(new AgentConfig(
                "lab7",
                "",
                Map.of(),
                data,
                HttpSettings.DEFAULTS.at("127.0.0.1", 0),
                AccessSettings.open(),
                RobotSettings.DEFAULTS,
                PluginSettings.DEFAULTS,
                ssh,
                RetentionSettings.DEFAULTS,
                Optional.empty(),
                Map.of()));
    }

    @AfterAll
    static void stop() {
        agent.close();
        sshd.close();
    }

    /** The suite of src/e2e/sshlibrary with its own folder, and with another import. */
    private Path suite(String name, String library) throws IOException {
        Path place = Files.createDirectory(folder.resolve(name));
        Path local = place.resolve("files/l");
        Files.createDirectories(local.resolve("sub/deep"));
        for (String file : List.of("a.txt", "b.txt", "c.log", "sub/d.txt", "sub/deep/e.txt")) {
            Files.writeString(local.resolve(file), "one\ntwo\n");
        }
        Files.createSymbolicLink(local.resolve("link.txt"), Path.of("a.txt"));
        Files.createDirectory(local.resolve("empty"));
        Path links = place.resolve("files/links");
        Files.createDirectories(links.resolve("sub"));
        Files.writeString(links.resolve("a.txt"), "one\n");
        Files.writeString(links.resolve("sub/s"), "two\n");
        Files.createSymbolicLink(links.resolve("l.txt"), Path.of("a.txt"));
        Files.createSymbolicLink(links.resolve("ld"), Path.of("sub"));
        Path dangling = Files.createDirectory(place.resolve("files/dangling"));
        Files.writeString(dangling.resolve("a.txt"), "one\n");
        Files.createSymbolicLink(dangling.resolve("dang"), Path.of("nowhere"));
        String text = Files.readString(Labhand.sources().resolve("src/e2e/sshlibrary/suite.robot"));
        assertThat(text).contains(IMPORT);
        return Files.writeString(
                place.resolve(name + ".robot"), text.replace(IMPORT, library + variables(place.resolve("files"))));
    }

    private static String variables(Path files) {
        return """

                *** Variables ***
                ${HOST}    127.0.0.1
                ${PORT}    %d
                ${USER}    %s
                ${KEY}    %s
                ${WRONG KEY}    %s
                ${FOLDER}    %s

                *** Settings ***
                """.formatted(sshd.port(), sshd.user(), sshd.identity(), stranger.file(), files);
    }

    private RobotOutput run(String name, String library) throws IOException {
        return robot().run(agent.url(), folder.resolve(name + "-output"), suite(name, library));
    }

    @Test
    @RequiresPeer(Peer.SSHLIBRARY)
    void theSameSuiteGivesTheSame() throws IOException {
        List<Call> theirs = run("theirs", IMPORT).passed().calls();
        List<Call> ours = run("ours", "Library    Remote    ${AGENT}/robot/SSHLibrary/same    AS    SSHLibrary\n")
                .passed()
                .calls();

        assertThat(results(ours, "ours")).isEqualTo(results(theirs, "theirs")).hasSizeGreaterThan(150);
    }

    private static List<String> results(List<Call> calls, String name) {
        return calls.stream()
                .filter(call -> call.library().equals("SSHLibrary"))
                .map(call -> call.keyword() + ": " + call.status() + " "
                        + (DIFFERENT.contains(call.keyword())
                                ? ""
                                : call.returned().replace("/" + name + "/", "/")))
                .toList();
    }

    @Test
    void twoProcessesAtOnceDoNotDisturbEachOther() throws IOException {
        List<Path> suites = List.of(
                suite("red", "Library    Remote    ${AGENT}/robot/SSHLibrary/red\n"),
                suite("blue", "Library    Remote    ${AGENT}/robot/SSHLibrary?session=blue\n"));

        robot().runInParallel(agent.url(), folder.resolve("pabot"), suites).forEach(RobotOutput::passed);
    }

    private Path written(String tests) throws IOException {
        return Files.writeString(
                folder.resolve("own.robot"), """
                *** Settings ***
                Library    Remote    ${AGENT}/robot/SSHLibrary/%s
                %s
                *** Test Cases ***
                """.formatted(folder.getFileName(), variables(folder)) + tests);
    }

    @Test
    void aCommandThatTakesTooLongIsGone() throws IOException {
        robot().run(agent.url(), folder, written("""
                Stop
                    Open Connection    ${HOST}    port=${PORT}
                    Login With Public Key    ${USER}    ${KEY}
                    Run Keyword And Expect Error    *Timed out in 1 seconds
                    ...    Execute Command    sleep 600.0815 & echo $! > ${FOLDER}/begun; wait    timeout=1 s
                    File Should Exist    ${FOLDER}/begun
                    Start Command    touch ${FOLDER}/started; exec sleep 600.0815
                    Wait Until Keyword Succeeds    20 s    0.1 s    File Should Exist    ${FOLDER}/started
                    Close Connection
                """)).passed();

        assertThat(Processes.with("600.0815")).isEmpty();
    }

    @Test
    void aRunHasNoDefaultsOfTheOneBefore() throws IOException {
        Path suite = written("""
                Defaults
                    Open Connection    ${HOST}    port=${PORT}
                    ${timeout} =    Get Connection    timeout=True
                    Should Be Equal    ${timeout}    ${3.0}
                    Login With Public Key    ${USER}    ${KEY}
                    Set Default Configuration    timeout=9 s    prompt=REGEXP:(
                    Close All Connections
                And They Last
                    Open Connection    ${HOST}    port=${PORT}
                    ${timeout} =    Get Connection    timeout=True
                    Should Be Equal    ${timeout}    ${9.0}
                    Close All Connections
                """);

        robot().run(agent.url(), folder, suite).passed();
        robot().run(agent.url(), folder, suite).passed();
    }

    @Test
    void everyKeywordTakesTheConnectionByName() throws IOException {
        robot().run(agent.url(), folder, written("""
                Two At Once
                    Open Connection    ${HOST}    alias=one    port=${PORT}
                    Open Connection    ${HOST}    alias=two    port=${PORT}
                    Login With Public Key    ${USER}    ${KEY}    connection=one
                    Login With Public Key    ${USER}    ${KEY}    connection=2
                    Start Command    echo of one    connection=one
                    Start Command    echo of two    connection=two
                    ${out} =    Read Command Output    connection=one
                    Should Be Equal    ${out}    of one
                    ${out} =    Read Command Output    connection=${2}
                    Should Be Equal    ${out}    of two
                    Put File Content    grüße\\n    ${FOLDER}/content    connection=one
                    ${text} =    Get File Content    ${FOLDER}/content    connection=two
                    Should Be Equal    ${text}    grüße\\n
                    ${bytes} =    Get File Content    ${FOLDER}/content    binary=True
                    Should Be Equal    ${bytes}    ${{'grüße\\n'.encode()}}
                    Close Connection    connection=one
                    Run Keyword And Expect Error    Non-existing index or alias 'one'.
                    ...    Execute Command    ls    connection=one
                    ${index} =    Get Connection    index=True
                    Should Be Equal    ${index}    ${2}
                """)).passed();
    }

    @Test
    void aLinkThatLeadsBackIsLeftOutWithAWarning() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree/sub"));
        Files.writeString(tree.resolve("s"), "two\n");
        Files.createSymbolicLink(tree.resolve("up"), Path.of(".."));

        RobotOutput output = robot().run(agent.url(), folder, written("""
                Back
                    Open Connection    ${HOST}    port=${PORT}
                    Login With Public Key    ${USER}    ${KEY}
                    Get Directory    ${FOLDER}/tree    ${FOLDER}/got    recursive=True
                    Put Directory    ${FOLDER}/tree    ${FOLDER}/put    recursive=True
                    Close All Connections
                """));

        for (String copy : List.of("got", "put")) {
            assertThat(folder.resolve(copy).resolve("sub").toFile().list()).containsExactly("s");
        }
        for (String keyword : List.of("Get Directory", "Put Directory")) {
            assertThat(output.messages(keyword))
                    .filteredOn(message -> message.level().equals("WARN"))
                    .extracting(Message::text)
                    .containsExactly(
                            "'" + tree.resolve("up") + "' leads back to a directory that it is in, and is left out.");
        }
    }

    @Test
    void tunnelsAndTheLogOfConnections() throws IOException {
        robot().run(agent.url(), folder, written("""
                Tunnel
                    Enable Ssh Logging    ${FOLDER}/ssh.log
                    Open Connection    ${HOST}    port=${PORT}
                    Login With Public Key    ${USER}    ${KEY}
                    ${port} =    Create Local Ssh Tunnel    0    127.0.0.1    ${PORT}
                    ${greeting} =    Evaluate    socket.create_connection(('127.0.0.1', $port), 20).recv(7)    modules=socket
                    Should Be Equal    ${greeting}    ${{b'SSH-2.0'}}
                    Execute Command    exit 5
                    Close Connection
                """)).passed();

        assertThat(Files.readString(folder.resolve("ssh.log")))
                .contains(
                        "logged in as " + sshd.user(),
                        "executing: exit 5",
                        "exited with 5",
                        "Now forwarding port",
                        "closed");
    }

    @Test
    void anAgentThatStopsClosesWhatItOpened() throws Exception {
        Agent stopped = startAgent(folder.resolve("stopped"));
        Path pid = folder.resolve("pid");
        try {
            robot().run(stopped.url(), folder, written("""
                    Leave It
                        Open Connection    ${HOST}    port=${PORT}
                        Login With Public Key    ${USER}    ${KEY}
                        Start Command    echo $$ > ${FOLDER}/pid; exec sleep 600
                        Wait Until Keyword Succeeds    20 s    0.2 s    File Should Exist    ${FOLDER}/pid
                    """)).passed();
        } finally {
            stopped.close();
        }

        long command = Long.parseLong(Files.readString(pid).strip());
        Processes.awaitThat(
                "the end of the command", () -> ProcessHandle.of(command).isEmpty());
    }

    @Test
    void theSshAgentIsLentToCommandsThatAskForItAlone() throws Exception {
        Path socket = folder.resolve("agent.sock");
        try (RunningProcess sshAgent =
                RunningProcess.start(new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()))) {
            sshAgent.awaitStdout(Pattern.compile("SSH_AUTH_SOCK"));
            ProcessBuilder add = new ProcessBuilder("ssh-add", stranger.file().toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(add.start().waitFor()).isZero();
            try (Agent lender = startAgent(folder.resolve("lender"), settings(Optional.of(socket)))) {
                robot().run(lender.url(), folder, written("""
                        Lent
                            Open Connection    ${HOST}    port=${PORT}
                            Login With Public Key    ${USER}    ${KEY}
                            ${keys} =    Execute Command    ssh-add -l    forward_agent=True
                            Should Contain    ${keys}    %s
                            Start Command    ssh-add -l    forward_agent=True
                            ${again} =    Read Command Output
                            Should Be Equal    ${again}    ${keys}
                            ${rc} =    Execute Command    ssh-add -l    return_stdout=False    return_rc=True
                            Should Be Equal    ${rc}    ${2}
                        """.formatted(stranger.fingerprint())))
                        .passed();
            }
        }
    }

    @Test
    void theConfigurationFileIsFollowedOnRequestAlone() throws Exception {
        Path config = Files.writeString(
                folder.resolve("config"),
                "Host lab\n HostName 127.0.0.1\n Port " + sshd.port() + "\n User " + sshd.user() + "\n IdentityFile "
                        + sshd.identity() + "\n");
        try (Agent configured = startAgent(
                folder.resolve("configured"), settings(Optional.empty()).withConfig(config))) {
            robot().run(configured.url(), folder, written("""
                    Configured
                        Open Connection    lab
                        Run Keyword And Expect Error    gaierror*    Login With Public Key    ${USER}    ${KEY}
                        Run Keyword And Expect Error    Username must be given*    Login With Public Key    keyfile=${KEY}
                        Login With Public Key    read_config=True
                        ${user} =    Execute Command    id -un
                        Should Be Equal    ${user}    ${USER}
                    """)).passed();
        }
    }

    @Test
    void anUnknownHostIsNotTrusted() throws IOException {
        Path suite = written("""
                Stranger
                    Open Connection    localhost    port=${PORT}
                    Run Keyword And Expect Error    SSHClientException: the key of localhost is unknown*
                    ...    Login With Public Key    ${USER}    ${KEY}
                """);

        robot().run(agent.url(), folder, suite).passed();
    }

    @Test
    void libdocShowsTheKeywords() {
        String names = robot().libdoc(agent.url() + "/robot/SSHLibrary", "list")
                .succeeded()
                .stdout();

        assertThat(names.lines())
                .contains("Open Connection", "Login With Public Key", "Write Until Expected Output", "Put Directory")
                .doesNotContain("Exec");
    }

    private static RobotFramework robot() {
        return RobotFramework.current().orElseThrow();
    }
}
