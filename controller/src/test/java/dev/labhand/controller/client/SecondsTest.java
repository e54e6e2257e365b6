package dev.labhand.controller.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondsTest {

    @ParameterizedTest
    @CsvSource({
        "5000000000, 5 s",
        "250000000, 0.25 s",
        "1000000, 0.001 s",
        "1500, 0.0000015 s",
        "12345678901, 12.3 s",
        "3600000000000, 3600 s",
        "0, 0 s"
    })
    void threeDigitsAreToldHoweverShortTheSpan(long nanos, String text) {
        assertThat(Seconds.text(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
