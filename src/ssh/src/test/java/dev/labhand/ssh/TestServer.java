package dev.labhand.ssh;

import dev.labhand.ssh.SshSettings.HostKeyPolicy;
import dev.labhand.ssh.crypto.JdkCrypto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;

/** An SSH server in this process, on a free port of loopback, that runs {@link TestCommand}s and remembers what was asked. */
final class TestServer implements AutoCloseable {

    static {
        JdkCrypto.use();
    }

    static final KeyPair HOST_KEY = ed25519();
    static final KeyPair USER_KEY = ed25519();

    private static final AttributeKey<AtomicInteger> OPEN = new AttributeKey<>();

    final SshServer server = SshServer.setUpDefaultServer();
    final List<String> commands = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    /** What commands find in their environment besides. */
    final Map<String, String> environment = new ConcurrentHashMap<>();

    private final List<Process> processes = new CopyOnWriteArrayList<>();

    private TestServer() {}

    static TestServer start() throws IOException {
        return start(_ -> {});
    }

    static TestServer start(Consumer<TestServer> setup) throws IOException {
        TestServer test = new TestServer();
        test.server.setHost("127.0.0.1");
        test.server.setKeyPairProvider(KeyPairProvider.wrap(HOST_KEY));
        test.server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(key, USER_KEY.getPublic()));
        test.server.setCommandFactory((channel, command) -> {
            test.commands.add(command);
            return TestCommand.of(channel, command, test.environment, test.processes::add);
        });
        test.server.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                test.connections.incrementAndGet();
            }
        });
        // The cheapest key exchange: what is tested here does not depend on it.
        test.server.setKeyExchangeFactories(test.server.getKeyExchangeFactories().stream()
                .filter(kex -> kex.getName().equals("curve25519-sha256"))
                .toList());
        CoreModuleProperties.TCP_NODELAY.set(test.server, true);
        setup.accept(test);
        test.server.start();
        return test;
    }

    /** Lets each connection have so many sessions at a time, as OpenSSH's MaxSessions does. */
    void allowSessions(int limit) {
        server.setChannelFactories(List.of(new LimitedSessions(limit, false)));
    }

    /** From now on a connection carries one session, and none after that: OpenSSH in the moment when one was closed. */
    void allowOneSessionEver() {
        server.setChannelFactories(List.of(new LimitedSessions(1, true)));
    }

    int port() {
        return server.getPort();
    }

    SshEndpoint endpoint() {
        return SshEndpoint.of("tester", "127.0.0.1", port());
    }

    /** Settings that log in with the right key and accept this server. */
    static SshSettings settings(Path folder) throws IOException {
        return settings(folder, HostKeyPolicy.ACCEPT_NEW);
    }

    static SshSettings settings(Path folder, HostKeyPolicy policy) throws IOException {
        return new SshSettings(
                List.of(write(USER_KEY, folder.resolve("id"))),
                Optional.empty(),
                Optional.empty(),
                policy,
                folder.resolve("known_hosts"),
                Duration.ofSeconds(30));
    }

    static Path write(KeyPair key, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
            return file;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair ed25519() {
        return key(KeyPairProvider.SSH_ED25519, 256);
    }

    static KeyPair key(String type, int size) {
        try {
            return KeyUtils.generateKeyPair(type, size);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Breaks all connections without a word. */
    void dropConnections() {
        server.getActiveSessions().forEach(session -> session.close(true));
    }

    /** Leaves no process behind; till then a closed channel, as OpenSSH's, leaves its command alone. */
    @Override
    public void close() throws IOException {
        server.stop(true);
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private record LimitedSessions(int limit, boolean keepsPlaces) implements ChannelFactory {

        @Override
        public String getName() {
            return "session";
        }

        @Override
        public Channel createChannel(Session session) {
            AtomicInteger open = session.computeAttributeIfAbsent(OPEN, _ -> new AtomicInteger());
            return new ChannelSession() {
                @Override
                public OpenFuture open(long recipient, long rwSize, long packetSize, Buffer buffer) {
                    if (open.incrementAndGet() <= limit) {
                        if (!keepsPlaces) {
                            addCloseFutureListener(_ -> open.decrementAndGet());
                        }
                        return super.open(recipient, rwSize, packetSize, buffer);
                    }
                    open.decrementAndGet();
                    OpenFuture refused = new DefaultOpenFuture(this, this);
                    refused.setException(new SshChannelOpenException(
                            getChannelId(), SshConstants.SSH_OPEN_CONNECT_FAILED, "open failed"));
                    return refused;
                }
            };
        }
    }
}
