package dev.labhand.agent.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStringTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    42                         | 42
                    0.5                        | 0.5
                    -1                         | -1
                    1 min 5 s                  | 65
                    1min5s                     | 65
                    1 day 2 hours 3 minutes    | 93780
                    2 weeks                    | 1209600
                    1d 2h 3m 4s 5ms            | 93784.005
                    100 milliseconds           | 0.1
                    1 us 500 ns                | 0.0000015
                    - 2 s                      | -2
                    1.5 HOURS                  | 5400
                    01:02                      | 62
                    01:02:03                   | 3723
                    01:02:03.456               | 3723.456
                    -00:01                     | -1
                    1 day, 0:00:05             | 86405
                    2 days, 1:00:00.200000     | 176400.2
                    """)
    void isSeconds(String text, double seconds) {
        assertThat(TimeString.seconds(text).orElseThrow()).isCloseTo(seconds, Offset.offset(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "soon", "1 fortnight", "s", "5 s 3", "1:2:3:4", "1:", "--1 s", "5 ss s", "0x10"})
    void otherTextIsNone(String text) {
        assertThat(TimeString.seconds(text)).isEqualTo(OptionalDouble.empty());
    }
}
