package dev.labhand.ssh.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.ssh.embedded.PlainClient.Run;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three streams of a command. */
class CommandStreamsTest {

    private static final int MEBI = 1024 * 1024;

    private static EmbeddedSshServer server;
    private static PlainClient client;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedSshServer.start();
        client = new PlainClient(server.endpoint());
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void everyByteValueComesThroughOnBothStreams() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Run run = client.run("tee /dev/stderr", new ByteArrayInputStream(all), Map.of());
        assertThat(run.output()).isEqualTo(all);
        assertThat(run.errors()).isEqualTo(all);
    }

    @Test
    void largeInputComesBackAsItWas() throws IOException {
        byte[] input = new byte[5 * MEBI + 17];
        new Random(7).nextBytes(input);
        Run run = client.run("cat", new ByteArrayInputStream(input), Map.of());
        assertThat(run.output()).isEqualTo(input);
        assertThat(run.status()).isZero();
    }

    @Test
    void largeOutputComesWholeAndInOrder() throws IOException {
        CountingOutput counted = new CountingOutput();
        try (ChannelExec channel =
                client.session.createExecChannel("head -c 67108864 /dev/zero | tr '\\0' '\\252'; exit 3")) {
            channel.setOut(counted);
            channel.open().verify(PlainClient.LIMIT);
            PlainClient.awaitEnd(channel);
            assertThat(channel.getExitStatus()).isEqualTo(3);
        }
        assertThat(counted.bytes).isEqualTo(64L * MEBI);
        assertThat(counted.others).isZero();
        Run numbers = client.run("seq 200000 | tee /dev/stderr");
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 200_000; i++) {
            expected.append(i).append('\n');
        }
        assertThat(numbers.text()).isEqualTo(expected.toString());
        assertThat(numbers.errorText()).isEqualTo(expected.toString());
    }

    private static final class CountingOutput extends OutputStream {
        private long bytes;
        private long others;

        @Override
        public void write(int b) {
            bytes++;
            if ((byte) b != (byte) 0252) {
                others++;
            }
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
                write(buffer[offset + i]);
            }
        }
    }

    @Test
    void theEndOfInputIsTheCommandsToo() throws IOException {
        assertThat(client.run("cat; echo ended").text()).isEqualTo("ended\n");
    }

    @Test
    void aCommandThatDoesNotReadEndsWithoutItsInput() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };
        Run run = client.run("head -c 10 >/dev/null; echo enough; exit 5", endless, Map.of());
        assertThat(run.text()).isEqualTo("enough\n");
        assertThat(run.status()).isEqualTo(5);
    }

    @Test
    void aCommandThatClosesItsInputStillGetsAnEnd() throws IOException {
        byte[] input = new byte[4 * MEBI];
        Run run = client.run("exec <&-; echo closed; exit 6", new ByteArrayInputStream(input), Map.of());
        assertThat(run.text()).isEqualTo("closed\n");
        assertThat(run.status()).isEqualTo(6);
    }

    @Test
    void aClientThatDoesNotReadSlowsTheCommandDown() throws Exception {
        Path done = folder.resolve("done");
        try (ChannelExec channel = client.start("head -c 20000000 /dev/zero; echo > " + done)) {
            InputStream output = channel.getInvertedOut();
            assertThat(output.readNBytes(1000)).hasSize(1000);
            // Other commands of the connection go on meanwhile, and this one cannot have come to its end.
            for (int i = 0; i < 20; i++) {
                assertThat(client.run("echo " + i).text()).isEqualTo(i + "\n");
            }
            assertThat(done).doesNotExist();
            assertThat(output.readAllBytes()).hasSize(20_000_000 - 1000);
            PlainClient.awaitEnd(channel);
        }
        assertThat(done).exists();
    }

    /** As with OpenSSH 9.2. */
    @Test
    void aBackgroundProcessWithOutputOfItsOwnDoesNotHoldTheChannel() throws Exception {
        Run run = client.run("sleep 1000 >/dev/null 2>&1 & echo $!");
        assertThat(run.status()).isZero();
        assertThat(ProcessHandle.of(Long.parseLong(run.text().strip())).map(ProcessHandle::destroyForcibly))
                .hasValue(true);
    }

    /** As with OpenSSH 9.2, which tells the exit status at once and keeps the channel for the rest of the output. */
    @Test
    void aBackgroundProcessThatKeepsTheOutputHoldsTheChannelButNotTheExitStatus() throws Exception {
        Path go = folder.resolve("go");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ChannelExec channel = client.session.createExecChannel(
                "(until test -e " + go + "; do sleep 0.02; done; echo late) & echo early; exit 4")) {
            channel.setOut(output);
            channel.open().verify(PlainClient.LIMIT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.EXIT_STATUS), PlainClient.LIMIT);
            assertThat(channel.getExitStatus()).isEqualTo(4);
            assertThat(channel.isEofSignalled()).isFalse();
            assertThat(channel.isOpen()).isTrue();
            Files.createFile(go);
            PlainClient.awaitEnd(channel);
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("early\nlate\n");
    }

    @Test
    void theEndOfTheOutputIsToldBeforeTheEndOfTheCommand() throws Exception {
        Path go = folder.resolve("go");
        try (ChannelExec channel =
                client.start("exec >&- 2>&-; until test -e " + go + "; do sleep 0.02; done; exit 9")) {
            channel.waitFor(EnumSet.of(ClientChannelEvent.EOF), PlainClient.LIMIT);
            assertThat(channel.getExitStatus()).isNull();
            Files.createFile(go);
            PlainClient.awaitEnd(channel);
            assertThat(channel.getExitStatus()).isEqualTo(9);
        }
        assertThat(HexFormat.of().formatHex(client.run("printf '\\376'").output()))
                .isEqualTo("fe");
    }
}
