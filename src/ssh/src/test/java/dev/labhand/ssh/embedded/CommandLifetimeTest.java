package dev.labhand.ssh.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.ssh.embedded.PlainClient.Run;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.sshd.client.channel.ChannelExec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals, lost connections, the server's end, and what is left behind. */
class CommandLifetimeTest {

    private EmbeddedSshServer server;
    private PlainClient client;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedSshServer.start();
        client = new PlainClient(server.endpoint());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aSignalRequestReachesTheWholeGroup() throws Exception {
        try (SignallingExec channel = SignallingExec.start(client, "sleep 1000 & echo $!; wait")) {
            long background = Long.parseLong(line(channel.getInvertedOut()));
            assertThat(channel.signal("TERM")).isTrue();
            PlainClient.awaitEnd(channel);
            assertThat(channel.getExitSignal()).isEqualTo("TERM");
            Eventually.holds("the background process is gone", () -> !isAlive(background));
        }
    }

    @Test
    void aSignalRequestForAUserSignalRunsTheTrap() throws Exception {
        try (SignallingExec channel = SignallingExec.start(
                client, "trap 'echo got; exit 7' USR1; echo ready; while :; do sleep 0.02; done")) {
            InputStream output = channel.getInvertedOut();
            assertThat(line(output)).isEqualTo("ready");
            assertThat(channel.signal("USR1")).isTrue();
            assertThat(line(output)).isEqualTo("got");
            PlainClient.awaitEnd(channel);
            assertThat(channel.getExitStatus()).isEqualTo(7);
        }
    }

    @Test
    void anUnknownSignalIsRefused() throws Exception {
        try (SignallingExec channel = SignallingExec.start(client, "cat")) {
            for (String name : List.of("STOP", "SIGTERM", "term", "15", "")) {
                assertThat(channel.signal(name)).as(name).isFalse();
            }
            assertThat(channel.signal("KILL")).isTrue();
            PlainClient.awaitEnd(channel);
            assertThat(channel.getExitSignal()).isEqualTo("KILL");
        }
    }

    @Test
    void aCommandLivesOnWithoutItsChannelAndMeetsSigpipe() throws Exception {
        Path go = folder.resolve("go");
        Path told = folder.resolve("told");
        long pid;
        try (ChannelExec channel = client.start("echo $$; until test -e " + go + "; do sleep 0.02; done;"
                + " (trap '' PIPE; echo x 2>/dev/null || echo broken > " + told + "); exec cat")) {
            pid = Long.parseLong(line(channel.getInvertedOut()));
            channel.close(false).await(PlainClient.LIMIT);
        }
        assertThat(client.run("true").status()).isZero();
        assertThat(isAlive(pid)).isTrue();
        Files.createFile(go);
        Eventually.holds("the output is closed", () -> Files.exists(told) && Files.size(told) > 0);
        Eventually.holds("cat ends with its input", () -> !isAlive(pid));
    }

    @Test
    void aCommandLivesOnWithoutItsConnection() throws Exception {
        ChannelExec channel = client.start("echo $$; exec sleep 1000");
        long pid = Long.parseLong(line(channel.getInvertedOut()));
        client.session.close(true).await(PlainClient.LIMIT);
        try (PlainClient second = new PlainClient(server.endpoint())) {
            assertThat(second.run("kill -0 " + pid).status()).isZero();
        }
        assertThat(isAlive(pid)).isTrue();
        server.close();
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void anEndlessWriterDiesWithItsConnection() throws Exception {
        ChannelExec unread = client.start("echo $$; exec yes");
        ChannelExec read = client.start("echo $$; exec yes");
        long first = Long.parseLong(line(unread.getInvertedOut()));
        long second = Long.parseLong(line(read.getInvertedOut()));
        assertThat(read.getInvertedOut().readNBytes(5_000_000)).hasSize(5_000_000);
        client.session.close(true).await(PlainClient.LIMIT);
        Eventually.holds("both met SIGPIPE", () -> !isAlive(first) && !isAlive(second));
        server.close();
        Eventually.holds("no thread", () -> threads() == 0);
    }

    @Test
    void closingTheServerEndsWhatRuns() throws Exception {
        ChannelExec polite =
                client.start("sleep 1000 & echo $!; trap 'echo bye > " + folder.resolve("bye") + "; exit' TERM; wait");
        ChannelExec stubborn = client.start("trap '' TERM; echo $$; while :; do sleep 0.1; done");
        long background = Long.parseLong(line(polite.getInvertedOut()));
        long loop = Long.parseLong(line(stubborn.getInvertedOut()));
        server.close();
        Eventually.holds("all are gone", () -> !isAlive(background) && !isAlive(loop));
        assertThat(folder.resolve("bye")).exists();
        assertThatThrownBy(() -> new PlainClient(server.endpoint())).isInstanceOf(IOException.class);
    }

    @Test
    void manyCommandsLeaveNoDescriptorThreadOrZombieBehind() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(client.run("exit 1").status()).isEqualTo(1);
        }
        int descriptors = descriptors();
        for (int i = 0; i < 200; i++) {
            assertThat(client.run("exit 1").status()).isEqualTo(1);
        }
        Eventually.holds("no more descriptors than before", () -> descriptors() <= descriptors);
        Eventually.holds(
                "no child", () -> ProcessHandle.current().children().findAny().isEmpty());
        assertThat(threads()).isLessThan(20);
        server.close();
        Eventually.holds("no thread", () -> threads() == 0);
    }

    @Test
    void manyCommandsAtOnceKeepToThemselves() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Run>> runs = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String number = Integer.toString(i);
                Callable<Run> one = () -> client.run("echo " + number + "; echo e" + number + " >&2; exit " + number);
                runs.add(threads.submit(one));
            }
            for (int i = 0; i < runs.size(); i++) {
                Run run = runs.get(i).get();
                assertThat(run.status()).isEqualTo(i);
                assertThat(run.text()).isEqualTo(i + "\n");
                assertThat(run.errorText()).isEqualTo("e" + i + "\n");
            }
        }
    }

    private static int descriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("labhand-exec-"))
                .count();
    }

    private static boolean isAlive(long pid) throws IOException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        try {
            String text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String line(InputStream output) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = output.read(); b != '\n' && b != -1; b = output.read()) {
            line.append((char) b);
        }
        return line.toString();
    }
}
