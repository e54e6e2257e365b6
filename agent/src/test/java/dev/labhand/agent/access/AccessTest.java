package dev.labhand.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    @TempDir
    private Path folder;

    private Access withToken(String text) throws IOException {
        return Access.of(new AccessSettings(Optional.of(Files.writeString(folder.resolve("token"), text))));
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withoutATokenEveryoneMayCall() throws IOException {
        Access access = Access.of(AccessSettings.open());

        assertThat(access.needsToken()).isFalse();
        assertThat(access.authenticate("127.0.0.1", null)).contains(new Caller("127.0.0.1", Optional.empty()));
        assertThat(access.authenticate("127.0.0.1", "Bearer x")).isPresent();
    }

    @Test
    void theTokenIsShownAsBearerTokenOrAsBasicPassword() throws IOException {
        Access access = withToken("s3cret:ü \n# a note\n");

        assertThat(access.needsToken()).isTrue();
        assertThat(access.authenticate("::1", "bearer s3cret:ü")).contains(new Caller("::1", Optional.empty()));
        assertThat(access.authenticate("::1", basic("ann:s3cret:ü"))).contains(new Caller("::1", Optional.of("ann")));
        assertThat(access.authenticate("::1", basic(":s3cret:ü"))).contains(new Caller("::1", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer s3cre",
                "Bearer s3cret2",
                "Bearer S3CRET",
                "Digest s3cret",
                "s3cret",
                "Basic s3cret",
                "Basic %%%",
                "Basic czNjcmV0"
            })
    void anythingElseIsRefused(String authorization) throws IOException {
        Access access = withToken("s3cret");

        assertThat(access.authenticate("::1", authorization)).isEmpty();
        assertThat(access.authenticate("::1", null)).isEmpty();
    }

    @Test
    void aUserNameCannotForgeLogLines() throws IOException {
        assertThat(withToken("t").authenticate("::1", basic("a\nb:t"))).hasToString("Optional[a?b@::1]");
    }

    @Test
    void anUnusableTokenFileIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> withToken("\nx"))
                .withMessageMatching("token file .* has no token: its first line is empty");
        assertThatIOException()
                .isThrownBy(() -> Access.of(new AccessSettings(Optional.of(folder.resolve("none")))))
                .withMessageMatching("token file .* does not exist");
        assertThatIOException()
                .isThrownBy(() -> Access.of(new AccessSettings(Optional.of(folder))))
                .withMessageMatching("token file .* is not readable text");
    }
}
