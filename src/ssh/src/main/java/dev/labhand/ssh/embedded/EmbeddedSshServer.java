package dev.labhand.ssh.embedded;

import dev.labhand.ssh.SshEndpoint;
import dev.labhand.ssh.crypto.JdkCrypto;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An SSH server in this process that runs commands as the agent's own account, in its shell and home directory, as sshd
 * would. It listens on a random port of the loopback interface, and only the key of {@link #endpoint()} logs in; both keys
 * are made at the start and never leave the process. It runs commands (RFC 4254 section 6.5), offers the account's files by
 * SFTP, and nothing else.
 *
 * <p>Commands run in sessions of their own, with an environment in which nothing of the agent's is left but {@code PATH},
 * {@code TZ} and the language. A client may set {@code LANG} and {@code LC_*}.
 */
public final class EmbeddedSshServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSshServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofDays(36_500);
    private static final long STACK_BYTES = 512 * 1024;

    private final SshServer server;
    private final SshEndpoint endpoint;
    private final Children children;
    private final ExecutorService threads;

    private EmbeddedSshServer(SshServer server, SshEndpoint endpoint, Children children, ExecutorService threads) {
        this.server = server;
        this.endpoint = endpoint;
        this.children = children;
        this.threads = threads;
    }

    /**
     * Starts a server.
     *
     * @throws IOException if there is no port to listen on
     */
    public static EmbeddedSshServer start() throws IOException {
        Map<String, String> environment = System.getenv();
        return start(Account.ofAgent(environment), environment, ChildProcess.Starter.forThisMachine());
    }

    static EmbeddedSshServer start(Account account, Map<String, String> environment, ChildProcess.Starter starter)
            throws IOException {
        JdkCrypto.use();
        KeyPair hostKey = newKey();
        KeyPair clientKey = newKey();
        Children children = new Children(starter);
        ExecutorService threads = newThreads();
        SshServer server = server(
                hostKey,
                account.name(),
                clientKey,
                (channel, command, variables) -> new ShellCommand(
                        ShellInvocation.of(
                                account.shell(),
                                command,
                                account.directory(),
                                account.loginEnvironment(environment, variables)),
                        channel,
                        children,
                        threads));
        server.setSubsystemFactories(List.of(new HomeSftp(account.directory(), threads)));
        try {
            server.start();
        } catch (IOException e) {
            server.close(true);
            throw e;
        }
        SshEndpoint endpoint = SshEndpoint.of(
                account.name(), LOOPBACK, server.getPort(), new SshEndpoint.Pinned(clientKey, hostKey.getPublic()));
        LOG.debug("embedded SSH server ready: {}", endpoint);
        return new EmbeddedSshServer(server, endpoint, children, threads);
    }

    /** Where it listens, who may log in, and the keys for it. */
    public SshEndpoint endpoint() {
        return endpoint;
    }

    /**
     * Closes all connections and ends all commands that still run: TERM to their process groups, and KILL after 2 s to what
     * is left.
     */
    @Override
    public void close() throws IOException {
        try {
            server.stop(true);
        } finally {
            children.endAll(GRACE);
            threads.shutdown();
        }
    }

    private static SshServer server(
            KeyPair hostKey, String user, KeyPair clientKey, ExecChannel.CommandFactory commands) {
        SshServer server = ServerBuilder.builder().build();
        server.setHost(LOOPBACK);
        server.setPort(0);
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator(
                (name, key, session) -> name.equals(user) && KeyUtils.compareKeys(key, clientKey.getPublic()));
        server.setChannelFactories(List.of(sessionChannels(commands)));
        server.setGlobalRequestHandlers(List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE));
        onlyFastAndSound(server);
        noLimitsInTime(server);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Labhand");
        return server;
    }

    private static ChannelFactory sessionChannels(ExecChannel.CommandFactory commands) {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return "session";
            }

            @Override
            public Channel createChannel(Session session) {
                return new ExecChannel(commands);
            }
        };
    }

    /** The client's preferences decide, so what is offered is only what a client in this process should use. */
    private static void onlyFastAndSound(SshServer server) {
        server.setKeyExchangeFactories(NamedFactory.setUpTransformedFactories(
                true,
                List.of(
                        BuiltinDHFactories.curve25519,
                        BuiltinDHFactories.curve25519_libssh,
                        BuiltinDHFactories.ecdhp256),
                ServerBuilder.DH2KEX));
        server.setSignatureFactories(List.of(BuiltinSignatures.ed25519));
        server.setCipherFactories(List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm));
        server.setMacFactories(List.of(BuiltinMacs.hmacsha256etm));
        server.setCompressionFactories(List.of(BuiltinCompressions.none));
    }

    /** The client decides how long it keeps a connection, and how slowly it reads. */
    private static void noLimitsInTime(SshServer server) {
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.CHANNEL_CLOSE_TIMEOUT.set(server, LONG);
        // New keys after an hour protect against nothing here, where both ends are one process.
        CoreModuleProperties.REKEY_TIME_LIMIT.set(server, Duration.ZERO);
    }

    private static KeyPair newKey() throws IOException {
        try {
            return KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java makes no Ed25519 keys", e);
        }
    }

    private static ExecutorService newThreads() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform()
                        .daemon()
                        .name("labhand-exec-", 1)
                        .stackSize(STACK_BYTES)
                        .factory());
    }
}
