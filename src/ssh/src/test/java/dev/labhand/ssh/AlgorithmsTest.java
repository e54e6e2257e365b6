package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.Exited;
import dev.labhand.api.Outcome.Unreachable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlgorithmsTest {

    @TempDir
    Path folder;

    private Outcome connect(TestServer server) throws Exception {
        try (SshCommands commands = SshCommands.open(TestServer.settings(folder))) {
            return new Captured(commands, server.endpoint(), ":exit 0").end().outcome();
        }
    }

    @Test
    void nothingWeakIsOffered() {
        List<String> names = Stream.of(
                        Algorithms.keyExchanges(), Algorithms.CIPHERS, Algorithms.MACS, Algorithms.SIGNATURES)
                .flatMap(List::stream)
                .map(NamedResource::getName)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        assertThat(names)
                .contains("mlkem768x25519-sha256", "sntrup761x25519-sha512", "aes128-gcm@openssh.com", "rsa-sha2-512")
                .doesNotContain("ssh-rsa", "ssh-dss")
                .noneMatch(name -> name.contains("cbc")
                        || name.contains("md5")
                        || name.contains("3des")
                        || name.contains("arcfour")
                        || name.matches(".*sha-?1(?!\\d).*"));
    }

    @ParameterizedTest
    @EnumSource(
            value = BuiltinDHFactories.class,
            names = {"mlkem768x25519", "sntrup761x25519", "sntrup761x25519_openssh"})
    void keysAreExchangedAgainstComputersToCome(BuiltinDHFactories exchange) throws Exception {
        List<String> chosen = new CopyOnWriteArrayList<>();
        try (TestServer server = TestServer.start(test -> {
            test.server.setKeyExchangeFactories(
                    NamedFactory.setUpTransformedFactories(false, List.of(exchange), ServerBuilder.DH2KEX));
            test.server.addSessionListener(new SessionListener() {
                @Override
                public void sessionEvent(Session session, Event event) {
                    if (event == Event.KeyEstablished) {
                        chosen.add(session.getNegotiatedKexParameter(KexProposalOption.ALGORITHMS));
                    }
                }
            });
        })) {
            assertThat(connect(server)).isEqualTo(new Exited(0));
        }
        assertThat(chosen).containsExactly(exchange.getName());
    }

    @Test
    void chaChaNeedsAStrictKeyExchange() throws Exception {
        try (TestServer strict = TestServer.start(
                        test -> test.server.setCipherFactories(List.of(BuiltinCiphers.cc20p1305_openssh)));
                TestServer lax = TestServer.start(test -> {
                    test.server.setCipherFactories(List.of(BuiltinCiphers.cc20p1305_openssh));
                    test.server.setSessionFactory(new LaxSessions(test.server));
                })) {
            assertThat(connect(strict)).isEqualTo(new Exited(0));
            assertThat(connect(lax))
                    .isInstanceOfSatisfying(
                            Unreachable.class,
                            unreachable -> assertThat(unreachable.reason())
                                    .startsWith("no common way to talk: ")
                                    .contains("Terrapin"));
        }
    }

    /** A server from before the strict key exchange. */
    private static final class LaxSessions extends SessionFactory {

        LaxSessions(SshServer server) {
            super(server);
        }

        @Override
        protected ServerSessionImpl doCreateSession(IoSession ioSession) throws Exception {
            return new ServerSessionImpl(getServer(), ioSession) {
                @Override
                protected Map<KexProposalOption, String> doStrictKexProposal(Map<KexProposalOption, String> proposal) {
                    return proposal;
                }
            };
        }
    }
}
