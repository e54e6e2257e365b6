package dev.labhand.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecOptionsTest {

    private static final Map<String, ExecOptions> ATTACHED = Map.of(
            "openStdin", ExecOptions.DEFAULTS.withOpenStdin(),
            "sudo", ExecOptions.DEFAULTS.withSudo(Sudo.WITHOUT_PASSWORD),
            "pty", ExecOptions.DEFAULTS.withPty(Pty.USUAL),
            "forwardAgent", ExecOptions.DEFAULTS.withForwardAgent(true));

    @ParameterizedTest
    @ValueSource(strings = {"openStdin", "sudo", "pty", "forwardAgent"})
    void whatGoesWithItsConnectionIsNothingForADetachedCommand(String option) {
        ExecOptions options = ATTACHED.get(option);
        assertThat(options).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(options::withDetached)
                .withMessageStartingWith(option + " and detached exclude each other: ");
    }

    @Test
    void aDetachedCommandMayLogInAsAnotherAndBeLentNoAgent() {
        ExecOptions options =
                ExecOptions.DEFAULTS.withUser("other").withForwardAgent(false).withDetached();
        assertThat(options.login()).contains("other");
        assertThat(options.detached()).isTrue();
    }

    @Test
    void eachChangeLeavesTheRestAsItIs() {
        ExecOptions a = ExecOptions.DEFAULTS
                .withOpenStdin()
                .withJobId(new JobId("a"))
                .withTimeout(Duration.ofSeconds(1))
                .withUser("u")
                .withSudo(Sudo.WITHOUT_PASSWORD)
                .withPty(Pty.USUAL)
                .withForwardAgent(true);
        ExecOptions b = ExecOptions.DEFAULTS
                .withForwardAgent(true)
                .withPty(Pty.USUAL)
                .withSudo(Sudo.WITHOUT_PASSWORD)
                .withUser("u")
                .withTimeout(Duration.ofSeconds(1))
                .withJobId(new JobId("a"))
                .withOpenStdin();
        assertThat(a).isEqualTo(b).isNotEqualTo(ExecOptions.DEFAULTS);
        assertThat(a.timeout()).isEqualTo(Optional.of(Duration.ofSeconds(1)));
        assertThat(a.openStdin()).isTrue();
    }
}
