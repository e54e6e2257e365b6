package dev.labhand.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.labhand.api.Outcome;
import dev.labhand.api.Outcome.AuthFailed;
import dev.labhand.api.Outcome.Exited;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys and passwords are offered, in which order, and what is told if none of them will do. */
class LoginTest extends Logins {

    private Path password(String text) throws IOException {
        return Files.writeString(folder.resolve("password"), text);
    }

    @Test
    void keysAreTriedInTurn() throws Exception {
        KeyPair second = TestServer.ed25519();
        accepted.add(second);
        Path wrong = TestServer.write(TestServer.ed25519(), folder.resolve("id1"));
        assertThat(connect(keys(wrong, TestServer.write(second, folder.resolve("id2")))))
                .isEqualTo(new Exited(0));
    }

    @Test
    void whatWasRefusedIsListedByName() throws Exception {
        server.server.setPasswordAuthenticator((_, _, _) -> false);
        server.server.setUserAuthFactories(List.of(
                UserAuthPublicKeyFactory.INSTANCE,
                UserAuthPasswordFactory.INSTANCE,
                UserAuthKeyboardInteractiveFactory.INSTANCE));
        Path one = TestServer.write(TestServer.ed25519(), folder.resolve("id1"));
        Path two = TestServer.write(TestServer.ed25519(), folder.resolve("id2"));
        try (FakeAgent agent = new FakeAgent(folder.resolve("agent"), TestServer.ed25519(), "jo@desk")) {
            Outcome outcome = connect(
                    settings(List.of(one, two), Optional.of(agent.socket()), Optional.of(password("s3cret\n"))));
            assertThat(outcome)
                    .isEqualTo(new AuthFailed("the server refused tester with key " + one + ", key " + two
                            + ", ssh-agent key jo@desk, password, password (keyboard-interactive)"));
        }
    }

    @Test
    void nothingToOfferSaysWhatToDo() throws Exception {
        server.server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        server.server.setPasswordAuthenticator((_, _, _) -> true);
        Path key = TestServer.write(TestServer.ed25519(), folder.resolve("id"));
        assertThat(connect(keys(key)))
                .isInstanceOfSatisfying(
                        AuthFailed.class,
                        failed -> assertThat(failed.reason()).contains("nothing to log in with", "--identity"));
    }

    @Test
    void moreKeysThanTheServerWantsIsAReasonOfItsOwn() throws Exception {
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server.server, 6);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            files.add(TestServer.write(TestServer.ed25519(), folder.resolve("id" + i)));
        }
        assertThat(connect(settings(files, Optional.empty(), Optional.empty())))
                .isInstanceOfSatisfying(
                        AuthFailed.class,
                        failed -> assertThat(failed.reason()).contains("MaxAuthTries", "id5", "--identity"));
    }

    @Test
    void aPasswordLogsIn() throws Exception {
        server.server.setPasswordAuthenticator((_, password, _) -> password.equals("pässword "));
        server.server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
        Path file = password("pässword \nsecond line");
        assertThat(connect(settings(List.of(), Optional.empty(), Optional.of(file))))
                .isEqualTo(new Exited(0));
    }

    @Test
    void aSinglePromptIsAnsweredWithThePassword() throws Exception {
        server.server.setPasswordAuthenticator((_, password, _) -> password.equals("s3cret"));
        server.server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        assertThat(connect(settings(List.of(), Optional.empty(), Optional.of(password("s3cret")))))
                .isEqualTo(new Exited(0));
    }

    @ParameterizedTest
    @CsvSource({"ssh-ed25519, 256", "ecdsa-sha2-nistp256, 256", "ssh-rsa, 2048"})
    void theAgentSigns(String type, int size) throws Exception {
        KeyPair key = TestServer.key(type, size);
        accepted.add(key);
        try (FakeAgent agent = new FakeAgent(folder.resolve("agent"), key, "agent key")) {
            assertThat(connect(settings(List.of(), Optional.of(agent.socket()), Optional.empty())))
                    .isEqualTo(new Exited(0));
        }
    }

    @Test
    void anAgentThatIsGoneIsPassedOver() throws Exception {
        KeyPair key = TestServer.ed25519();
        accepted.add(key);
        Path file = TestServer.write(key, folder.resolve("id"));
        assertThat(connect(settings(List.of(file), Optional.of(folder.resolve("none")), Optional.empty())))
                .isEqualTo(new Exited(0));
    }

    @Test
    void theServersPinnedIdentityIsTheOnlyOneOffered() throws Exception {
        KeyPair known = TestServer.ed25519();
        accepted.add(known);
        Path file = TestServer.write(known, folder.resolve("id"));
        SshEndpoint endpoint = SshEndpoint.of(
                "tester",
                "127.0.0.1",
                server.port(),
                new SshEndpoint.Pinned(TestServer.ed25519(), TestServer.HOST_KEY.getPublic()));
        try (SshCommands commands = SshCommands.open(keys(file))) {
            assertThat(new Captured(commands, endpoint, ":exit 0").end().outcome())
                    .isEqualTo(new AuthFailed("the server refused tester with the given key"));
        }
    }

    @Test
    void onlyNamedKeysOfTheAgentAreShownWhereThatIsSaid() throws Exception {
        KeyPair key = TestServer.ed25519();
        try (FakeAgent agent = new FakeAgent(folder.resolve("agent"), key, "agent key")) {
            SshSettings settings = settings(List.of(), Optional.of(agent.socket()), Optional.empty());
            Path other = Files.writeString(
                    folder.resolve("other.pub"),
                    PublicKeyEntry.toString(TestServer.ed25519().getPublic()));
            Path config =
                    Files.writeString(folder.resolve("config"), "IdentitiesOnly yes\nIdentityFile " + other + "\n");
            assertThat(connect(settings.withConfig(config)))
                    .isInstanceOfSatisfying(
                            AuthFailed.class,
                            failed -> assertThat(failed.reason()).contains("nothing to log in with"));
            accepted.add(key);
            Files.writeString(other, PublicKeyEntry.toString(key.getPublic()));
            assertThat(connect(settings.withConfig(config))).isEqualTo(new Exited(0));
        }
    }

    @Test
    void aQuestionThatOnlyAPersonCanAnswerIsToldWithTheFailure() throws Exception {
        server.server.setKeyboardInteractiveAuthenticator(new KeyboardInteractiveAuthenticator() {
            @Override
            public InteractiveChallenge generateChallenge(ServerSession session, String user, String lang, String sub) {
                InteractiveChallenge challenge = new InteractiveChallenge();
                challenge.setInteractionName("");
                challenge.setInteractionInstruction("");
                challenge.setLanguageTag("");
                challenge.addPrompt("Code from your token: ", true);
                return challenge;
            }

            @Override
            public boolean authenticate(ServerSession session, String user, List<String> responses) {
                return true;
            }
        });
        server.server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
        assertThat(connect(settings(List.of(), Optional.empty(), Optional.of(password("s3cret")))))
                .isInstanceOfSatisfying(
                        AuthFailed.class,
                        failed -> assertThat(failed.reason()).contains("Code from your token", "only a person"));
    }

    @Test
    void anEmptyOrMissingPasswordFileIsNamedAtTheStart() throws IOException {
        Path empty = password("");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(List.of(), Optional.empty(), Optional.of(empty))
                        .check())
                .withMessageContainingAll(empty.toString(), "empty");
        Path missing = folder.resolve("nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(List.of(), Optional.empty(), Optional.of(missing))
                        .check())
                .withMessageContaining(missing.toString());
    }
}
