package dev.labhand.ssh.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labhand.ssh.SshEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets in, and what is offered. */
class EmbeddedSshServerTest {

    private EmbeddedSshServer server;
    private SshEndpoint endpoint;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedSshServer.start();
        endpoint = server.endpoint();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void theEndpointIsTheAgentsAccountOnLoopback() throws Exception {
        assertThat(endpoint.host()).isEqualTo("127.0.0.1");
        assertThat(endpoint.port()).isPositive();
        assertThat(endpoint.user())
                .isEqualTo(new String(
                                new ProcessBuilder("id", "-un")
                                        .start()
                                        .getInputStream()
                                        .readAllBytes(),
                                StandardCharsets.UTF_8)
                        .strip());
    }

    @Test
    void eachServerHasKeysOfItsOwn() throws Exception {
        try (EmbeddedSshServer other = EmbeddedSshServer.start()) {
            SshEndpoint.Pinned mine = endpoint.pinned().orElseThrow();
            SshEndpoint.Pinned theirs = other.endpoint().pinned().orElseThrow();
            assertThat(KeyUtils.compareKeys(mine.hostKey(), theirs.hostKey())).isFalse();
            assertThat(KeyUtils.compareKeyPairs(mine.identity(), theirs.identity()))
                    .isFalse();
            assertThat(KeyUtils.getKeyType(mine.hostKey())).isEqualTo("ssh-ed25519");
            assertThatThrownBy(() -> new PlainClient(
                            new SshEndpoint(
                                    endpoint.user(),
                                    "127.0.0.1",
                                    endpoint.port(),
                                    other.endpoint().pinned()),
                            endpoint.user(),
                            mine.identity()))
                    .as("a client that expects the other's host key")
                    .isInstanceOf(SshException.class);
        }
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        KeyPair stranger = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        assertThatThrownBy(() -> new PlainClient(endpoint, endpoint.user(), stranger))
                .isInstanceOf(SshException.class)
                .hasMessageContaining("No more authentication methods");
    }

    @Test
    void anotherUserIsRefused() {
        assertThatThrownBy(() -> new PlainClient(
                        endpoint,
                        endpoint.user() + "x",
                        endpoint.pinned().orElseThrow().identity()))
                .isInstanceOf(SshException.class)
                .hasMessageContaining("No more authentication methods");
    }

    @Test
    void itListensOnTheLoopbackInterfaceOnly() throws Exception {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        for (InetAddress address : others) {
            assertThatThrownBy(() -> connect(address)).as("%s", address).isInstanceOf(IOException.class);
        }
        String port = ":%04X".formatted(endpoint.port());
        List<String> listening = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> lines(Path.of(table)))
                .map(line -> line.strip().split(" +"))
                .filter(fields -> fields[1].endsWith(port) && fields[3].equals("0A"))
                .map(fields -> fields[1].replace(port, ""))
                .toList();
        assertThat(listening).hasSize(1).allMatch(address -> address.endsWith("0100007F"));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect(InetAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, endpoint.port()), 2000);
        }
    }

    @Test
    void theIdentificationNamesNoVersion() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            byte[] line = socket.getInputStream().readNBytes("SSH-2.0-Labhand\r\n".length());
            assertThat(new String(line, StandardCharsets.US_ASCII)).isEqualTo("SSH-2.0-Labhand\r\n");
        }
    }

    @Test
    void onlyCommandsAndFilesAreOffered() throws Exception {
        try (PlainClient client = new PlainClient(endpoint)) {
            CoreModuleProperties.REQUEST_SHELL_REPLY.set(client.session, true);
            try (ChannelShell shell = client.session.createShellChannel(new PtyChannelConfiguration(), null)) {
                shell.open();
                PlainClient.awaitEnd(shell);
            }
            try (ChannelSubsystem other = client.session.createSubsystemChannel("netconf")) {
                other.open();
                PlainClient.awaitEnd(other);
            }
            SshdSocketAddress anywhere = new SshdSocketAddress("127.0.0.1", 0);
            assertThatThrownBy(() -> client.session.startRemotePortForwarding(anywhere, anywhere))
                    .isInstanceOf(SshException.class);
            assertThatThrownBy(() -> client.session
                            .createDirectTcpipChannel(anywhere, new SshdSocketAddress("127.0.0.1", endpoint.port()))
                            .open()
                            .verify(PlainClient.LIMIT))
                    .isInstanceOf(IOException.class);
            assertThat(client.run("echo still here").text()).isEqualTo("still here\n");
        }
    }
}
