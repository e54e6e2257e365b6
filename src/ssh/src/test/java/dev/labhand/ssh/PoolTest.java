package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.Exited;
import dev.labhand.ssh.files.FileResult;
import dev.labhand.ssh.files.RemoteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolTest {

    @TempDir
    Path folder;

    private TestServer server;
    private SshCommands commands;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start();
        commands = SshCommands.open(TestServer.settings(folder));
    }

    @AfterEach
    void stop() throws IOException {
        commands.close();
        server.close();
    }

    private Captured run(String command) {
        return new Captured(commands, server.endpoint(), command);
    }

    @Test
    void commandsThatStartTogetherShareTheFirstConnection() throws Exception {
        List<Captured> all = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            all.add(run(":exit " + i));
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).end().outcome()).isEqualTo(new Exited(i));
        }
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void laterCommandsReuseTheConnection() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(run(":exit 0").end().outcome().succeeded()).isTrue();
        }
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void moreThanAConnectionCarriesGoToAnother() throws Exception {
        List<Captured> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            all.add(run("echo here; exec sleep 1000"));
        }
        for (Captured command : all) {
            assertThat(command.awaitOutput()).isEqualTo("here\n");
        }
        assertThat(server.connections).hasValue(2);
        commands.close();
        for (Captured command : all) {
            assertThat(command.end().outcome())
                    .isEqualTo(new Outcome.Lost("Labhand closed its connections while the command ran"));
        }
    }

    @Test
    void aRefusedSessionMovesToAnotherConnectionAndRunsOnce() throws Exception {
        server.allowSessions(2);
        List<Captured> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(run("echo here; cat; exit " + i));
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).end().outcome()).isEqualTo(new Exited(i));
        }
        assertThat(server.commands).hasSize(7);
        assertThat(server.connections.get()).isGreaterThan(1);
    }

    @Test
    void aServerThatIsSlowToLetSessionsGoIsAskedOnOtherConnections() throws Exception {
        server.server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.allowOneSessionEver();

        leaveUsedConnections("first");
        assertThat(run(":exit 7").end().outcome()).isEqualTo(new Exited(7));

        leaveUsedConnections("second");
        assertThat(commands.openFiles(server.endpoint()))
                .isInstanceOfSatisfying(
                        FileResult.Done.class, done -> assertThat(done.value()).isInstanceOf(RemoteFiles.class));
    }

    /** So many that nothing is tried again as often. All commands run at the same time, each on a connection of its own. */
    private void leaveUsedConnections(String round) throws Exception {
        Path gate = folder.resolve(round);
        List<Captured> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(run("echo here; until test -e " + gate + "; do sleep 0.01; done; exit " + i));
        }
        for (Captured command : all) {
            assertThat(command.awaitOutput()).isEqualTo("here\n");
        }
        Files.createFile(gate);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).end().outcome()).isEqualTo(new Exited(i));
        }
    }

    @Test
    void aServerThatOpensNoSessionAtAllRejects() throws Exception {
        server.allowSessions(0);
        assertThat(run(":exit 0").end().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).startsWith("the server opens no session: "));
        assertThat(server.commands).isEmpty();
    }

    @Test
    void aConnectionThatDiedBetweenCommandsIsReplaced() throws Exception {
        assertThat(run(":exit 0").end().outcome()).isEqualTo(new Exited(0));
        server.dropConnections();
        assertThat(run(":exit 1").end().outcome()).isEqualTo(new Exited(1));
        assertThat(server.commands).containsExactly(":exit 0", ":exit 1");
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void aConnectionThatBreaksUnderACommandLosesItAndItIsNotRunAgain() throws Exception {
        assertThat(run(":drop").end().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Lost.class,
                        lost -> assertThat(lost.reason()).startsWith("the connection broke while the command ran"));
        assertThat(run(":exit 0").end().outcome()).isEqualTo(new Exited(0));
        assertThat(server.commands).containsExactly(":drop", ":exit 0");
    }

    @Test
    void nothingIsStartedBeforeTheFirstCommand() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (SshCommands idle = SshCommands.open(TestServer.settings(folder))) {
            assertThat(startedSince(before)).isEmpty();
            assertThat(new Captured(idle, server.endpoint(), ":exit 0").end().outcome())
                    .isEqualTo(new Exited(0));
            assertThat(startedSince(before)).isNotEmpty();
        }
        SshCommands unused = SshCommands.open(TestServer.settings(folder));
        unused.close();
        assertThat(new Captured(unused, server.endpoint(), ":exit 0").end().outcome())
                .isEqualTo(new Outcome.Unreachable("Labhand closed its connections"));
    }

    private static List<String> startedSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("sshd-SshClient") || name.equals("ssh-timers"))
                .toList();
    }

    @Test
    void afterCloseNothingStarts() throws Exception {
        assertThat(run(":exit 0").end().outcome()).isEqualTo(new Exited(0));
        commands.close();
        assertThat(run(":exit 0").end().outcome()).isEqualTo(new Outcome.Unreachable("Labhand closed its connections"));
        SshEndpoint other = SshEndpoint.of("another", "127.0.0.1", server.port());
        assertThat(new Captured(commands, other, ":exit 0").end().outcome()).isInstanceOf(Outcome.Unreachable.class);
        assertThat(server.commands).hasSize(1);
    }
}
