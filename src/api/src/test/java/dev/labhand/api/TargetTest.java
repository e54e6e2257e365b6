package dev.labhand.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @Test
    void readsLocal() {
        assertThat(Target.parse("local")).isEqualTo(new Target.Local());
    }

    @Test
    void readsUserHostAndPort() {
        assertThat(Target.parse("lab@dut-1.example:2222"))
                .isEqualTo(new Target.SshHost(Optional.of("lab"), "dut-1.example", OptionalInt.of(2222)));
        assertThat(Target.parse("[fe80::1%eth0]:22"))
                .isEqualTo(new Target.SshHost(Optional.empty(), "fe80::1%eth0", OptionalInt.of(22)));
        assertThat(Target.parse("root@local"))
                .isEqualTo(new Target.SshHost(Optional.of("root"), "local", OptionalInt.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "host", "u@host", "u@host:22", "[::1]", "u@[::1]:22", "10.0.0.1:1", "büro"})
    void writesWhatItReads(String text) {
        assertThat(Target.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "-oProxyCommand=x",
                "@host",
                "u@",
                "a@b@c",
                "host:",
                "host:x",
                "::1",
                "host:22:22",
                "h/x",
                "ho\nst",
                "u:p@host",
                "[host]",
                "$(x)"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not 'local', a name or [user@]host[:port]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root@dut jump=gate",
                "dut jump=op@gate:2222,[::1]:22",
                "dut jump=none",
                "dut jump=none host-key=SHA256:0123456789012345678901234567890123456789+/A",
            })
    void theWayAndTheKeyStandBehindTheHost(String text) {
        assertThat(Target.parse(text)).hasToString(text);
    }

    @Test
    void severalJumpsAddUpAndPaddingIsTakenOff() {
        assertThat(Target.parse("dut  jump=a jump=ssh://b:22/ host-key=SHA256:" + "A".repeat(43) + "="))
                .hasToString("dut jump=a,b:22 host-key=SHA256:" + "A".repeat(43));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dut jump=",
                "dut jump=a,",
                "dut jump=none jump=a",
                "dut colour=red",
                "dut host-key=MD5:00",
                "dut host-key=SHA256:short",
                "local jump=a",
                "dut jump=a:99999",
            })
    void aWayOrKeyThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Target.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:0", "host:65536", "host:99999"})
    void refusesAPortThatIsNone(String text) {
        assertThatThrownBy(() -> Target.parse(text)).hasMessageEndingWith("the port must be 1 to 65535");
    }
}
