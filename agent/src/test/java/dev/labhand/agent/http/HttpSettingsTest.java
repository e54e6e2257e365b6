package dev.labhand.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpSettingsTest {

    @Test
    void anAgentMayBeNamedLikeItsMachine() {
        HttpSettings settings = HttpSettings.DEFAULTS.knownAs("lab1", "lab1").knownAs("lab1", "lab2");

        assertThat(settings.allowedHosts()).containsExactlyInAnyOrder("lab1", "lab2");
    }
}
