package dev.labhand.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {

    private final HostCheck loopback = new HostCheck("127.0.0.1", true, Set.of("Lab7", "lab7.example.org"));
    private final HostCheck open = new HostCheck("0.0.0.0", false, Set.of("lab7"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "a.localhost",
                "127.0.0.1",
                "127.8.8.8",
                "::1",
                "[::1]",
                "lab7",
                "LAB7",
                "lab7.example.org"
            })
    void namesOfTheAgentAreItsOwn(String host) {
        assertThat(loopback.refusal(host, host, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example", "lab7.evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "notlocalhost",
                "10.0.0.1", "[2001:db8::1]", "2130706433", "0x7f.1", ""
            })
    void otherNamesAreForeign(String host) {
        assertThat(loopback.refusal(host, host, null)).isPresent();
    }

    @Test
    void beyondLoopbackAnyAddressIsItsOwnButNoOtherName() {
        assertThat(open.refusal("10.0.0.1", "10.0.0.1", null)).isEmpty();
        assertThat(open.refusal("[2001:db8::1]", "[2001:db8::1]:7080", null)).isEmpty();
        assertThat(open.refusal("lab7", "lab7:7080", null)).isEmpty();
        assertThat(open.refusal("lab8", "lab8:7080", null)).isPresent();
    }

    @Test
    void aMissingHostIsNoBrowser() {
        assertThat(loopback.refusal(null, null, null)).isEmpty();
    }

    @Test
    void anOriginMustBeTheAgentItself() {
        assertThat(loopback.refusal("localhost", "localhost:7080", "http://localhost:7080"))
                .isEmpty();
        assertThat(loopback.refusal("localhost", "localhost:7080", "HTTPS://localhost:7080"))
                .isEmpty();
        for (String origin : Set.of(
                "null",
                "",
                "http://localhost",
                "http://localhost:8080",
                "http://127.0.0.1:7080",
                "http://evil.example",
                "file://")) {
            assertThat(loopback.refusal("localhost", "localhost:7080", origin))
                    .as(origin)
                    .isPresent();
        }
        assertThat(loopback.refusal(null, null, "http://localhost:7080")).isPresent();
    }
}
