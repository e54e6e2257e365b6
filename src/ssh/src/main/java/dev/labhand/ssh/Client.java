package dev.labhand.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.apache.sshd.client.future.DefaultConnectFuture;
import org.apache.sshd.client.session.ClientConnectionServiceFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MINA's client as Labhand wants it: no files of its own accord, no weak ciphers, no waiting for full packets. */
final class Client extends SshClient {

    private Client() {}

    /** Makes a client that is started. */
    static Client launch() {
        Client client = new Client();
        ClientBuilder.builder()
                .factory(() -> client)
                .keyExchangeFactories(Algorithms.keyExchanges())
                .cipherFactories(Algorithms.CIPHERS)
                .macFactories(Algorithms.MACS)
                .signatureFactories(Algorithms.SIGNATURES)
                .channelFactories(List.of(LentAgent.FACTORY))
                .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
                .serverKeyVerifier(new HostKeyCheck())
                .build(true);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setPasswordIdentityProvider(session -> {
            Handshake handshake = Handshake.of(session);
            Optional<String> password = Credentials.password(handshake.route, "password");
            password.ifPresent(_ -> handshake.offer("password"));
            return password.stream().toList();
        });
        client.setUserInteraction(new PasswordPrompt());
        List<UserAuthFactory> methods =
                List.of(new KeyLogin(), UserAuthPasswordFactory.INSTANCE, UserAuthKeyboardInteractiveFactory.INSTANCE);
        client.setUserAuthFactories(methods);
        client.addSessionListener(Handshake.LISTENER);
        client.setSessionFactory(new Sessions(client));
        client.setServiceFactories(List.of(ClientUserAuthServiceFactory.INSTANCE, new ConnectionServices()));
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        // A timer for each write costs more than it tells: the heartbeat finds a peer that takes nothing.
        CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@openssh.com");
        client.getProperties().put(UserInteraction.AUTO_DETECT_PASSWORD_PROMPT, false);
        client.start();
        return client;
    }

    /** Opens a TCP connection to this address, which carries the name that was asked for, and begins the key exchange. */
    ConnectFuture connect(Handshake handshake, InetSocketAddress address) throws IOException {
        String user = handshake.route.user();
        HostConfigEntry entry = new HostConfigEntry("", address.getHostString(), address.getPort(), user, null);
        return doConnect(user, address, handshake.asContext(), null, KeyIdentityProvider.EMPTY_KEYS_PROVIDER, entry);
    }

    /** Begins the key exchange on a connection that exists already, as a channel of another one. */
    ClientSession begin(Handshake handshake, IoSession channel) throws Exception {
        Route route = handshake.route;
        InetSocketAddress address = InetSocketAddress.createUnresolved(route.host(), route.port());
        channel.setAttribute(AttributeRepository.class, handshake.asContext());
        getSessionFactory().sessionCreated(channel);
        HostConfigEntry entry = new HostConfigEntry("", route.host(), route.port(), route.user(), null);
        ConnectFuture connected = new DefaultConnectFuture(route.toString(), null);
        onConnectOperationComplete(
                channel, connected, route.user(), address, KeyIdentityProvider.EMPTY_KEYS_PROVIDER, entry);
        return connected.getClientSession();
    }

    private static final class Sessions extends SessionFactory {

        Sessions(Client client) {
            super(client);
        }

        @Override
        protected ClientSessionImpl doCreateSession(IoSession ioSession) throws Exception {
            return new CarefulSession(getClient(), ioSession);
        }
    }

    /** Asks a silent server whether it is still there as often as the route says. */
    private static final class ConnectionServices extends ClientConnectionServiceFactory {

        @Override
        public Service create(Session session) throws IOException {
            Route route = Handshake.of(session).route;
            CoreModuleProperties.HEARTBEAT_INTERVAL.set(session, route.aliveInterval());
            CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(session, route.aliveCount());
            return super.create(session);
        }
    }

    /** Asks first for the host keys that can be checked, and refuses what the Terrapin attack (CVE-2023-48795) needs. */
    private static final class CarefulSession extends ClientSessionImpl {

        private static final Logger LOG = LoggerFactory.getLogger(CarefulSession.class);

        CarefulSession(ClientFactoryManager client, IoSession ioSession) throws Exception {
            super(client, ioSession);
        }

        @Override
        protected String resolveAvailableSignaturesProposal(FactoryManager manager) {
            List<String> all =
                    List.of(super.resolveAvailableSignaturesProposal(manager).split(",", -1));
            return String.join(",", HostKeyCheck.order(Handshake.of(this).route, all));
        }

        @Override
        protected Map<KexProposalOption, String> negotiate() throws Exception {
            Map<KexProposalOption, String> result = super.negotiate();
            Algorithms.check(result, strictKex);
            return result;
        }

        /** MINA's way to tell that a connection broke, which our outcomes tell already. */
        @Override
        protected void warn(String message, Object o1, Object o2, Object o3, Object o4, Throwable error) {
            LOG.debug(message, o1, o2, o3, o4);
        }
    }

    /** Answers the one question that can be answered: a single hidden prompt, once, with the password. */
    private static final class PasswordPrompt implements UserInteraction {

        @Override
        public String @Nullable [] interactive(
                ClientSession session, String name, String instruction, String lang, String[] prompts, boolean[] echo) {
            Handshake handshake = Handshake.of(session);
            Optional<String> password = Credentials.password(handshake.route, "keyboard-interactive");
            if (prompts.length != 1 || echo[0]) {
                handshake.passOver("the server asks '"
                        + String.join("', '", prompts)
                                .replaceAll("\\p{Cntrl}", " ")
                                .strip() + "', which only a person can answer");
                return null;
            }
            boolean answer = password.isPresent() && handshake.offer("password (keyboard-interactive)");
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
