package dev.labhand.controller.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;

class HttpOriginTest {

    @Test
    void knowsPortsAndAddresses() {
        assertThat(of("http://lab1:7080")).isEqualTo(new HttpOrigin(false, "lab1", 7080));
        assertThat(of("http://lab1/base")).isEqualTo(new HttpOrigin(false, "lab1", 80));
        assertThat(of("https://lab1")).isEqualTo(new HttpOrigin(true, "lab1", 443));
        assertThat(of("http://[::1]:81")).isEqualTo(new HttpOrigin(false, "::1", 81));
    }

    @Test
    void takesNamesWithUnderscores() {
        assertThat(of("http://lab_1:7080").host()).isEqualTo("lab_1");
    }

    @Test
    void refusesWhatIsNoAgent() {
        assertThatThrownBy(() -> of("ftp://lab1")).hasMessageContaining("ftp://lab1");
        assertThatThrownBy(() -> of("lab1")).isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpOrigin of(String url) {
        return HttpOrigin.of(URI.create(url));
    }
}
