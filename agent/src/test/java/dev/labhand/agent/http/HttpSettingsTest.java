package dev.labhand.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HttpSettingsTest {

    @Test
    void anAgentMayBeNamedLikeItsMachine() {
        HttpSettings settings =
                HttpSettings.DEFAULTS.knownAs(List.of("lab1", "lab1")).knownAs(List.of("lab1", "lab2"));

        assertThat(settings.allowedHosts()).containsExactlyInAnyOrder("lab1", "lab2");
    }
}
