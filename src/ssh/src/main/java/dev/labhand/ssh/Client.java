package dev.labhand.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.ClientFactoryManager;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MINA's client as Labhand wants it: no files of its own accord, no weak ciphers, no waiting for full packets. */
final class Client extends SshClient {

    /** How long a peer may be silent before it is asked, and how many questions may stay unanswered. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final int UNANSWERED_HEARTBEATS = 3;

    /** Galois/counter mode first: fast in hardware. No CBC. ChaCha20 last: MINA computes it in Java. */
    private static final List<NamedFactory<Cipher>> CIPHERS = List.of(
            BuiltinCiphers.aes128gcm,
            BuiltinCiphers.aes256gcm,
            BuiltinCiphers.aes128ctr,
            BuiltinCiphers.aes192ctr,
            BuiltinCiphers.aes256ctr,
            BuiltinCiphers.cc20p1305_openssh);

    private Client() {}

    /** Starts a client. */
    static Client start(HostKeyCheck hostKeys, Credentials credentials) {
        Client client = new Client();
        ClientBuilder.builder()
                .factory(() -> client)
                .cipherFactories(CIPHERS)
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .serverKeyVerifier(hostKeys)
                .build(true);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setPasswordIdentityProvider(session -> {
            Handshake handshake = Handshake.of(session);
            Optional<String> password = credentials.password(handshake);
            password.ifPresent(_ -> handshake.offer("password"));
            return password.stream().toList();
        });
        client.setUserInteraction(new PasswordPrompt(credentials));
        List<UserAuthFactory> methods = List.of(
                new KeyLogin(credentials),
                UserAuthPasswordFactory.INSTANCE,
                UserAuthKeyboardInteractiveFactory.INSTANCE);
        client.setUserAuthFactories(methods);
        client.addSessionListener(Handshake.LISTENER);
        client.setSessionFactory(new Sessions(client, hostKeys));
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        // A timer for each write costs more than it tells: the heartbeat finds a peer that takes nothing.
        CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, HEARTBEAT);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED_HEARTBEATS);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@openssh.com");
        client.getProperties().put(UserInteraction.AUTO_DETECT_PASSWORD_PROMPT, false);
        client.start();
        return client;
    }

    /** Opens a TCP connection to this address, which carries the name that was asked for, and begins the key exchange. */
    ConnectFuture connect(Handshake handshake, InetSocketAddress address) throws IOException {
        String user = handshake.endpoint.user();
        HostConfigEntry entry = new HostConfigEntry("", address.getHostString(), address.getPort(), user, null);
        return doConnect(user, address, handshake.asContext(), null, KeyIdentityProvider.EMPTY_KEYS_PROVIDER, entry);
    }

    private static final class Sessions extends SessionFactory {

        private final HostKeyCheck hostKeys;

        Sessions(Client client, HostKeyCheck hostKeys) {
            super(client);
            this.hostKeys = hostKeys;
        }

        @Override
        protected ClientSessionImpl doCreateSession(IoSession ioSession) throws Exception {
            return new OrderedSession(getClient(), ioSession, hostKeys);
        }
    }

    /** Asks first for the host keys that can be checked. */
    private static final class OrderedSession extends ClientSessionImpl {

        private static final Logger LOG = LoggerFactory.getLogger(OrderedSession.class);

        private final HostKeyCheck hostKeys;

        OrderedSession(ClientFactoryManager client, IoSession ioSession, HostKeyCheck hostKeys) throws Exception {
            super(client, ioSession);
            this.hostKeys = hostKeys;
        }

        @Override
        protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
            List<String> all =
                    List.of(super.resolveAvailableSignaturesProposal(manager).split(",", -1));
            return String.join(",", hostKeys.order(Handshake.of(this).endpoint, all));
        }

        /** MINA's way to tell that a connection broke, which our outcomes tell already. */
        @Override
        protected void warn(String message, Object o1, Object o2, Object o3, Object o4, Throwable error) {
            LOG.debug(message, o1, o2, o3, o4);
        }
    }

    /** Answers the one question that can be answered: a single hidden prompt, once, with the password. */
    private record PasswordPrompt(Credentials credentials) implements UserInteraction {

        @Override
        public String @Nullable [] interactive(
                ClientSession session, String name, String instruction, String lang, String[] prompts, boolean[] echo) {
            Handshake handshake = Handshake.of(session);
            Optional<String> password = credentials.password(handshake);
            boolean answer = password.isPresent()
                    && prompts.length == 1
                    && !echo[0]
                    && handshake.offer("password (keyboard-interactive)");
            return answer ? new String[] {password.get()} : null;
        }

        @Override
        public void welcome(ClientSession session, String banner, String lang) {
            Handshake.of(session).greeted(banner);
        }

        @Override
        public @Nullable String getUpdatedPassword(ClientSession session, String prompt, String lang) {
            return null;
        }
    }
}
